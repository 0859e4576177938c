using Stemma.Events;

namespace Stemma.Detection;

/// <summary>A match that correlations need, as it lies in the spool: after a zero byte, which no detection begins with, its length.</summary>
internal sealed record CorrelationRecord(int Rule, int Log, long Position, long Time, string Host, string Channel, string Provider, int EventId,
    long RecordId, string[] Names, string?[] Texts, bool[] Payload)
{
    /// <summary>The record was recovered (<see cref="Event.IsRecovered"/>).</summary>
    public bool Recovered { get; init; }

    /// <summary>The layer that matched (<see cref="Event.Layer"/>).</summary>
    public int Layer { get; init; }

    /// <summary>How it came out of layer 0 (<see cref="Event.LayerStep"/>).</summary>
    public string LayerStep { get; init; } = "";

    /// <summary>Bytes before the record: the zero and its length.</summary>
    public const int Head = 5;

    /// <summary>What stands for a match that nobody writes, large enough for the spool to notice.</summary>
    public static readonly byte[] Filler = [0, 27, 0, 0, 0, .. new byte[27]];

    /// <summary>A match as bytes.</summary>
    public static void Write(BinaryWriter to, int rule, int log, Event e, string[] fields)
    {
        to.Write(rule + 1);
        to.Write(log);
        to.Write(e.Position);
        to.Write(e.Time);
        to.Write(e.Host.ToString());
        to.Write(e.Channel.ToString());
        to.Write(e.Provider.ToString());
        to.Write(e.EventId);
        to.Write(e.RecordId);
        to.Write(e.IsRecovered);
        to.Write(e.Layer);
        to.Write(e.LayerStep);
        to.Write(fields.Length);
        foreach (string field in fields)
        {
            int at = -1;
            foreach (int slot in e.Kind.Find(field))
                if (at < 0 && !e.IsNull(slot)) at = slot;
            to.Write(field);
            to.Write(at >= 0);
            to.Write(at >= 0 && e.IsPayload(at));
            to.Write(at < 0 ? "" : e.Text(at).ToString());
        }
    }

    /// <summary>The match at the beginning of a line; null where there is none.</summary>
    public static CorrelationRecord? Read(ReadOnlySpan<byte> line)
    {
        int length = LengthOf(line);
        if (length == 0) return null;
        using BinaryReader from = new(new MemoryStream(line[Head..length].ToArray()));
        return Read(from) is { Rule: >= 0 } record ? record : null;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CorrelationRecord Read(BinaryReader from)
    {
        int rule = from.ReadInt32() - 1;
        if (rule < 0) return new CorrelationRecord(rule, 0, 0, 0, "", "", "", -1, -1, [], [], []);
        CorrelationRecord record = new(rule, from.ReadInt32(), from.ReadInt64(), from.ReadInt64(), from.ReadString(), from.ReadString(),
            from.ReadString(), from.ReadInt32(), from.ReadInt64(), [], [], [])
        { Recovered = from.ReadBoolean(), Layer = from.ReadInt32(), LayerStep = from.ReadString() };
        record = record with { Names = new string[from.ReadInt32()] };
        string?[] texts = new string?[record.Names.Length];
        bool[] payload = new bool[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            record.Names[i] = from.ReadString();
            bool there = from.ReadBoolean();
            payload[i] = from.ReadBoolean();
            string text = from.ReadString();
            texts[i] = there ? text : null;
        }

        return record with { Texts = texts, Payload = payload };
    }

    /// <summary>How many bytes of a line are not a detection.</summary>
    public static int LengthOf(ReadOnlySpan<byte> line) =>
        line.IsEmpty || line[0] != 0 ? 0 : Head + System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(line[1..]);

    /// <summary>The values by field.</summary>
    public Dictionary<string, string?> Values() => Names.Zip(Texts).ToDictionary(pair => pair.First, pair => pair.Second);
}
