using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Stemma.Hunting.Execution;

/// <summary>Functions of network addresses. What is no address gives null.</summary>
internal static partial class AddressFunctions
{
    // RFC 1918, and RFC 3927 is not among them: Kusto's list (documentation of ipv4_is_private).
    private static readonly (uint Net, int Bits)[] Private = [(0x0A000000, 8), (0xAC100000, 12), (0xC0A80000, 16)];

    public static void AddTo(FunctionTable table)
    {
        table.Bool("kql_ipv4_is_private", a => Ipv4(a.Text(0)) is { } ip ? Array.Exists(Private, range => ip.Bits >= range.Bits && Masked(ip.Address, range.Bits) == range.Net) : null);
        table.Bool("kql_ipv4_in_range", a => InRange(a.Text(0), a.Text(1)));
        table.Bool("kql_ipv4_in_any_range", a => Ranges(a).Any(range => InRange(a.Text(0), range) == true));
        table.Long("kql_ipv4_compare", a => Ipv4(a.Text(0)) is { } left && Ipv4(a.Text(1)) is { } right ? Compare(left, right, (int)Math.Clamp(a.Long(2) ?? 32, 0, 32)) : null);
        table.Long("kql_ipv4_suffix", a => Ipv4(a.Text(0))?.Bits);
        table.Long("kql_parse_ipv4", a => Ipv4(a.Text(0)) is { } ip ? Masked(ip.Address, Math.Min(ip.Bits, (int)Math.Clamp(a.Long(1) ?? 32, 0, 32))) : null);
        table.Text("kql_parse_ipv6", a => Ipv6(a.Text(0)) is { } ip ? string.Join(':', Enumerable.Range(0, 8).Select(i => ((ushort)(ip.Address >> (112 - (16 * i)))).ToString("x4", CultureInfo.InvariantCulture))) : null);
        table.Text("kql_format_ipv4", a => Format(a.Text(0), a.Long(1) ?? 32));
        table.Bool("kql_ipv6_in_range", a => Ipv6(a.Text(0)) is { } ip && Ipv6(a.Text(1)) is { } range ? Masked(ip.Address, range.Bits) == Masked(range.Address, range.Bits) : null);
        table.Bool("kql_ipv6_in_any_range", a => Ipv6(a.Text(0)) is { } ip ? Ranges(a).Any(text => Ipv6(text) is { } range && Masked(ip.Address, range.Bits) == Masked(range.Address, range.Bits)) : null);
        table.Long("kql_ipv6_compare", a => Ipv6(a.Text(0)) is { } left && Ipv6(a.Text(1)) is { } right ? Compare(left, right, (int)Math.Clamp(a.Long(2) ?? 128, 0, 128)) : null);
        table.Bool("kql_has_ipv4", a => HasIpv4(a.Text(0) ?? "", Json.Elements(a.Text(1)) ?? [a.Text(1) ?? "null"], a.Bool(2) ?? false));
    }

    private static IEnumerable<string> Ranges(Arguments arguments) =>
        Enumerable.Range(1, Math.Max(0, arguments.Count - 1)).SelectMany(i => Json.Elements(arguments.Text(i)) ?? [arguments.Text(i) ?? "null"]).Select(Json.Text);

    // a.b.c.d or a.b.c.d/bits
    private static (uint Address, int Bits)? Ipv4(string? text)
    {
        string[] parts = (text ?? "").Trim().Split('/');
        int bits = 32;
        if (parts.Length > 2 || (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > 32))) return null;
        string[] octets = parts[0].Split('.');
        if (octets.Length != 4) return null;
        uint address = 0;
        foreach (string octet in octets)
        {
            if (!byte.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out byte value)) return null;
            address = (address << 8) | value;
        }

        return (address, bits);
    }

    private static (UInt128 Address, int Bits)? Ipv6(string? text)
    {
        string[] parts = (text ?? "").Trim().Split('/');
        int bits = 128;
        if (parts.Length > 2 || (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > 128))) return null;
        if (Ipv4(parts[0]) is { } ip) return (((UInt128)0xFFFF << 32) | ip.Address, parts.Length == 2 && bits <= 32 ? bits + 96 : bits);
        if (!IPAddress.TryParse(parts[0], out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        UInt128 value = 0;
        foreach (byte octet in address.GetAddressBytes()) value = (value << 8) | octet;
        return (value, bits);
    }

    private static uint Masked(uint address, int bits) => bits == 0 ? 0 : address & (uint.MaxValue << (32 - bits));

    private static UInt128 Masked(UInt128 address, int bits) => bits == 0 ? 0 : address & (UInt128.MaxValue << (128 - bits));

    private static bool? InRange(string? address, string? range) =>
        Ipv4(address) is { } ip && Ipv4(range) is { } net ? Masked(ip.Address, net.Bits) == Masked(net.Address, net.Bits) : null;

    private static long Compare((uint Address, int Bits) left, (uint Address, int Bits) right, int bits)
    {
        int common = Math.Min(bits, Math.Min(left.Bits, right.Bits));
        return Masked(left.Address, common).CompareTo(Masked(right.Address, common));
    }

    private static long Compare((UInt128 Address, int Bits) left, (UInt128 Address, int Bits) right, int bits)
    {
        int common = Math.Min(bits, Math.Min(left.Bits, right.Bits));
        return Masked(left.Address, common).CompareTo(Masked(right.Address, common));
    }

    private static string Format(string? text, long bits)
    {
        uint? address = Ipv4(text)?.Address ?? (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null);
        if (address is not { } ip || bits is < 0 or > 32) return "";
        ip = Masked(ip, (int)bits);
        return $"{ip >> 24}.{(ip >> 16) & 255}.{(ip >> 8) & 255}.{ip & 255}";
    }

    // An address counts where no digit, letter or point touches it; of a prefix, only the start must stand free.
    private static bool HasIpv4(string text, List<string> needles, bool isPrefix)
    {
        HashSet<string> wanted = [.. needles.Select(Json.Text)];
        foreach (ValueMatch match in Address().EnumerateMatches(text))
        {
            string found = text.Substring(match.Index, match.Length);
            if (Ipv4(found) is null) continue;
            if (isPrefix ? wanted.Any(prefix => found.StartsWith(prefix, StringComparison.Ordinal) && (prefix.EndsWith('.') || found.Length == prefix.Length)) : wanted.Contains(found)) return true;
        }

        return false;
    }

    [GeneratedRegex(@"(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.]*\w)")]
    private static partial Regex Address();
}
