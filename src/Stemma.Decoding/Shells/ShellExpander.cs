using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>Makes the fields that a word stands for, and counts the tricks that hide them. What is not known stays as it is written.</summary>
internal sealed partial class ShellExpander(ShellRun run)
{
    private readonly List<ShellText> _fields = [];
    private readonly StringBuilder _field = new();
    private bool _known = true;
    private bool _there;
    private bool _split;
    private int _junctions;

    /// <summary>What the word does to hide how it reads.</summary>
    public int Tricks { get; private set; }

    /// <summary>How many variables and commands stand in it.</summary>
    public int Expansions { get; private set; }

    private DecodeBudget Budget => run.Shared.Budget;

    /// <summary>All fields of a word.</summary>
    public List<ShellText> Fields(string raw)
    {
        _split = true;
        List<string> words = ShellBraces.Expand(raw, Budget);
        if (words.Count > 1 && raw.StartsWith('{') && raw.EndsWith('}')) { Tricks++; }
        foreach (string word in words)
        {
            _junctions = 0;
            Word(word);
            if (_junctions > 1) { Tricks++; }
            End();
        }
        return _fields;
    }

    /// <summary>The word as one text, as in an assignment.</summary>
    public ShellText Single(string raw)
    {
        Word(raw);
        if (_junctions > 1) { Tricks++; }
        return new ShellText(_field.ToString(), _known);
    }

    /// <summary>Text in which only dollars and back quotes mean something, as in a here-document.</summary>
    public ShellText Document(string text)
    {
        Quoted(text);
        return new ShellText(_field.ToString(), _known);
    }

    private void End()
    {
        if (_there || _field.Length > 0) { _fields.Add(new ShellText(_field.ToString(), _known)); }
        _field.Clear();
        (_known, _there) = (true, false);
    }

    private void Add(string text)
    {
        if (_field.Length + text.Length > Budget.Limits.OutputLength) { throw new DecodeLimitException("output"); }
        _field.Append(text);
    }

    private void Word(string raw)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (raw.StartsWith("<(", StringComparison.Ordinal) || raw.StartsWith(">(", StringComparison.Ordinal))
        {
            string? printed = raw[0] == '<' ? run.Printed(ShellScan.Inside(raw, 0, raw.Length, 2, ")")) : null;
            Add(printed is null ? raw : run.Shared.KeepFile(printed));
            _known = printed is not null;
            return;
        }
        for (int i = 0; i < raw.Length;)
        {
            Budget.Spend();
            char c = raw[i];
            int end = i + 1;
            switch (c)
            {
                case '\\' when i + 1 < raw.Length:
                    end = i + 2;
                    if (raw[i + 1] == '\n') { break; }
                    if (char.IsLetterOrDigit(raw[i + 1])) { _junctions++; }
                    Add(raw[(i + 1)..end]);
                    break;
                case '\'':
                    end = ShellScan.Behind(raw, i, Budget);
                    string literal = ShellScan.Inside(raw, i, end, 1, "'");
                    Junctions(raw, i, end, literal);
                    Add(literal);
                    _there = true;
                    break;
                case '"':
                    end = ShellScan.Behind(raw, i, Budget);
                    string inside = ShellScan.Inside(raw, i, end, 1, "\"");
                    Junctions(raw, i, end, inside);
                    bool list = inside is "$@" || (inside.StartsWith("${", StringComparison.Ordinal) && inside.Contains('@'));
                    Quoted(inside);
                    _there |= !list;
                    break;
                case '$' or '`':
                    end = Dollar(raw, i, false);
                    break;
                default:
                    Add(raw[i..end]);
                    break;
            }
            i = end;
        }
    }

    // w'h'o and wh''oami say nothing but who and whoami; --x="y" and a lone "word" are how people write.
    private void Junctions(string raw, int start, int end, string inside)
    {
        bool before = start > 0 && char.IsLetterOrDigit(raw[start - 1]), after = end < raw.Length && char.IsLetterOrDigit(raw[end]);
        if (inside.Length == 0) { _junctions += before && after ? 2 : before || after ? 1 : 0; return; }
        if (inside.Any(c => char.IsWhiteSpace(c))) { return; }
        _junctions += (before && char.IsLetterOrDigit(inside[0]) ? 1 : 0) + (after && char.IsLetterOrDigit(inside[^1]) ? 1 : 0);
    }

    private void Quoted(string text)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (int i = 0; i < text.Length;)
        {
            Budget.Spend();
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                if (text[i + 1] is '$' or '`' or '"' or '\\') { Add(text[(i + 1)..(i + 2)]); }
                else if (text[i + 1] != '\n') { Add(text[i..(i + 2)]); }
                i += 2;
            }
            else if (c is '$' or '`') { i = Dollar(text, i, true); }
            else
            {
                int next = text.AsSpan(i).IndexOfAny('\\', '$', '`');
                next = next < 0 ? text.Length : i + next;
                Add(text[i..next]);
                i = next;
            }
        }
    }

    /// <summary>Expands what begins at a dollar sign or a back quote; returns the place behind it.</summary>
    private int Dollar(string text, int at, bool quoted)
    {
        char next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (text[at] == '`' || next == '(')
        {
            int end = ShellScan.Behind(text, at, Budget);
            if (text[at] == '`')
            {
                string command = ShellScan.Inside(text, at, end, 1, "`");
                Command(text[at..end], command.Replace("\\`", "`", StringComparison.Ordinal).Replace("\\$", "$", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal), quoted);
            }
            else if (at + 2 < text.Length && text[at + 2] == '(' && text.AsSpan(0, end).EndsWith("))") && Sum(text[(at + 3)..(end - 2)]) is { } sum) { Put(new ShellText(sum, true), quoted); }
            else { Command(text[at..end], ShellScan.Inside(text, at, end, 2, ")"), quoted); }
            return end;
        }
        switch (next)
        {
            case '{':
                int close = ShellScan.Behind(text, at, Budget);
                Parameter(text[at..close], ShellScan.Inside(text, at, close, 2, "}"), quoted, IsInWord(text, at, close, quoted));
                return close;
            case '[':
                int bracket = ShellScan.Behind(text, at, Budget);
                Put(Sum(ShellScan.Inside(text, at, bracket, 2, "]")) is { } value ? new ShellText(value, true) : new ShellText(text[at..bracket], false), quoted);
                return bracket;
            case '\'' when !quoted:
                int stop = ShellScan.Behind(text, at, Budget);
                string ansi = ShellStrings.Unescape(ShellScan.Inside(text, at, stop, 2, "'"), false, out int codes);
                if (codes > 0 || ansi.Length > 1 && ansi.All(char.IsLetterOrDigit)) { Tricks++; }
                Add(ansi);
                _there = true;
                return stop;
            case '"' when !quoted: return at + 1;
        }
        int name = at + 1;
        if (next == '_' || char.IsAsciiLetter(next)) { while (name < text.Length && (char.IsAsciiLetterOrDigit(text[name]) || text[name] == '_')) { name++; } }
        else if (char.IsAsciiDigit(next) || (next != '\0' && "@*#?-$!".Contains(next))) { name++; }
        else
        {
            Add("$");
            return at + 1;
        }
        Parameter(text[at..name], text[(at + 1)..name], quoted, IsInWord(text, at, name, quoted));
        return name;
    }

    // Letters on both sides, or another part that stands for something on one and a letter on the other.
    private static bool IsInWord(string text, int at, int end, bool quoted)
    {
        bool before = at > 0 && char.IsLetterOrDigit(text[at - 1]), after = end < text.Length && char.IsLetterOrDigit(text[end]);
        return quoted ? before && after : before || after || (at > 0 && text[at - 1] is '}') || (end < text.Length && text[end] is '$');
    }

    private void Command(string raw, string command, bool quoted)
    {
        Expansions++;
        int before = run.Shared.Decoders;
        string? printed = run.Printed(command);
        if (printed is null)
        {
            Put(new ShellText(raw, false), true);
            return;
        }
        if (run.Shared.Decoders > before) { Tricks++; }
        Put(new ShellText(printed.TrimEnd('\n').Replace("\0", "", StringComparison.Ordinal), true), quoted);
    }

    private string? Sum(string expression)
    {
        Expansions++;
        ShellText text = new ShellExpander(run).Single(expression);
        return text.Known ? run.Arithmetic(text.Text)?.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Adds the value of an expansion: split into fields where no quotes stand around it.</summary>
    private void Put(ShellText value, bool quoted)
    {
        if (!value.Known)
        {
            Add(value.Text);
            _known = false;
            return;
        }
        if (quoted || !_split)
        {
            Add(value.Text);
            return;
        }
        string separators = run.Separators;
        int start = 0;
        string text = value.Text;
        Budget.Spend(text.Length >> 4);
        for (int i = 0; i < text.Length; i++)
        {
            if (!separators.Contains(text[i])) { continue; }
            if (i > start) { Add(text[start..i]); }
            End();
            start = i + 1;
        }
        if (start < text.Length) { Add(text[start..]); }
    }
}
