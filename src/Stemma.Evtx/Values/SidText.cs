using System.Buffers.Binary;
using System.Globalization;

namespace Stemma.Evtx.Values;

/// <summary>Security identifiers from text ([MS-DTYP] 2.4.2.1).</summary>
internal static class SidText
{
    /// <summary>The binary form; null when the text is none.</summary>
    public static byte[]? Parse(string text)
    {
        string[] parts = text.Split('-');
        if (parts.Length is < 3 or > 18 || parts[0] is not ("S" or "s")) return null;
        if (!byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte revision) ||
            !ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong authority) || authority >> 48 != 0) return null;
        byte[] sid = new byte[8 + ((parts.Length - 3) * 4)];
        sid[0] = revision;
        sid[1] = (byte)(parts.Length - 3);
        BinaryPrimitives.WriteUInt16BigEndian(sid.AsSpan(2), (ushort)(authority >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(sid.AsSpan(4), (uint)authority);
        for (int i = 3; i < parts.Length; i++)
        {
            if (!uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out uint part)) return null;
            BinaryPrimitives.WriteUInt32LittleEndian(sid.AsSpan(8 + ((i - 3) * 4)), part);
        }
        return sid;
    }
}
