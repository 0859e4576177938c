using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>Parses shell text: lists, pipelines, loops, conditions, functions, here-documents. What it does not understand it passes over.</summary>
internal sealed partial class ShellParser(string text, DecodeBudget budget)
{
    private readonly Dictionary<int, int> _skips = [];
    private int _at;

    /// <summary>All commands of the text.</summary>
    public ShellNode Parse()
    {
        List<ShellNode> all = [];
        while (true)
        {
            all.Add(List());
            if (_at >= text.Length) { break; }
            _at++; // A bracket or word that closes nothing.
        }
        return all.Count == 1 ? all[0] : new ShellList(all);
    }

    private char Here => _at < text.Length ? text[_at] : '\0';

    private bool At(string sign) => string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0;

    private void Space(bool lines = false)
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c is ' ' or '\t' or '\r') { _at++; }
            else if (c == '\\' && _at + 1 < text.Length && text[_at + 1] == '\n') { _at += 2; }
            else if (c == '#' && (_at == 0 || char.IsWhiteSpace(text[_at - 1]) || text[_at - 1] is ';' or '&' or '|' or '(' or ')'))
            {
                int end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else if (c == '\n')
            {
                if (!lines) { return; }
                _at++;
                if (_skips.TryGetValue(_at, out int behind)) { _at = behind; }
            }
            else { return; }
        }
    }

    /// <summary>Reads a here-document, which begins on the line behind its command, and remembers to pass over it.</summary>
    private string Document(string end, bool tabs)
    {
        var document = new StringBuilder();
        int line = text.IndexOf('\n', _at);
        if (line < 0) { return ""; }
        int from = line + 1, at = from;
        while (_skips.TryGetValue(at, out int behind)) { budget.Spend(); at = behind; }
        while (at < text.Length)
        {
            budget.Spend();
            int stop = text.IndexOf('\n', at);
            if (stop < 0) { stop = text.Length; }
            string next = text[at..stop];
            at = Math.Min(stop + 1, text.Length);
            if (tabs) { next = next.TrimStart('\t'); }
            if (next.TrimEnd('\r') == end) { break; }
            document.Append(next).Append('\n');
        }
        if (at > from) { _skips[from] = at; }
        return document.ToString();
    }

    private static readonly HashSet<string> Closing = ["then", "else", "elif", "fi", "do", "done", "esac", "}"];

    private ShellNode List()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        List<ShellNode> commands = [];
        while (true)
        {
            Space(lines: true);
            while (Here is ';' or '&' && !At(";;")) { _at++; Space(lines: true); }
            if (_at >= text.Length || Here == ')' || At(";;") || Closing.Contains(Peek())) { break; }
            budget.Spend();
            int before = _at;
            if (AndOr() is { } command) { commands.Add(command); }
            if (_at == before) { _at++; }
        }
        return commands.Count == 1 ? commands[0] : new ShellList(commands);
    }

    private ShellNode? AndOr()
    {
        ShellNode? left = Pipeline();
        while (true)
        {
            Space();
            bool and = At("&&");
            if (!and && !At("||")) { return left; }
            _at += 2;
            Space(lines: true);
            ShellNode? right = Pipeline();
            left = left is null ? right : right is null ? left : new ShellPair(and, left, right);
        }
    }

    private ShellNode? Pipeline()
    {
        List<ShellNode> parts = [];
        Space();
        if (At("! ")) { _at++; }
        while (true)
        {
            Space(lines: parts.Count > 0);
            if (Command() is { } part) { parts.Add(part); }
            Space();
            if (Here != '|' || At("||")) { break; }
            _at += At("|&") ? 2 : 1;
        }
        return parts.Count switch { 0 => null, 1 => parts[0], _ => new ShellPipeline(parts) };
    }

    /// <summary>The word that comes next, unread; empty when it is quoted or expanded.</summary>
    private string Peek()
    {
        int i = _at;
        while (i < text.Length && !char.IsWhiteSpace(text[i]) && !";&|()<>\"'`$\\".Contains(text[i])) { i++; }
        return text[_at..i];
    }

    private bool Take(string word)
    {
        Space(lines: true);
        if (Peek() != word) { return false; }
        _at += word.Length;
        return true;
    }

    private ShellNode? Command()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (At("((") && Sum() is { } sum) { return sum; }
        if (Here == '(')
        {
            _at++;
            ShellNode body = List();
            if (Here == ')') { _at++; }
            return new ShellGroup(body, true, Redirects());
        }
        string word = Peek();
        switch (word)
        {
            case "{":
                _at++;
                ShellNode group = List();
                Take("}");
                return new ShellGroup(group, false, Redirects());
            case "if": return If();
            case "while" or "until": return While(word);
            case "for" or "select": return For();
            case "case": return Case();
            case "function": return Function();
            case "time" or "coproc":
                _at += word.Length;
                Space();
                return Command();
            default: return Simple();
        }
    }

    private ShellSum? Sum()
    {
        int end = ShellScan.Nested(text, _at, '(', ')', budget);
        if (end < _at + 4 || text[end - 1] != ')' || text[end - 2] != ')') { return null; }
        string inside = text[(_at + 2)..(end - 2)];
        _at = end;
        return new ShellSum(inside);
    }

    private ShellNode? Simple()
    {
        List<ShellWord> words = [];
        List<ShellRedirect> redirects = [];
        while (true)
        {
            Space();
            if (_at >= text.Length || Here is '\n' or ';' or ')' or '|' || (Here == '&' && !At("&>"))) { break; }
            budget.Spend();
            if (Redirect() is { } redirect)
            {
                redirects.Add(redirect);
                continue;
            }
            if (Here == '(')
            {
                if (words.Count == 1 && words[0].Raw.Length > 0 && ShellScan.Nested(text, _at, '(', ')', budget) is int close && text[(_at + 1)..Math.Max(_at + 1, close - 1)].Trim().Length == 0)
                {
                    _at = close;
                    Space(lines: true);
                    return Command() is { } body ? new ShellFunction(words[0].Raw, body) : null;
                }
                break;
            }
            int start = _at;
            string raw = Word();
            if (_at == start) { break; }
            words.Add(new ShellWord(raw, start));
        }
        return words.Count + redirects.Count == 0 ? null : new ShellSimple(words, redirects);
    }

    /// <summary>A word with its quotes and nested parts.</summary>
    private string Word()
    {
        int start = _at;
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c is '\\' or '\'' or '"' or '`' or '$')
            {
                if (c == '\\' && _at + 1 < text.Length && text[_at + 1] == '\n') { break; }
                _at = ShellScan.Behind(text, _at, budget);
            }
            else if (c is '<' or '>' && _at + 1 < text.Length && text[_at + 1] == '(' && _at == start) { _at = ShellScan.Nested(text, _at + 1, '(', ')', budget); }
            else if (c == '(' && _at > start && text[_at - 1] is '=' && IsAssignment(text.AsSpan(start, _at - start))) { _at = ShellScan.Nested(text, _at, '(', ')', budget); }
            else if (c == '(' && _at > start && text[_at - 1] is '@' or '?' or '*' or '+' or '!') { _at = ShellScan.Nested(text, _at, '(', ')', budget); }
            else if (char.IsWhiteSpace(c) || c is ';' or '&' or '|' or '(' or ')' or '<' or '>') { break; }
            else { _at++; }
        }
        return text[start.._at];
    }

    /// <summary>Whether a word begins with a name and an equals sign.</summary>
    public static bool IsAssignment(ReadOnlySpan<char> word)
    {
        int i = 0;
        while (i < word.Length && (char.IsAsciiLetterOrDigit(word[i]) || word[i] == '_')) { i++; }
        if (i == 0 || char.IsAsciiDigit(word[0])) { return false; }
        if (i < word.Length && word[i] == '[')
        {
            int close = word[i..].IndexOf(']');
            if (close < 0) { return false; }
            i += close + 1;
        }
        return i < word.Length && (word[i] == '=' || (word[i] == '+' && i + 1 < word.Length && word[i + 1] == '='));
    }

    private List<ShellRedirect> Redirects()
    {
        List<ShellRedirect> all = [];
        Space();
        while (Redirect() is { } redirect)
        {
            all.Add(redirect);
            Space();
        }
        return all;
    }

    private ShellRedirect? Redirect()
    {
        int i = _at;
        while (i < text.Length && char.IsAsciiDigit(text[i])) { i++; }
        bool error = i > _at && text[_at] != '1' && text[_at] != '0';
        if (i < text.Length && text[i] == '&' && i + 1 < text.Length && text[i + 1] == '>') { i++; }
        if (i >= text.Length || text[i] is not ('<' or '>')) { return null; }
        if (i + 1 < text.Length && text[i + 1] == '(') { return null; }
        int start = i;
        while (i < text.Length && text[i] is '<' or '>' or '&' or '|' && i - start < 3) { i++; }
        string sign = text[start..i];
        _at = i;
        if (sign == "<<" && Here == '-') { sign = "<<-"; _at++; }
        Space();
        string target = Word();
        if (sign is not ("<<" or "<<-")) { return new ShellRedirect(error ? "2" + sign : sign, target, false); }
        bool literal = target.AsSpan().IndexOfAny("'\"\\") >= 0;
        string end = target.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);
        return new ShellRedirect("<<", Document(end, sign == "<<-"), literal);
    }
}
