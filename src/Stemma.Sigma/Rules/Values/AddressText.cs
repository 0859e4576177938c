using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Stemma.Sigma;

/// <summary>Reads IP addresses as rules and logs write them.</summary>
internal static class AddressText
{
    /// <summary>IPv6, or IPv4 with its four parts: a plain number (<c>42</c>) or a short form (<c>10.1</c>) is no address here.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text.Length is >= 2 and <= 64 && (text.Contains(':') || text.Count('.') == 3) && IPAddress.TryParse(text, out address);
    }
}
