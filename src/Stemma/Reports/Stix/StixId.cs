using System.Security.Cryptography;
using System.Text;

namespace Stemma.Reports.Stix;

/// <summary>Identifiers of STIX 2.1 objects that are the same for the same thing: UUIDs of version 5 (RFC 9562, section 5.5).</summary>
internal static class StixId
{
    // STIX 2.1, section 2.9: for observables, named by the properties that the specification lists for each.
    private static readonly Guid Observables = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    // For all else, where the specification asks for any other name space. Made for Stemma.
    private static readonly Guid Own = new("b0a6c4d1-5b0e-4f0e-9a53-6f3f5d1d7c52");

    /// <summary>The id of an observable, from its contributing properties.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="properties">Names, in order of the alphabet, with values as canonical JSON (<see cref="Canonical"/>).</param>
    public static string Observable(string type, params IEnumerable<(string Name, string Json)> properties) =>
        $"{type}--{Uuid(Observables, $"{{{string.Join(',', properties.Select(property => $"\"{property.Name}\":{property.Json}"))}}}")}";

    /// <summary>The id of an object that is no observable, or of one to which the specification gives no contributing properties.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="parts">What makes it this one.</param>
    public static string Of(string type, params IEnumerable<string> parts) => $"{type}--{Uuid(Own, $"{type}[{string.Join(',', parts.Select(Canonical))}]")}";

    /// <summary>A text as canonical JSON (RFC 8785).</summary>
    public static string Canonical(string text)
    {
        StringBuilder json = new("\"");
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\': json.Append('\\').Append(c); break;
                case '\b': json.Append("\\b"); break;
                case '\t': json.Append("\\t"); break;
                case '\n': json.Append("\\n"); break;
                case '\f': json.Append("\\f"); break;
                case '\r': json.Append("\\r"); break;
                case < ' ': json.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: json.Append(c); break;
            }
        }

        return json.Append('"').ToString();
    }

    /// <summary>A UUID of version 5.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "Version 5 is SHA-1 by definition; nothing is kept secret by it.")]
    private static Guid Uuid(Guid space, string name)
    {
        byte[] bytes = new byte[16 + Encoding.UTF8.GetMaxByteCount(name.Length)];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        int length = Encoding.UTF8.GetBytes(name, bytes.AsSpan(16));
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(bytes.AsSpan(0, 16 + length), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
