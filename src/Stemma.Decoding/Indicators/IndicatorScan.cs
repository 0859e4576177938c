using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Stemma.Decoding.Indicators;

/// <summary>One pass over a text. It goes from word to word (letters, digits, <c>. _ -</c>) and decides by the word and what stands around it.</summary>
internal sealed partial class IndicatorScan(string text, Action<IndicatorKind, string, int, int> found, DecodeBudget? budget)
{
    private static readonly string[] Schemes = ["https", "http", "ftps", "ftp", "sftp", "tftp", "wss", "ws", "ldaps", "ldap", "rmi", "tcp", "socks5", "stratum+tcp", "smb"];

    /// <summary>Up to here everything belongs to something that was found.</summary>
    private int _taken;

    /// <summary>Reads the whole text.</summary>
    public void Run()
    {
        for (int i = 0; i < text.Length;)
        {
            if (!IsWord(text[i]))
            {
                Punctuation(i);
                i = Math.Max(i + 1, Math.Min(_taken, text.Length));
                continue;
            }
            int end = i + 1;
            while (end < text.Length && IsWord(text[end])) { end++; }
            budget?.Spend(1 + ((end - i) >> 4));
            if (i >= _taken) { Word(i, end); }
            i = Math.Max(end, Math.Min(_taken, text.Length));
        }
        if (text.Contains("mutex", StringComparison.OrdinalIgnoreCase)) { Mutexes(); }
    }

    private void Word(int start, int end)
    {
        char next = At(end);
        if (next == ':' && At(end + 1) == '/' && At(end + 2) == '/' && Url(start, end)) { return; }
        if (next is ':' && At(end + 1) is '\\' or '/' && char.IsAsciiLetter(text[end - 1]) && (end - start == 1 || text[end - 2] is '_' or '-') && DrivePath(end - 1)) { return; }
        if (next is '\\' or ':' && RegistryKey(start, end)) { return; }
        if (next == ':' && Ipv6(start)) { return; }
        if (next == '@' && Email(start, end)) { return; }
        while (end > start && text[end - 1] is '.' or '-' or '_') { end--; }
        while (start < end && text[start] is '.' or '-' or '_') { start++; }
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        if (word.Length < 4) { return; }
        if (word.Contains('.'))
        {
            if (!Ipv4(start, end) && word.Length <= 253) { Domain(start, end); }
        }
        else if (word.Length >= 26) { Digits(start, end, word); }
    }

    private void Punctuation(int i)
    {
        if (i < _taken) { return; }
        switch (text[i])
        {
            case '\\' when At(i + 1) == '\\' && (char.IsAsciiLetterOrDigit(At(i + 2)) || (At(i + 2) == '\\' && At(i + 3) == '\\')): SharePath(i); break;
            case '%' when VariablePath(i): break;
            case '$' when text.AsSpan(i).StartsWith("$env:", StringComparison.OrdinalIgnoreCase): EnvironmentPath(i); break;
            case '/' when i == 0 || text[i - 1] is ' ' or '\t' or '\n' or '\r' or '"' or '\'' or '=' or '(' or '>' or '<' or '`' or ',' or ';' or '|' or '&': UnixPath(i); break;
            case ':' when At(i + 1) == ':' && char.IsAsciiHexDigit(At(i + 2)): Ipv6(i); break;
        }
    }

    /// <summary>An address with a scheme. Its host must be known: one that is put together at run time is none yet.</summary>
    private bool Url(int start, int colon)
    {
        int scheme = -1;
        foreach (string each in Schemes)
        {
            if (colon - start >= each.Length && text.AsSpan(colon - each.Length, each.Length).Equals(each, StringComparison.OrdinalIgnoreCase)) { scheme = colon - each.Length; break; }
        }
        if (scheme < 0) { return false; }
        int host = colon + 3, end = host;
        char before = scheme > 0 ? text[scheme - 1] : '\0';
        while (end < text.Length && IsInUrl(text[end]) && text[end] != before && end - scheme < 4096) { end++; }
        while (end > host && (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\\' or '*' or '$' || (text[end - 1] is ')' or ']' && Unbalanced(text.AsSpan(host, end - host), text[end - 1])))) { end--; }
        _taken = end;
        int user = text.AsSpan(host, end - host).IndexOfAny("@/?#");
        int hostStart = user >= 0 && text[host + user] == '@' ? host + user + 1 : host;
        int hostEnd = hostStart;
        if (At(hostStart) == '[') { hostEnd = text.IndexOf(']', hostStart, end - hostStart) + 1; }
        else { while (hostEnd < end && IsWord(text[hostEnd])) { hostEnd++; } }
        if (hostEnd <= hostStart || !(hostEnd == end || text[hostEnd] is '/' or ':' or '?' or '#' or '\\')) { return true; }
        ReadOnlySpan<char> name = text.AsSpan(hostStart, hostEnd - hostStart);
        bool number = !name.ContainsAnyExcept("0123456789.");
        if (number ? !IsAddress(name, out _) || IsOwn(name) : name[0] != '[' && (BenignHosts.Contains(name) || !IsHostName(name) || !char.IsAsciiLetterOrDigit(name[^1]))) { return true; }
        if (text.AsSpan(scheme, 2).Equals("ws", StringComparison.OrdinalIgnoreCase) && !number && !name.Contains('.')) { return true; }
        found(IndicatorKind.Url, text[scheme..end], scheme, end - scheme);
        if (number) { if (name.Count('.') == 3) { found(IndicatorKind.Ipv4, name.ToString(), hostStart, name.Length); } }
        else if (name[0] == '[') { found(IndicatorKind.Ipv6, name[1..^1].ToString(), hostStart + 1, name.Length - 2); }
        else if (name.Contains('.') && !name.EndsWith(".local", StringComparison.OrdinalIgnoreCase)) { found(IndicatorKind.Domain, name.ToString(), hostStart, name.Length); }
        return true;
    }

    private static bool Unbalanced(ReadOnlySpan<char> part, char close) => part.Count(close) > part.Count(close == ')' ? '(' : '[');

    private static bool IsInUrl(char c) => c > ' ' && c is not ('"' or '\'' or '<' or '>' or '`' or '|' or '^' or '{' or '}' or '\x7F' or '\u201C' or '\u201D' or '\u2018' or '\u2019' or ';' or ',') && !char.IsWhiteSpace(c);

    private bool Ipv4(int start, int end)
    {
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        if (word.ContainsAnyExcept("0123456789.")) { return false; }
        if (!IsAddress(word, out byte[] parts) || IsOwn(word) || (parts[1] == 0 && parts[2] == 0 && parts[3] == 0) || LooksLikeVersion(start)) { return true; }
        found(IndicatorKind.Ipv4, word.ToString(), start, word.Length);
        return true;
    }

    private static bool IsAddress(ReadOnlySpan<char> word, out byte[] parts)
    {
        parts = new byte[4];
        if (word.Length is < 7 or > 15 || word.Count('.') != 3) { return false; }
        int at = 0;
        foreach (Range range in word.Split('.'))
        {
            ReadOnlySpan<char> part = word[range];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out parts[at++])) { return false; }
        }
        return true;
    }

    /// <summary>Addresses of no other machine: this host, no host, masks, multicast and broadcast (RFC 6890).</summary>
    private static bool IsOwn(ReadOnlySpan<char> address) => IsAddress(address, out byte[] parts) && parts[0] is 0 or 127 or >= 224;

    /// <summary>Four numbers with dots are a version where a word before them or a product's name says so: <c>Version=4.0.30319.1</c>, <c>Chrome/41.0.222.1</c>.</summary>
    private bool LooksLikeVersion(int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - 24), Math.Min(24, start));
        if (before.EndsWith("/tcp/", StringComparison.Ordinal) || before.EndsWith("/udp/", StringComparison.Ordinal)) { return false; } // bash's sockets
        if (before.Length > 1 && before[^1] == '/' && char.IsAsciiLetterOrDigit(before[^2])) { return true; }
        if (before.Length > 0 && (char.IsAsciiLetter(before[^1]) || before[^1] is '_')) { return true; }
        return before.Contains("version", StringComparison.OrdinalIgnoreCase) || before.Contains("ver.", StringComparison.OrdinalIgnoreCase)
            || before.Contains("build", StringComparison.OrdinalIgnoreCase) || before.EndsWith("ver ", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Groups of hexadecimal digits with colons that are an address. Clock times, hardware addresses and <c>::Member</c> are not.</summary>
    private bool Ipv6(int start)
    {
        if (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is ':' or '.' or ']' or ')')) { return false; }
        int end = start;
        while (end < text.Length && end - start <= 45 && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.')) { end++; }
        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) { return false; }
        while (end > start && text[end - 1] is '.') { end--; }
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        if (word.Count(':') < 3 || !word.ContainsAny("0123456789") || !IPAddress.TryParse(word, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6) { return false; }
        int longest = 0, groups = 0;
        foreach (Range range in word.Split(':')) { int length = range.End.Value - range.Start.Value; longest = Math.Max(longest, length); groups += length > 0 ? 1 : 0; }
        if (longest < 3 || groups < 2 || IPAddress.IsLoopback(address)) { return false; }
        _taken = end;
        found(IndicatorKind.Ipv6, word.ToString(), start, word.Length);
        return true;
    }

    private bool Email(int start, int at)
    {
        int end = at + 1;
        while (end < text.Length && IsWord(text[end])) { end++; }
        while (end > at && text[end - 1] is '.' or '-' or '_') { end--; }
        ReadOnlySpan<char> host = text.AsSpan(at + 1, Math.Max(0, end - at - 1));
        int dot = host.LastIndexOf('.');
        if (dot <= 0 || at - start > 64 || host.Length > 253 || !IsHostName(host)) { return false; }
        ReadOnlySpan<char> top = host[(dot + 1)..];
        if (!TopLevelDomains.IsPlain(top) && !TopLevelDomains.IsDoubtful(top)) { return false; }
        while (start < at && text[start] is '.' or '-') { start++; }
        if (start == at || (start > 0 && text[start - 1] is '/' or ':' or '$')) { return false; }
        _taken = end;
        if (!BenignHosts.Contains(host)) { found(IndicatorKind.Email, text[start..end], start, end - start); }
        return true;
    }

    private void Digits(int start, int end, ReadOnlySpan<char> word)
    {
        if (start > 0 && text[start - 1] is '+' or '/' or '$' || At(end) is '+' or '/' or '=') { return; } // within base64, or a variable
        if (word.Length is 32 or 40 or 64 && !word.ContainsAnyExcept("0123456789abcdefABCDEF") && IsMixed(word)) { found(IndicatorKind.Hash, word.ToString(), start, word.Length); }
        else if (Wallets.Is(word)) { found(IndicatorKind.WalletAddress, word.ToString(), start, word.Length); }
    }

    /// <summary>A digest has many kinds of digits, letters and numbers among them.</summary>
    private static bool IsMixed(ReadOnlySpan<char> word)
    {
        int kinds = 0;
        foreach (char c in "0123456789abcdef") { if (word.Contains(c) || word.Contains(char.ToUpperInvariant(c))) { kinds++; } }
        return kinds >= 9 && word.ContainsAnyInRange('0', '9') && (word.ContainsAnyInRange('a', 'f') || word.ContainsAnyInRange('A', 'F'));
    }

    private char At(int i) => i < text.Length ? text[i] : '\0';

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
