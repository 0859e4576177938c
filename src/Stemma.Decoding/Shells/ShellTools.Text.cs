using System.Globalization;
using System.Text;

namespace Stemma.Decoding.Shells;

internal static partial class ShellTools
{
    private static string? Tr(List<string> arguments, string text, ShellShared shared)
    {
        bool delete = false, squeeze = false, complement = false;
        List<string> sets = [];
        foreach (string argument in arguments)
        {
            if (sets.Count == 0 && argument.Length > 1 && argument[0] == '-' && argument.AsSpan(1).IndexOfAnyExcept("dsctC") < 0)
            {
                delete |= argument.Contains('d');
                squeeze |= argument.Contains('s');
                complement |= argument.Contains('c') || argument.Contains('C');
            }
            else if (argument != "--") { sets.Add(argument); }
        }
        if (sets.Count == 0) { return null; }
        List<char> from = Set(sets[0]), to = sets.Count > 1 ? Set(sets[1]) : [];
        bool changes = false;
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            shared.Budget.Spend();
            int at = from.LastIndexOf(c);
            bool inside = (at >= 0) != complement;
            if (!inside) { result.Append(c); continue; }
            if (delete) { changes |= char.IsLetterOrDigit(c); continue; }
            char by = to.Count == 0 ? c : complement || at >= to.Count ? to[^1] : to[at];
            changes |= by != c && char.IsLetter(c) && char.ToUpperInvariant(by) != char.ToUpperInvariant(c);
            if (squeeze && result.Length > 0 && result[^1] == by) { continue; }
            result.Append(by);
        }
        if (changes) { shared.Decoders++; }
        return result.ToString();
    }

    private static List<char> Set(string text)
    {
        text = ShellStrings.Unescape(text, false, out _);
        List<char> set = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '[' && i + 1 < text.Length && text[i + 1] == ':' && text.IndexOf(":]", i, StringComparison.Ordinal) is int close && close > 0)
            {
                set.AddRange(text[(i + 2)..close] switch
                {
                    "upper" => Range('A', 'Z'),
                    "lower" => Range('a', 'z'),
                    "digit" => Range('0', '9'),
                    "alpha" => Range('A', 'Z').Concat(Range('a', 'z')),
                    "alnum" => Range('0', '9').Concat(Range('A', 'Z')).Concat(Range('a', 'z')),
                    "space" => [' ', '\t', '\n', '\r', '\v', '\f'],
                    "punct" => Range('!', '~').Where(c => !char.IsAsciiLetterOrDigit(c)),
                    _ => [],
                });
                i = close + 1;
            }
            else if (i + 2 < text.Length && text[i + 1] == '-' && text[i + 2] >= text[i])
            {
                set.AddRange(Range(text[i], text[i + 2]));
                i += 2;
            }
            else { set.Add(text[i]); }
        }
        return set;

        static IEnumerable<char> Range(char from, char to) => Enumerable.Range(from, to - from + 1).Select(c => (char)c);
    }

    private static string? Cut(List<string> arguments, string text)
    {
        string? list = null, delimiter = null;
        bool fields = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string a = arguments[i];
            if (a.Length < 2 || a[0] != '-') { continue; }
            string value = a.Length > 2 ? a[2..].TrimStart('=') : i + 1 < arguments.Count ? arguments[++i] : "";
            switch (a[1])
            {
                case 'd': delimiter = value; break;
                case 'f': (list, fields) = (value, true); break;
                case 'c' or 'b': list = value; break;
            }
        }
        if (list is null) { return null; }
        List<(int From, int To)> ranges = [];
        foreach (string part in list.Split(','))
        {
            int dash = part.IndexOf('-');
            _ = int.TryParse(dash < 0 ? part : part[..dash], out int from);
            int to = dash < 0 ? from : int.TryParse(part.AsSpan(dash + 1), out int last) ? last : int.MaxValue;
            ranges.Add((Math.Max(1, from), to));
        }
        bool Chosen(int place) => ranges.Exists(range => place >= range.From && place <= range.To);
        char sign = string.IsNullOrEmpty(delimiter) ? '\t' : delimiter[0];
        return Lines(text, line => !fields ? string.Concat(line.Where((_, i) => Chosen(i + 1)))
            : line.Contains(sign) ? string.Join(sign, line.Split(sign).Where((_, i) => Chosen(i + 1))) : line);
    }

    private static string? Part(bool head, List<string> arguments, string text)
    {
        int count = 10;
        bool bytes = false, from = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string a = arguments[i];
            if (a.Length < 2 || a[0] is not ('-' or '+')) { continue; }
            string value = a[1] is 'c' or 'n' ? a.Length > 2 ? a[2..] : i + 1 < arguments.Count ? arguments[++i] : "" : a[1..];
            bytes |= a[1] == 'c';
            from = value.StartsWith('+') || a[0] == '+';
            if (!int.TryParse(value.TrimStart('+'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count)) { return null; }
        }
        if (bytes)
        {
            if (!head && from) { return text[Math.Clamp(count - 1, 0, text.Length)..]; }
            int length = count < 0 && head ? Math.Max(0, text.Length + count) : Math.Min(Math.Abs(count), text.Length);
            return head ? text[..length] : text[(text.Length - length)..];
        }
        string[] lines = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        IEnumerable<string> chosen = head ? count < 0 ? lines.SkipLast(-count) : lines.Take(count) : from ? lines.Skip(count - 1) : lines.TakeLast(Math.Abs(count));
        return string.Concat(chosen.Select(line => line + "\n"));
    }

    private static string? Fold(List<string> arguments, string text)
    {
        int wide = 80;
        for (int i = 0; i < arguments.Count; i++)
        {
            string value = arguments[i].StartsWith("-w", StringComparison.Ordinal) ? arguments[i].Length > 2 ? arguments[i][2..] : i + 1 < arguments.Count ? arguments[i + 1] : "" : "";
            if (value.Length > 0 && !int.TryParse(value, out wide)) { return null; }
        }
        return wide < 1 ? null : Lines(text, line => string.Join('\n', line.Chunk(wide).Select(part => new string(part))));
    }

    /// <summary>Only what prints fields of a line.</summary>
    private static string? Awk(List<string> arguments, string text, ShellShared shared)
    {
        char? separator = null;
        string? program = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "-F" && i + 1 < arguments.Count) { separator = arguments[++i] is [char c, ..] ? c : null; }
            else if (arguments[i].StartsWith("-F", StringComparison.Ordinal) && arguments[i].Length > 2) { separator = arguments[i][2]; }
            else { program ??= arguments[i]; }
        }
        string inside = program?.Trim().TrimStart('{').TrimEnd('}').Trim().TrimEnd(';') ?? "";
        if (!inside.StartsWith("print", StringComparison.Ordinal)) { return null; }
        string what = inside["print".Length..].Trim();
        shared.Budget.Spend(text.Length >> 4);
        List<string> tokens = [.. what.Replace(",", " , ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (tokens.Exists(token => token is not "," && !(token[0] == '$' && (int.TryParse(token.AsSpan(1), out _) || token == "$NF")))) { return null; }
        return Lines(text, line =>
        {
            string[] fields = separator is char sign ? line.Split(sign) : line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (tokens.Count == 0) { return line; }
            return string.Concat(tokens.Select(token => token == "," ? " " : token == "$NF" ? fields.LastOrDefault() ?? ""
                : int.Parse(token.AsSpan(1), CultureInfo.InvariantCulture) is int n && n == 0 ? line : n <= fields.Length ? fields[n - 1] : ""));
        });
    }
}
