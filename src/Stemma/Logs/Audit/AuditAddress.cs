using System.Globalization;
using System.Net;

namespace Stemma.Logs;

/// <summary>The internet address in a SOCKADDR record, from its bytes (<c>saddr=0200…</c>) or from what auditd wrote beside them.</summary>
internal static class AuditAddress
{
    /// <summary>Reads it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="address">The address in its usual form.</param>
    /// <param name="port">The port.</param>
    /// <returns>False: it is not an internet address (a socket of the file system, netlink …).</returns>
    public static bool TryRead(AuditRecord record, out string address, out string port)
    {
        (address, port) = ("", "");
        ReadOnlySpan<char> laddr = record.Fields.Value("laddr");
        if (!laddr.IsEmpty)
        {
            (address, port) = (laddr.ToString(), record.Fields.Value("lport").ToString());
            return true;
        }

        ReadOnlySpan<char> hex = record.Fields.Value("saddr");
        Span<byte> bytes = stackalloc byte[28];
        if (hex.Length is < 16 or > 512) return false;
        if (Convert.FromHexString(hex[..Math.Min(56, hex.Length & ~1)], bytes, out _, out int written) != System.Buffers.OperationStatus.Done) return false;

        // The family is in the machine's own byte order, port and address are in that of the network.
        int family = bytes[0] | bytes[1];
        bool isFour = family == 2 && written >= 8, isSix = family == 10 && written >= 24;
        if (!isFour && !isSix) return false;
        address = new IPAddress(isFour ? bytes.Slice(4, 4) : bytes.Slice(8, 16)).ToString();
        port = ((bytes[2] << 8) | bytes[3]).ToString(CultureInfo.InvariantCulture);
        return true;
    }
}
