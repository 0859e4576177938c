using System.Net;
using System.Net.Sockets;
using Stemma.Incidents;

namespace Stemma.Reports.Stix;

/// <summary>What an indicator looks like in a log or on a disk, in STIX's pattern language (STIX 2.1, section 9).</summary>
internal static class StixPattern
{
    /// <summary>The pattern; null where STIX has no object for such a thing (tasks, pipes), where the value is not what its kind says, and for accounts, of which a use alone is no sign of an attack.</summary>
    public static string? Of(Indicator indicator) => indicator.Value.Length == 0 ? null : indicator.Kind switch
    {
        IndicatorKind.Hash => Hash(indicator.Value) is var (name, digest) ? $"[file:hashes.'{name}' = '{digest}']" : null,
        IndicatorKind.Address => Address(indicator.Value) is { } type ? $"[{type}:value = {Text(indicator.Value)}]" : null,
        IndicatorKind.Domain => $"[domain-name:value = {Text(indicator.Value)}]",
        IndicatorKind.Url => $"[url:value = {Text(indicator.Value)}]",
        IndicatorKind.File => File(indicator.Value),
        IndicatorKind.Registry => $"[windows-registry-key:key = {Text(Key(indicator.Value))}]",
        IndicatorKind.Service => $"[process:extensions.'windows-service-ext'.service_name = {Text(Service(indicator.Value))}]",
        _ => null,
    };

    /// <summary>The name that STIX gives to a hash's kind, and the digest in small digits; null when it is none of them.</summary>
    public static (string Name, string Digest)? Hash(string value)
    {
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        string digest = value[(equals + 1)..].ToLowerInvariant();
        if (digest.AsSpan().IndexOfAnyExcept("0123456789abcdef") >= 0) return null;
        return (value[..Math.Max(equals, 0)].ToUpperInvariant(), digest.Length) switch
        {
            ("MD5" or "", 32) => ("MD5", digest),
            ("SHA1" or "SHA-1" or "", 40) => ("SHA-1", digest),
            ("SHA256" or "SHA-256" or "", 64) => ("SHA-256", digest),
            ("SHA512" or "SHA-512" or "", 128) => ("SHA-512", digest),
            _ => null,
        };
    }

    /// <summary>The type of an address; null when the text is none.</summary>
    public static string? Address(string value) => !IPAddress.TryParse(value, out IPAddress? address) ? null
        : address.AddressFamily == AddressFamily.InterNetwork ? "ipv4-addr" : "ipv6-addr";

    /// <summary>A path's folder and last name.</summary>
    public static (string Folder, string Name) Split(string path)
    {
        int slash = path.LastIndexOfAny(['\\', '/']);
        return slash < 0 ? ("", path) : (path[..Math.Max(slash, 1)], path[(slash + 1)..]);
    }

    /// <summary>A registry key with its hive in full, as STIX wants it.</summary>
    public static string Key(string key)
    {
        foreach ((string hive, string full) in new[] { ("HKLM", "HKEY_LOCAL_MACHINE"), ("HKCU", "HKEY_CURRENT_USER"), ("HKU", "HKEY_USERS"), ("HKCR", "HKEY_CLASSES_ROOT"), ("HKCC", "HKEY_CURRENT_CONFIG"), (@"\REGISTRY\MACHINE", "HKEY_LOCAL_MACHINE"), (@"\REGISTRY\USER", "HKEY_USERS") })
            if (key.StartsWith(hive + @"\", StringComparison.OrdinalIgnoreCase)) return full + key[hive.Length..];
        return key;
    }

    // The name stands before the command.
    private static string Service(string value)
    {
        int colon = value.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 ? value[..colon] : value;
    }

    private static string? File(string path)
    {
        (string folder, string name) = Split(path);
        if (name.Length == 0) return null;
        return folder.Length == 0 ? $"[file:name = {Text(name)}]" : $"[file:name = {Text(name)} AND file:parent_directory_ref.path = {Text(folder)}]";
    }

    private static string Text(string text) => $"'{Humans.Clean(text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
