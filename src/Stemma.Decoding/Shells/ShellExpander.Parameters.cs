using System.Globalization;

namespace Stemma.Decoding.Shells;

internal sealed partial class ShellExpander
{
    private static readonly string[] Operators =
        [":-", ":=", ":+", ":?", "##", "#", "%%", "%", "//", "/#", "/%", "/", "^^", "^", ",,", ",", "~~", "~", ":", "@", "-", "=", "+", "?"];

    /// <summary>Expands one variable.</summary>
    /// <param name="raw">All of it as written.</param>
    /// <param name="inside">What stands in the braces, or the name.</param>
    /// <param name="quoted">Whether quotes stand around it.</param>
    /// <param name="inWord">Whether letters stand beside it.</param>
    private void Parameter(string raw, string inside, bool quoted, bool inWord)
    {
        Expansions++;
        if (inside.Length > 1 && inside[0] == '#' && !"#%:-+=?/".Contains(inside[1]))
        {
            Length(raw, inside[1..], quoted);
            return;
        }
        bool indirect = inside.Length > 1 && inside[0] == '!';
        string rest = indirect ? inside[1..] : inside;
        int end = 0;
        if (rest.Length > 0 && (char.IsAsciiLetter(rest[0]) || rest[0] == '_')) { while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] == '_')) { end++; } }
        else if (rest.Length > 0 && char.IsAsciiDigit(rest[0])) { while (end < rest.Length && char.IsAsciiDigit(rest[end])) { end++; } }
        else { end = Math.Min(1, rest.Length); }
        string name = rest[..end], index = "";
        if (end < rest.Length && rest[end] == '[')
        {
            int close = ShellScan.Nested(rest, end, '[', ']', Budget);
            index = ShellScan.Inside(rest, end, close, 1, "]");
            end = close;
        }
        string how = rest[end..];
        if (indirect && how is "*" or "@")
        {
            foreach (string each in run.Variables.Names(name)) { Put(new ShellText(each, true), quoted); End(); }
            return;
        }

        bool many = index is "@" or "*" || name is "@" or "*";
        List<string>? values = Values(name, index, inWord || (how.Length > 0 && how[0] != ':'));
        if (indirect && values is [string target])
        {
            Tricks++;
            if (index == "@" || target.EndsWith(']'))
            {
                int bracket = target.IndexOf('[');
                values = bracket < 0 ? Values(target, "", true) : Values(target[..bracket], target[(bracket + 1)..^1], true);
            }
            else { values = Values(target, "", true); }
        }
        if (values is { Count: 0 } && !many) { values = Unset(name, index, how, inWord, quoted) ? [""] : null; }
        if (how.Length > 0) { values = Changed(values, name, index, how, many); }
        if (values is null || values.Exists(value => value.Contains(ShellRun.NotKnown)))
        {
            Put(new ShellText(raw, false), quoted);
            return;
        }
        if (name == "IFS" && inWord) { Tricks++; }
        bool joined = many && (index == "*" || name == "*") && quoted;
        if (joined)
        {
            string separators = run.Separators;
            Put(new ShellText(string.Join(separators.Length > 0 ? separators[..1] : "", values), true), true);
            return;
        }
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                if (_split) { End(); _there = quoted; }
                else { Add(" "); }
            }
            Put(new ShellText(values[i], true), quoted);
            if (quoted) { _there = true; }
        }
    }

    private void Length(string raw, string name, bool quoted)
    {
        int bracket = name.IndexOf('[');
        string index = bracket < 0 ? "" : name[(bracket + 1)..].TrimEnd(']');
        if (bracket >= 0) { name = name[..bracket]; }
        List<string>? values = Values(name, index, true);
        bool known = values is not null && (values.Count > 0 || run.Variables.Get(name) is not null || name is "@" or "*");
        int length = index is "@" or "*" || name is "@" or "*" ? values?.Count ?? 0 : values is { Count: > 0 } ? values[0].Length : 0;
        Put(known ? new ShellText(length.ToString(CultureInfo.InvariantCulture), true) : new ShellText(raw, false), quoted);
    }

    /// <summary>The values of a variable: none when nothing set it, null when they are not known.</summary>
    private List<string>? Values(string name, string index, bool junk)
    {
        if (name is "@" or "*")
        {
            if (run.Arguments is { } all) { return [.. all.Skip(1)]; }
            if (!junk) { return null; }
            Tricks++;
            return [];
        }
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
        {
            if (run.Arguments is not { } arguments) { return null; }
            return int.TryParse(name, out int number) && number < arguments.Count ? [arguments[number]] : [""];
        }
        if (name is "#" && run.Arguments is { } counted) { return [(counted.Count - 1).ToString(CultureInfo.InvariantCulture)]; }
        if (run.Variables.Get(name) is not { } variable) { return ShellRun.WellKnown(name) is { } fixedValue ? [fixedValue] : name is "#" or "?" or "-" or "$" or "!" ? null : []; }
        if (index is "@" or "*")
        {
            if (variable.Items is null) { return variable.Value is null ? null : [variable.Value]; }
            return variable.Items.Values.Any(value => value is null) ? null : [.. variable.Items.Values.Select(value => value!)];
        }
        if (index.Length == 0) { return variable.First is { } first ? [first] : null; }
        Tricks++;
        ShellText text = new ShellExpander(run).Single(index);
        if (!text.Known) { return null; }
        if (variable.Items is not null && variable.Items.TryGetValue(text.Text, out string? item)) { return item is null ? null : [item]; }
        if (run.Arithmetic(text.Text) is not long place) { return null; }
        if (variable.Items is null) { return place is 0 or -1 ? variable.Value is null ? null : [variable.Value] : [""]; }
        if (place < 0) { place += variable.Items.Count; }
        return variable.Items.TryGetValue(place.ToString(CultureInfo.InvariantCulture), out item) ? item is null ? null : [item] : [""];
    }

    /// <summary>Whether a variable that nothing set may be taken for empty: what the environment may hold is not known.</summary>
    private bool Unset(string name, string index, string how, bool inWord, bool quoted)
    {
        bool environment = name.Length > 1 && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
        if (index.Length > 0 || how.StartsWith(":-", StringComparison.Ordinal) || how.StartsWith('-') || how.StartsWith('+') || how.StartsWith(":+", StringComparison.Ordinal) || how.StartsWith('=') || how.StartsWith(":=", StringComparison.Ordinal)) { return !environment; }
        if (!environment && name.Length > 0 && (run.Shared.Text.Contains(name + "=", StringComparison.Ordinal) || run.Shared.Text.Contains(name + "+=", StringComparison.Ordinal))) { return true; }
        if (!inWord || quoted || environment || name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_')) { return false; }
        Tricks++;
        return true;
    }

    private List<string>? Changed(List<string>? values, string name, string index, string how, bool many)
    {
        string sign = Array.Find(Operators, each => how.StartsWith(each, StringComparison.Ordinal)) ?? "";
        string argument = how[sign.Length..];
        bool empty = values is not null && (values.Count == 0 || (values.Count == 1 && values[0].Length == 0));
        bool unset = run.Variables.Get(name) is null && !many;
        switch (sign)
        {
            case ":-" or "-" or ":=" or "=" or ":?" or "?":
                if (values is null) { return null; }
                if (sign is ":?" or "?") { return values; }
                if (!(sign[0] == ':' ? empty : unset)) { return values; }
                if (Text(argument) is not { } other) { return null; }
                if (sign.EndsWith('=')) { run.Variables.Set(name, other); }
                return [other];
            case ":+" or "+": return values is null ? null : (sign == ":+" ? empty : unset) ? [""] : Text(argument) is { } instead ? [instead] : null;
            case ":": return Slice(values, argument, many);
        }
        if (values is null) { return null; }
        if (sign is "/" or "//" or "/#" or "/%") { return Replaced(values, sign, argument); }
        if (sign is "#" or "##" or "%" or "%%")
        {
            if (Glob(argument) is not { } pattern) { return null; }
            if (many) { Tricks++; }
            return [.. values.Select(value => sign[0] == '#' ? pattern.WithoutStart(value, sign.Length == 2) : pattern.WithoutEnd(value, sign.Length == 2))];
        }
        if (sign == "@")
        {
            Tricks++;
            return argument switch
            {
                "Q" => [.. values.Select(value => "'" + value + "'")],
                "E" => [.. values.Select(value => ShellStrings.Unescape(value, false, out _))],
                "U" => [.. values.Select(value => value.ToUpperInvariant())],
                "L" => [.. values.Select(value => value.ToLowerInvariant())],
                "u" => [.. values.Select(value => First(value, char.ToUpperInvariant))],
                "P" or "k" or "K" => values,
                _ => null,
            };
        }
        if (sign.Length == 0) { return null; }
        Tricks++;
        Func<char, char> change = sign[0] switch { '^' => char.ToUpperInvariant, ',' => char.ToLowerInvariant, _ => c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c) };
        ShellPattern? only = argument.Length == 0 ? null : Glob(argument);
        return [.. values.Select(value => sign.Length == 1 ? First(value, Chosen) : string.Concat(value.Select(Chosen)))];

        char Chosen(char c) => only is null || only.Matches([c]) ? change(c) : c;
    }

    private static string First(string value, Func<char, char> change) => value.Length == 0 ? value : change(value[0]) + value[1..];

    private string? Text(string raw)
    {
        ShellText text = new ShellExpander(run).Single(raw);
        return text.Known ? text.Text : null;
    }

    private ShellPattern? Glob(string raw)
    {
        ShellText text = new ShellExpander(run).Single(raw);
        if (!text.Known) { return null; }
        bool literal = raw.Length > 1 && raw[0] is '"' or '\'' || raw.StartsWith('\\');
        return new ShellPattern(literal ? string.Concat(text.Text.Select(c => "*?[\\".Contains(c) ? "\\" + c : c.ToString())) : text.Text, Budget);
    }

    private List<string>? Slice(List<string>? values, string argument, bool many)
    {
        int colon = -1, level = 0;
        for (int i = 0; i < argument.Length && colon < 0; i++)
        {
            if (argument[i] is '(' or '{' or '[') { level++; }
            else if (argument[i] is ')' or '}' or ']') { level--; }
            else if (argument[i] == ':' && level == 0) { colon = i; }
        }
        if (values is null || Sum(colon < 0 ? argument : argument[..colon]) is not { } start || !long.TryParse(start, out long from)) { return null; }
        long? length = null;
        if (colon >= 0)
        {
            if (Sum(argument[(colon + 1)..]) is not { } given || !long.TryParse(given, out long l)) { return null; }
            length = l;
        }
        Tricks++;
        if (many)
        {
            return [.. values.Skip((int)Math.Clamp(from, 0, values.Count)).Take((int)Math.Clamp(length ?? values.Count, 0, values.Count))];
        }
        string value = values.Count == 0 ? "" : values[0];
        if (from < 0) { from += value.Length; }
        if (from < 0 || from > value.Length) { return value.Contains(ShellRun.NotKnown) ? null : [""]; }
        long to = length is null ? value.Length : length < 0 ? value.Length + length.Value : Math.Min(value.Length, from + length.Value);
        string part = to <= from ? "" : value[(int)from..(int)to];
        return part.Contains(ShellRun.NotKnown) ? null : [part];
    }

    private List<string>? Replaced(List<string> values, string sign, string argument)
    {
        int slash = 0;
        while (slash < argument.Length && argument[slash] != '/')
        {
            slash = argument[slash] is '\\' or '\'' or '"' or '`' or '$' ? ShellScan.Behind(argument, slash, Budget) : slash + 1;
        }
        slash = Math.Min(slash, argument.Length);
        if (Glob(argument[..slash]) is not { } pattern || Text(slash < argument.Length ? argument[(slash + 1)..] : "") is not { } by) { return null; }
        Tricks++;
        return [.. values.Select(value => pattern.Replace(value, by, sign == "//", sign == "/#", sign == "/%"))];
    }
}
