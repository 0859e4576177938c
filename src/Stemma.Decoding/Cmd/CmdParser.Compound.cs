using System.Text;

namespace Stemma.Decoding.Cmd;

internal sealed partial class CmdParser
{
    /// <summary>What stands behind the word <c>for</c>; null when it is no such command.</summary>
    private CmdFor? For()
    {
        char kind = ' ';
        string options = "";
        while (true)
        {
            SkipDelimiters();
            if (Here == '%') { break; }
            if (Here == '"')
            {
                options = Quoted();
            }
            else
            {
                string word = Word("\"%");
                if (word.Length == 0) { return null; }
                if (word[0] != '/') { options = options.Length == 0 ? word : options + " " + word; }
                else if (word.Length >= 2)
                {
                    kind = char.ToLowerInvariant(word[1]);
                    if (kind is not ('f' or 'l' or 'd' or 'r')) { return null; }
                    if (word.Length > 2) { options = word[2..]; }
                }
                else { return null; }
            }
        }
        _at++;
        if (Here == '^') { _at++; }
        if (_at >= _text.Length) { return null; }
        char variable = _text[_at++];

        SkipDelimiters();
        if (!Word("(").Equals("in", StringComparison.OrdinalIgnoreCase)) { return null; }
        SkipDelimiters();
        if (Here != '(') { return null; }
        string? set = Set();
        if (set is null) { return null; }
        SkipDelimiters();
        if (!Word("(@\"").Equals("do", StringComparison.OrdinalIgnoreCase)) { return null; }
        return Sequence() is { } body ? new CmdFor(kind, options, variable, set, body) : null;
    }

    private string Quoted()
    {
        int end = _text.IndexOf('"', _at + 1);
        if (end < 0) { end = _text.Length; }
        string inside = _text[(_at + 1)..end];
        _at = Math.Min(end + 1, _text.Length);
        return inside;
    }

    /// <summary>The text between the parentheses of <c>for</c>, without carets.</summary>
    private string? Set()
    {
        _at++;
        var set = new StringBuilder();
        bool quoted = false;
        while (true)
        {
            if (_at >= _text.Length)
            {
                if (!More()) { return null; }
                continue;
            }
            char c = _text[_at];
            if (c == ')' && !quoted) { break; }
            if (c == '"') { quoted = !quoted; }
            if (c is '\n') { quoted = false; }
            if (c == '^' && !quoted && _at + 1 < _text.Length) { c = _text[++_at]; }
            set.Append(c is '\n' or '\r' ? ' ' : c);
            _at++;
        }
        _at++;
        return set.ToString();
    }

    /// <summary>What stands behind the word <c>if</c>; null when it is no such command.</summary>
    private CmdIf? If()
    {
        bool ignoreCase = false, not = false;
        while (true)
        {
            SkipDelimiters();
            int start = _at;
            string word = Operand(out bool plain);
            if (plain && word.Equals("/i", StringComparison.OrdinalIgnoreCase)) { ignoreCase = true; }
            else if (plain && word.Equals("not", StringComparison.OrdinalIgnoreCase)) { not = !not; }
            else if (plain && word.ToUpperInvariant() is "EXIST" or "DEFINED" or "ERRORLEVEL" or "CMDEXTVERSION")
            {
                SkipDelimiters();
                return Branches(ignoreCase, not, word.ToUpperInvariant(), "", Operand(out _));
            }
            else
            {
                string? sign = Comparison();
                if (sign is null)
                {
                    _at = start;
                    return null;
                }
                SkipDelimiters();
                return Branches(ignoreCase, not, sign, word, Operand(out _));
            }
        }
    }

    /// <summary>One side of a comparison: up to a delimiter that no quote or caret guards.</summary>
    private string Operand(out bool plain)
    {
        var word = new StringBuilder();
        bool quoted = false;
        plain = true;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c is '\n' or '\r' || (!quoted && (IsDelimiter(c) || c is '&' or '|' or '<' or '>'))) { break; }
            if (c == '"') { (quoted, plain) = (!quoted, false); }
            if (c == '^' && !quoted && _at + 1 < _text.Length) { c = _text[++_at]; }
            word.Append(c);
            _at++;
        }
        return word.ToString();
    }

    private string? Comparison()
    {
        while (_at < _text.Length && (Here is ' ' or '\t' or ',' or ';')) { _at++; }
        int start = _at, signs = 0;
        while (_at < _text.Length && (Here is '=' or '^') && signs < 2)
        {
            if (Here == '=') { signs++; }
            _at++;
        }
        if (signs == 2) { return "=="; }
        _at = start;
        string word = Operand(out _).ToUpperInvariant();
        return word is "EQU" or "NEQ" or "LSS" or "LEQ" or "GTR" or "GEQ" ? word : null;
    }

    private CmdIf? Branches(bool ignoreCase, bool not, string sign, string left, string right)
    {
        SkipDelimiters();
        CmdNode? then, otherwise = null;
        if (Here == '(')
        {
            CmdBlock block = Block();
            int behind = _at;
            while (SkipDelimiters()) { }
            if (Word("(").Equals("else", StringComparison.OrdinalIgnoreCase))
            {
                then = block;
                otherwise = Sequence();
            }
            else
            {
                _at = behind;
                then = Sequence(block);
            }
        }
        else
        {
            then = Sequence();
        }
        return then is null ? null : new CmdIf(ignoreCase, not, sign, left, right, then, otherwise);
    }
}
