using System.Globalization;
using Stemma.Evtx;

namespace Stemma.Pack;

/// <summary>
/// An event to write again and again, and which of its values change each time: the ids, handles, ports and times that a machine gives anew.
/// All that rules look at stays, and well-known numbers (process 4, logon 0x3e7, port 443) stay too.
/// </summary>
internal sealed class Sample(EvtxEvent e)
{
    private readonly List<(int Index, Func<Dice, DateTime, EvtxDataValue> Next)> _changing = [];

    /// <summary>The event as it is now.</summary>
    public EvtxEvent Event => e;

    /// <summary>Adds a value to the event.</summary>
    /// <param name="name">Its name; null for none.</param>
    /// <param name="value">The value.</param>
    /// <param name="number">The value as a number; 0 when it is none.</param>
    public void Add(string? name, EvtxDataValue value, ulong number)
    {
        if (name is not null && Change(name, value.Type, number) is { } next) _changing.Add((e.Data.Count, next));
        e.Data.Add(new EvtxDatum(name, value));
    }

    /// <summary>Gives the changing values anew.</summary>
    public void Renew(Dice dice, DateTime time)
    {
        foreach ((int index, Func<Dice, DateTime, EvtxDataValue> next) in _changing)
            e.Data[index] = e.Data[index] with { Value = next(dice, time) };
    }

    private static Func<Dice, DateTime, EvtxDataValue>? Change(string name, EvtxType type, ulong number)
    {
        if (name == "UtcTime" && type == EvtxType.String)
            return static (_, time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        if (type == EvtxType.Guid && Ends("ProcessGuid")) return static (dice, _) => NewGuid(dice);
        if (type is EvtxType.String or EvtxType.Guid) return null;
        if (number > 4 && (Ends("ProcessId") || Ends("ThreadId"))) return (dice, _) => Whole(4 * (100 + dice.Next(5000)));
        if (number > 0xFFF && Ends("LogonId")) return (dice, _) => Whole(0x10000 + dice.Next(1 << 28));
        if (number > 0 && Ends("HandleId")) return (dice, _) => Whole(4 * (1 + dice.Next(2000)));
        if (number is > 49_151 and <= 65_535 && Ends("Port")) return (dice, _) => Whole(49_152 + dice.Next(16_384));
        return null;

        bool Ends(string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        EvtxDataValue Whole(int next) => EvtxDataValue.Raw(type, BitConverter.GetBytes((long)next)[..Width(type)]);
    }

    private static EvtxDataValue NewGuid(Dice dice)
    {
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)dice.Next(256);
        return new Guid(bytes);
    }

    /// <summary>Bytes of a whole number of that type; 0 for other types.</summary>
    public static int Width(EvtxType type) => type switch
    {
        EvtxType.Int8 or EvtxType.UInt8 => 1,
        EvtxType.Int16 or EvtxType.UInt16 => 2,
        EvtxType.Int32 or EvtxType.UInt32 or EvtxType.HexInt32 => 4,
        EvtxType.Int64 or EvtxType.UInt64 or EvtxType.HexInt64 or EvtxType.SizeT => 8,
        _ => 0,
    };
}
