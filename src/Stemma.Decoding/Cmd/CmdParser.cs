using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.Cmd;

/// <summary>Parses one line, after percent signs are expanded, as cmd.exe does: carets, quotes, delimiters, parentheses, operators. It takes what is wrong as well as it can.</summary>
/// <param name="line">The line.</param>
/// <param name="nextLine">Gives the next line when an open parenthesis or a caret at the end asks for it; null for a line that has none.</param>
/// <param name="marks">Where tricks are counted.</param>
/// <param name="budget">What parsing may cost.</param>
internal sealed partial class CmdParser(string line, Func<string?>? nextLine, CmdMarks marks, DecodeBudget budget)
{
    private string _text = line;
    private int _at;
    private int _open;
    private int _lines;

    /// <summary>All commands of the line; null when there are none.</summary>
    public CmdNode? Parse()
    {
        CmdNode? all = null;
        while (true)
        {
            CmdNode? part = Sequence();
            if (part is not null) { all = all is null ? part : new CmdBlock([all, part], "", false); }
            if (_at >= _text.Length || _open > 0) { return all; }
            // A closing parenthesis where none is open: cmd.exe ignores what follows; reading on shows more.
            _at++;
        }
    }

    private static bool IsDelimiter(char c) => c is ' ' or '\t' or ',' or ';' or '=' or '\u00A0' or '\v' or '\f';

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    private bool SkipDelimiters()
    {
        int from = _at;
        while (_at < _text.Length && IsDelimiter(_text[_at])) { _at++; }
        return _at > from;
    }

    /// <summary>Appends the next line, if there is one.</summary>
    private bool More()
    {
        if (nextLine?.Invoke() is not { } next) { return false; }
        budget.Reserve(_text.Length - _at + next.Length);
        _text = string.Concat(_text.AsSpan(_at), "\n", next);
        _lines++;
        _at = 0;
        return true;
    }

    /// <summary>Commands up to the end of the line or the closing parenthesis.</summary>
    private CmdNode? Sequence(CmdNode? first = null)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        List<CmdNode> commands = [];
        while (true)
        {
            if (first is null)
            {
                while (_at < _text.Length && (IsDelimiter(_text[_at]) || _text[_at] is '\n' or '\r' || _text[_at] == '&')) { _at++; }
                if (_at >= _text.Length)
                {
                    if (_open > 0 && More()) { continue; }
                    break;
                }
                if (Here == ')' && _open > 0) { break; }
            }
            budget.Spend();
            int before = _at, lines = _lines;
            if (Either(first) is { } command) { commands.Add(command); }
            bool progress = first is not null || _at > before || _lines > lines;
            first = null;
            if (Here == '&' || (Here is '\n' or '\r' && _open > 0) || (Here == '\n' && progress)) { continue; }
            if (_at >= _text.Length && _open > 0) { continue; }
            if (!progress) { _at = Math.Min(_at + 1, _text.Length); }
            if (_at >= _text.Length || Here == ')') { break; }
        }
        return commands.Count switch { 0 => null, 1 => commands[0], _ => new CmdBlock(commands, "", false) };
    }

    private CmdNode? Either(CmdNode? first)
    {
        CmdNode? left = Both(first);
        while (_text.AsSpan(_at).StartsWith("||"))
        {
            _at += 2;
            left = Join("||", left, Both(null));
        }
        return left;
    }

    private CmdNode? Both(CmdNode? first)
    {
        CmdNode? left = Pipe(first);
        while (_text.AsSpan(_at).StartsWith("&&"))
        {
            _at += 2;
            left = Join("&&", left, Pipe(null));
        }
        return left;
    }

    private CmdNode? Pipe(CmdNode? first)
    {
        CmdNode? left = first ?? Command();
        while (Here == '|' && !_text.AsSpan(_at).StartsWith("||"))
        {
            _at++;
            left = Join("|", left, Command());
        }
        return left;
    }

    private static CmdNode? Join(string sign, CmdNode? left, CmdNode? right) =>
        left is null ? right : right is null ? left : new CmdPair(sign, left, right);

    private CmdNode? Command()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        while (_at < _text.Length && (IsDelimiter(_text[_at]) || _text[_at] == '@')) { _at++; }
        if (Here == '(') { return Block(); }
        int start = _at, lines = _lines;
        string word = Word("(/\"");
        if (word.Equals("for", StringComparison.OrdinalIgnoreCase) && For() is { } loop) { return loop; }
        if (word.Equals("if", StringComparison.OrdinalIgnoreCase) && If() is { } condition) { return condition; }
        if (_lines == lines) { _at = start; } // What was read before another line came is gone.
        if (word.Equals("rem", StringComparison.OrdinalIgnoreCase))
        {
            int end = _text.IndexOf('\n', _at);
            _at = end < 0 ? _text.Length : end;
            return null;
        }
        return Simple();
    }

    private CmdBlock Block()
    {
        _at++;
        _open++;
        CmdNode? inside = Sequence();
        _open--;
        if (Here == ')') { _at++; }
        var tail = new StringBuilder();
        while (SkipDelimiters() || Redirection(tail)) { }
        return new CmdBlock(inside is CmdBlock { Grouped: false } block ? block.Commands : inside is null ? [] : [inside], tail.ToString(), true);
    }

    /// <summary>A word without its carets, up to a delimiter, an operator or one of the characters given.</summary>
    private string Word(string stops)
    {
        var word = new StringBuilder();
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == '^' && _at + 1 < _text.Length)
            {
                word.Append(_text[_at + 1]);
                _at += 2;
                continue;
            }
            if (IsDelimiter(c) || c is '&' or '|' or '<' or '>' or '\n' or '\r' || (c == ')' && _open > 0) || stops.Contains(c)) { break; }
            word.Append(c);
            _at++;
        }
        return word.ToString();
    }

    /// <summary>A command up to the next operator.</summary>
    private CmdSimple? Simple()
    {
        var all = new StringBuilder();
        var bare = new StringBuilder();
        bool quoted = false;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == '\n' || c == '\r') { break; }
            if (!quoted)
            {
                if (c is '&' or '|' || (c == ')' && _open > 0)) { break; }
                if (c is '<' or '>')
                {
                    if (bare.Length > 0 && char.IsAsciiDigit(bare[^1]) && (bare.Length == 1 || IsDelimiter(bare[^2]))) { bare.Length--; }
                    Redirection(all);
                    continue;
                }
                if (c == '^')
                {
                    if (!Escape(all, bare)) { break; }
                    continue;
                }
            }
            if (c == '"') { quoted = !quoted; }
            all.Append(c);
            bare.Append(c);
            _at++;
        }
        return all.Length == 0 ? null : new CmdSimple(all.ToString().TrimEnd('\r'), bare.ToString());
    }

    /// <summary>Takes a caret away and the character behind it as it is.</summary>
    private bool Escape(StringBuilder all, StringBuilder bare)
    {
        _at++;
        if (_at >= _text.Length || _text[_at] is '\n' or '\r')
        {
            if (_at < _text.Length)
            {
                while (_at < _text.Length && _text[_at] is '\n' or '\r') { _at++; }
                return true;
            }
            if (!More()) { return false; }
            _at++;
            return true;
        }
        char escaped = _text[_at++];
        if (char.IsLetterOrDigit(escaped)) { marks.Tricks++; }
        all.Append(escaped);
        bare.Append(escaped);
        return true;
    }

    /// <summary>Reads <c>&gt;file</c>, <c>&gt;&gt;file</c>, <c>&lt;file</c> or <c>&gt;&amp;1</c> into the text given.</summary>
    private bool Redirection(StringBuilder into)
    {
        int digit = char.IsAsciiDigit(Here) && _at + 1 < _text.Length && _text[_at + 1] is '<' or '>' ? 1 : 0;
        if (_at + digit >= _text.Length || _text[_at + digit] is not ('<' or '>')) { return false; }
        int start = _at;
        _at += digit + 1;
        while (Here is '<' or '>' or '&') { _at++; }
        into.Append(_text, start, _at - start);
        int space = _at;
        SkipDelimiters();
        into.Append(_text, space, _at - space);
        bool quoted = false;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c is '\n' or '\r' || (!quoted && (IsDelimiter(c) || c is '&' or '|' or '<' or '>' || (c == ')' && _open > 0)))) { break; }
            if (c == '"') { quoted = !quoted; }
            if (c == '^' && !quoted && _at + 1 < _text.Length) { c = _text[++_at]; }
            into.Append(c);
            _at++;
        }
        return true;
    }
}
