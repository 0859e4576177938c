using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Stemma.Decoding.Python;

/// <summary>Text is no Python, or too unusual to be read.</summary>
internal sealed class PySyntaxException : Exception;

/// <summary>Parses Python: this part the expressions.</summary>
/// <param name="text">The text.</param>
/// <param name="budget">What parsing may cost.</param>
/// <param name="offset">Where the text stands within a larger one, for the places of expressions.</param>
internal sealed partial class PyParser(string text, DecodeBudget budget, int offset = 0)
{
    private static readonly string[][] Levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%", "@"]];
    private static readonly HashSet<string> Keywords =
    [
        "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
        "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    private readonly List<PyToken> _tokens = PyLexer.Tokens(text, budget);
    private int _at;

    private PyToken Here => _tokens[_at];

    private int Start => Here.Start + offset;

    private int Behind => (_at == 0 ? 0 : _tokens[_at - 1].End) + offset;

    private bool Is(string word) => Here.Kind is PyKind.Sign or PyKind.Name && Here.Text == word;

    private bool Take(string word)
    {
        if (!Is(word)) { return false; }
        _at++;
        return true;
    }

    private void Need(string word)
    {
        if (!Take(word)) { throw new PySyntaxException(); }
    }

    private void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
    }

    /// <summary>Expressions with commas between them, a tuple if there are commas.</summary>
    private PyExpr Tuple()
    {
        int start = Start;
        PyExpr first = Starred();
        if (!Is(",")) { return first; }
        List<PyExpr> items = [first];
        while (Take(","))
        {
            if (Here.Kind is PyKind.Line or PyKind.End || (Here.Kind == PyKind.Sign && Here.Text is ")" or "]" or "}" or "=" or ":" or ";") || Is("in")) { break; }
            items.Add(Starred());
        }
        return new PySequence('(', items, start, Behind);
    }

    private PyExpr Starred()
    {
        int start = Start;
        return Take("*") ? new PyStarred(Binary(0), start, Behind) : Expression();
    }

    /// <summary>An expression.</summary>
    public PyExpr Expression()
    {
        Enter();
        int start = Start;
        if (Is("lambda")) { return Lambda(); }
        if (Take("yield"))
        {
            Take("from");
            PyExpr inner = Here.Kind == PyKind.Line || Is(")") ? new PyConst(PyNone.Value, false, start, Behind) : Tuple();
            return new PyUnary("yield", inner, start, Behind);
        }
        PyExpr value = Or();
        if (value is PyName name && Take(":=")) { return new PyWalrus(name.Id, Expression(), start, Behind); }
        if (!Take("if")) { return value; }
        PyExpr condition = Or();
        Need("else");
        return new PyTernary(condition, value, Expression(), start, Behind);
    }

    private PyLambda Lambda()
    {
        int start = Start;
        Need("lambda");
        List<PyParameter> parameters = Parameters(":");
        Need(":");
        return new PyLambda(parameters, Expression(), start, Behind);
    }

    private List<PyParameter> Parameters(string end)
    {
        List<PyParameter> all = [];
        while (!Is(end))
        {
            Enter();
            int stars = Take("**") ? 2 : Take("*") ? 1 : 0;
            if (Take("/") || (stars == 1 && Is(","))) { Take(","); continue; }
            if (Here.Kind != PyKind.Name) { throw new PySyntaxException(); }
            string name = _tokens[_at++].Text;
            if (end == ")" && Take(":")) { Expression(); }
            all.Add(new PyParameter(name, Take("=") ? Expression() : null, stars));
            if (!Take(",")) { break; }
        }
        return all;
    }

    private PyExpr Or()
    {
        int start = Start;
        PyExpr left = And();
        while (Take("or")) { left = new PyLogic(false, left, And(), start, Behind); }
        return left;
    }

    private PyExpr And()
    {
        int start = Start;
        PyExpr left = Not();
        while (Take("and")) { left = new PyLogic(true, left, Not(), start, Behind); }
        return left;
    }

    private PyExpr Not()
    {
        Enter();
        int start = Start;
        if (Take("not")) { return new PyUnary("not", Not(), start, Behind); }
        PyExpr left = Binary(0);
        List<(string, PyExpr)> rest = [];
        while (Compared() is { } sign) { rest.Add((sign, Binary(0))); }
        return rest.Count == 0 ? left : new PyCompare(left, rest, start, Behind);
    }

    private string? Compared()
    {
        if (Here.Kind is not (PyKind.Sign or PyKind.Name)) { return null; }
        switch (Here.Text)
        {
            case "==" or "!=" or "<" or ">" or "<=" or ">=" or "in" or "<>": return _tokens[_at++].Text;
            case "not" when _tokens[_at + 1].Text == "in": _at += 2; return "not in";
            case "is":
                _at++;
                return Take("not") ? "is not" : "is";
            default: return null;
        }
    }

    private PyExpr Binary(int level)
    {
        Enter();
        if (level == Levels.Length) { return Unary(); }
        int start = Start;
        PyExpr left = Binary(level + 1);
        while (Here.Kind == PyKind.Sign && Array.IndexOf(Levels[level], Here.Text) >= 0)
        {
            string sign = _tokens[_at++].Text;
            left = new PyBinary(sign, left, Binary(level + 1), start, Behind);
        }
        return left;
    }

    private PyExpr Unary()
    {
        Enter();
        int start = Start;
        foreach (string sign in (ReadOnlySpan<string>)["-", "+", "~", "await"])
        {
            if (Take(sign)) { return new PyUnary(sign, Unary(), start, Behind); }
        }
        PyExpr value = Primary();
        return Take("**") ? new PyBinary("**", value, Unary(), start, Behind) : value;
    }

    private PyExpr Primary()
    {
        int start = Start;
        PyExpr value = Atom();
        while (true)
        {
            budget.Spend();
            if (Take("."))
            {
                if (Here.Kind != PyKind.Name) { throw new PySyntaxException(); }
                value = new PyAttribute(value, _tokens[_at++].Text, start, Behind);
            }
            else if (Is("(")) { value = new PyCall(value, Arguments(), start, Behind); }
            else if (Take("["))
            {
                PyExpr index = Index();
                Need("]");
                value = new PySubscript(value, index, start, Behind);
            }
            else { return value; }
        }
    }

    private List<PyArgument> Arguments()
    {
        Need("(");
        List<PyArgument> all = [];
        while (!Is(")"))
        {
            Enter();
            int stars = Take("**") ? 2 : Take("*") ? 1 : 0;
            if (stars == 0 && Here.Kind == PyKind.Name && _tokens[_at + 1].Text == "=" && _tokens[_at + 1].Kind == PyKind.Sign)
            {
                string name = Here.Text;
                _at += 2;
                all.Add(new PyArgument(name, 0, Expression()));
            }
            else
            {
                int start = Start;
                PyExpr value = Expression();
                if (Is("for") || Is("async")) { value = Comprehension('(', value, null, start); }
                all.Add(new PyArgument(null, stars, value));
            }
            if (!Take(",")) { break; }
        }
        Need(")");
        return all;
    }

    private PyExpr Index()
    {
        int start = Start;
        PyExpr first = Slice();
        if (!Is(",")) { return first; }
        List<PyExpr> items = [first];
        while (Take(",") && !Is("]")) { items.Add(Slice()); }
        return new PySequence('(', items, start, Behind);
    }

    private PyExpr Slice()
    {
        int start = Start;
        PyExpr? from = Is(":") ? null : Starred(), to = null, step = null;
        if (!Take(":")) { return from!; }
        if (!Is(":") && !Is("]") && !Is(",")) { to = Expression(); }
        if (Take(":") && !Is("]") && !Is(",")) { step = Expression(); }
        return new PySlice(from, to, step, start, Behind);
    }

    private PyExpr Atom()
    {
        Enter();
        int start = Start;
        PyToken token = Here;
        switch (token.Kind)
        {
            case PyKind.Text: return Strings();
            case PyKind.Number:
                _at++;
                return new PyConst(Number(token.Text), false, start, Behind);
            case PyKind.Name when !Keywords.Contains(token.Text):
                _at++;
                return token.Text switch
                {
                    "None" => new PyConst(PyNone.Value, false, start, Behind),
                    "True" => new PyConst(true, false, start, Behind),
                    "False" => new PyConst(false, false, start, Behind),
                    _ => new PyName(token.Text, start, Behind),
                };
            case PyKind.Sign:
                switch (token.Text)
                {
                    case "(" or "[" or "{": return Bracketed(token.Text[0]);
                    case "...":
                        _at++;
                        return new PyConst(PyNone.Value, false, start, Behind);
                    case "`":
                        _at++;
                        PyExpr inner = Tuple();
                        Need("`");
                        return inner;
                }
                break;
        }
        throw new PySyntaxException();
    }

    private PyExpr Bracketed(char open)
    {
        int start = Start;
        _at++;
        string close = open == '(' ? ")" : open == '[' ? "]" : "}";
        if (Take(close)) { return open == '{' ? new PyMapping([], start, Behind) : new PySequence(open, [], start, Behind); }
        if (open == '{' && (Is("**") || IsEntry())) { return Mapping(start); }
        PyExpr first = Starred();
        if (Is("for") || Is("async"))
        {
            PyExpr made = Comprehension(open, first, null, start);
            Need(close);
            return made with { End = Behind };
        }
        if (open == '(' && Take(")")) { return first with { Start = start, End = Behind }; }
        List<PyExpr> items = [first];
        while (Take(",") && !Is(close)) { items.Add(Starred()); }
        Need(close);
        return new PySequence(open, items, start, Behind);
    }

    /// <summary>Whether an entry of a dictionary begins here: an expression and a colon.</summary>
    private bool IsEntry()
    {
        int level = 0;
        for (int i = _at; i < _tokens.Count; i++)
        {
            budget.Spend();
            PyToken token = _tokens[i];
            if (token.Kind == PyKind.Name && token.Text == "lambda") { return true; }
            if (token.Kind != PyKind.Sign) { continue; }
            if (token.Text is "(" or "[" or "{") { level++; }
            else if (token.Text is ")" or "]" or "}") { if (--level < 0) { return false; } }
            else if (level == 0 && token.Text == ":") { return true; }
            else if (level == 0 && token.Text == ",") { return false; }
        }
        return false;
    }

#pragma warning disable CA1859 // It may be a comprehension too.
    private PyExpr Mapping(int start)
#pragma warning restore CA1859
    {
        List<(PyExpr?, PyExpr)> entries = [];
        while (!Is("}"))
        {
            Enter();
            if (Take("**")) { entries.Add((null, Binary(0))); }
            else
            {
                PyExpr key = Expression();
                Need(":");
                PyExpr value = Expression();
                if (entries.Count == 0 && (Is("for") || Is("async")))
                {
                    PyExpr made = Comprehension('{', key, value, start);
                    Need("}");
                    return made with { End = Behind };
                }
                entries.Add((key, value));
            }
            if (!Take(",")) { break; }
        }
        Need("}");
        return new PyMapping(entries, start, Behind);
    }

    private PyComprehension Comprehension(char kind, PyExpr item, PyExpr? value, int start)
    {
        List<PyClause> clauses = [];
        while (Take("async") || Is("for"))
        {
            Need("for");
            PyExpr target = Targets();
            Need("in");
            PyExpr source = Or();
            List<PyExpr> conditions = [];
            while (Take("if")) { conditions.Add(Or()); }
            clauses.Add(new PyClause(target, source, conditions));
        }
        return new PyComprehension(kind, item, value, clauses, start, Behind);
    }

    /// <summary>What a loop assigns to: no comparison, so that <c>in</c> is left.</summary>
    private PyExpr Targets()
    {
        int start = Start;
        PyExpr first = Take("*") ? new PyStarred(Binary(0), start, Behind) : Binary(0);
        if (!Is(",")) { return first; }
        List<PyExpr> items = [first];
        while (Take(",") && !Is("in")) { Take("*"); items.Add(Binary(0)); }
        return new PySequence('(', items, start, Behind);
    }

    private static object Number(string text)
    {
        string clean = text.Replace("_", "", StringComparison.Ordinal).TrimEnd('L', 'l');
        int radix = clean.Length > 1 && clean[0] == '0' ? char.ToLowerInvariant(clean[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, >= '0' and <= '7' => -8, _ => 10 } : 10;
        if (radix != 10) { return PyNumbers.Parse(radix > 0 ? clean[2..] : clean, Math.Abs(radix)) is { } whole ? whole : PyUnknown.Value; }
        if (clean.All(char.IsAsciiDigit)) { return clean.Length > 4000 ? PyUnknown.Value : PyNumbers.Fit(BigInteger.Parse(clean, CultureInfo.InvariantCulture)); }
        return double.TryParse(clean, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : PyUnknown.Value;
    }
}
