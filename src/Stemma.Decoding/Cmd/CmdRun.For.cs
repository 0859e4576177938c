using System.Globalization;
using System.Text;

namespace Stemma.Decoding.Cmd;

internal sealed partial class CmdRun
{
    private const int MostTurns = 20_000;

    private void For(CmdFor loop)
    {
        string set = Substituted(loop.Set);
        switch (loop.Switch)
        {
            case 'l': Count(loop, set); break;
            case 'f': Lines(loop, set); break;
            case ' ' when !set.Contains('*') && !set.Contains('?'):
                foreach (string item in CmdWords.Split(set, " \t,;=\u00A0")) { Turn(loop, item); }
                break;
            default: Open(loop); break;
        }
    }

    private void Turn(CmdFor loop, string value)
    {
        _shared.Step();
        bool had = _loop.TryGetValue(loop.Variable, out string? before);
        _loop[loop.Variable] = value;
        Execute(loop.Body);
        if (had) { _loop[loop.Variable] = before!; } else { _loop.Remove(loop.Variable); }
    }

    /// <summary>A loop over what is not known: its body once, with the variable standing for itself.</summary>
    private void Open(CmdFor loop)
    {
        _uncertain++;
        CmdVariables before = _variables.Clone();
        List<string> body = Apart(() => Execute(loop.Body));
        _variables.Merge(before);
        _uncertain--;
        if (body.Count > 0) { Write(Substituted(loop.Head) + (body.Count == 1 ? body[0] : $"({string.Join(" & ", body)})")); }
    }

    private void Count(CmdFor loop, string set)
    {
        List<string> parts = CmdWords.Split(set, " \t,;=\u00A0");
        if (parts.Count != 3 || !CmdExpansion.TryNumber(parts[0], out int from) || !CmdExpansion.TryNumber(parts[1], out int step) || !CmdExpansion.TryNumber(parts[2], out int to))
        {
            Open(loop);
            return;
        }
        int turns = 0;
        for (long i = from; step >= 0 ? i <= to : i >= to; i += step)
        {
            if (_jump is not null) { break; }
            if (++turns > MostTurns)
            {
                _sink?.Note($"for /l: followed for {MostTurns:N0} turns only");
                break;
            }
            int written = _trace.Count;
            Turn(loop, i.ToString(CultureInfo.InvariantCulture));

            // Turns that would carry out the same over and over tell nothing new.
            if (_trace.Count == written + 1 && written > 0 && _trace[^1] == _trace[^2]) { _trace.RemoveAt(_trace.Count - 1); }
        }
    }

    private void Lines(CmdFor loop, string set)
    {
        CmdForOptions options = CmdForOptions.Parse(Substituted(loop.Options));
        if (Source(set.Trim(' ', '\t', ',', ';', '='), options) is not { } text)
        {
            Open(loop);
            return;
        }
        _shared.Marks.Tricks++;
        int skip = options.Skip;
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            _shared.Step();
            if (skip-- > 0 || line.Length == 0) { continue; }
            if (options.EndOfLine is char comment && line[0] == comment) { continue; }
            Dictionary<char, string> before = new(_loop);
            if (options.Assign(line, loop.Variable, _loop)) { Execute(loop.Body); }
            _loop.Clear();
            foreach ((char name, string value) in before) { _loop[name] = value; }
        }
    }

    /// <summary>The text that <c>for /f</c> reads: what a command prints, or a text in quotes; null for a file and what is not known.</summary>
    private string? Source(string set, CmdForOptions options)
    {
        char command = options.BackQuotes ? '`' : '\'', literal = options.BackQuotes ? '\'' : '"';
        if (set.Length < 2) { return null; }
        if (set[0] == command && set[^1] == command) { return Printed(set[1..^1], null); }
        return set[0] == literal && set[^1] == literal ? set[1..^1] : null;
    }

    /// <summary>Puts values in place of the variables of loops, with their modifiers where these only look at the text.</summary>
    private string LoopVariables(string text)
    {
        if (_loop.Count == 0 || !text.Contains('%')) { return text; }
        var result = new StringBuilder(text.Length);
        int i = 0;
        while (i < text.Length)
        {
            int end = i + 1;
            if (text[i] == '%' && end < text.Length)
            {
                if (text[end] != '~' && _loop.TryGetValue(text[end], out string? value))
                {
                    result.Append(value);
                    i = end + 1;
                    continue;
                }
                if (text[end] == '~' && Modified(text, end + 1, out int behind) is { } modified)
                {
                    result.Append(modified);
                    i = behind;
                    continue;
                }
            }
            result.Append(text[i++]);
        }
        return result.ToString();
    }

    /// <summary>The value for <c>%~nxI</c>: the longest run of letters that ends with a variable is taken.</summary>
    private string? Modified(string text, int at, out int behind)
    {
        int end = at;
        while (end < text.Length && "fdpnxsatz".Contains(char.ToLowerInvariant(text[end]))) { end++; }
        if (end >= text.Length || !_loop.ContainsKey(text[end])) { end--; }
        behind = end + 1;
        if (end < at || !_loop.TryGetValue(text[end], out string? value)) { return null; }
        value = value.Trim('"');
        string how = text[at..end].ToLowerInvariant();
        if (how.Length == 0) { return value; }
        int slash = value.LastIndexOf('\\'), dot = value.LastIndexOf('.');
        if (dot <= slash) { dot = value.Length; }
        var result = new StringBuilder();
        foreach (char letter in how)
        {
            switch (letter)
            {
                case 'n': result.Append(value, slash + 1, dot - slash - 1); break;
                case 'x': result.Append(value, dot, value.Length - dot); break;
                case 'd' when value.Length > 1 && value[1] == ':': result.Append(value, 0, 2); break;
                case 'p' when slash > 1 && value[1] == ':': result.Append(value, 2, slash - 1); break;
                case 'f' when value.Length > 1 && value[1] == ':': result.Append(value); break;
                default: return null;
            }
        }
        return result.ToString();
    }
}
