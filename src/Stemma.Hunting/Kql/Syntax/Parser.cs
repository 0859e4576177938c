namespace Stemma.Hunting.Kql.Syntax;

/// <summary>
/// Reads a hunt into a tree. It never throws and always ends: an operator that cannot be read is reported and left out, and reading goes on at the next
/// <c>|</c> or <c>;</c>. Words of the language are names wherever they cannot be words.
/// </summary>
internal sealed partial class Parser
{
    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly List<HuntError> _errors = [];
    private int _at;
    private int _depth;
    private bool _inSearch;

    private Parser(string text)
    {
        _text = text;
        _tokens = Lexer.Split(text);
    }

    /// <summary>Reads a hunt.</summary>
    public static Script Parse(string text)
    {
        if (text.Length > HuntLimits.TextLength)
            return new Script("", [], [new HuntError($"a hunt may have {HuntLimits.TextLength:N0} characters, and this has {text.Length:N0}", 1, 1)]);
        Parser parser = new(text);
        List<Statement> statements = parser.Statements(isBody: false);
        if (statements.Count == 0 && parser._errors.Count == 0) parser._errors.Add(new HuntError("there is no query", 1, 1));
        return new Script(text, statements, parser._errors);
    }

    private Token Current => _tokens[_at];

    private Token Ahead(int count) => _tokens[Math.Min(_at + count, _tokens.Count - 1)];

    private Token Take()
    {
        Token token = _tokens[_at];
        if (_at < _tokens.Count - 1) _at++;
        return token;
    }

    private bool TryTake(string punctuation)
    {
        if (!Current.Is(punctuation)) return false;
        Take();
        return true;
    }

    private bool TryTakeWord(string word)
    {
        if (!Current.IsWord(word)) return false;
        Take();
        return true;
    }

    private void Expect(string punctuation)
    {
        if (!TryTake(punctuation)) throw Expected($"'{punctuation}'");
    }

    private void ExpectWord(string word)
    {
        if (!TryTakeWord(word)) throw Expected($"'{word}'");
    }

    private ParseFailure Expected(string what) =>
        Current.Kind switch
        {
            TokenKind.Bad => new ParseFailure(Current.Start, Current.Text),
            TokenKind.End => new ParseFailure(Current.Start, $"{what} is missing at the end"),
            _ => new ParseFailure(Current.Start, $"{what} is missing before '{Shown(Current)}'"),
        };

    private string Shown(Token token)
    {
        string text = _text[token.Start..token.End];
        return text.Length > 40 ? text[..40] + "…" : text;
    }

    private string TakeName(string what)
    {
        if (Current.Kind is not (TokenKind.Name or TokenKind.QuotedName)) throw Expected(what);
        return Take().Text;
    }

    private void Report(ParseFailure failure)
    {
        if (_errors.Count < HuntLimits.Errors) _errors.Add(HuntError.At(_text, failure.At, failure.Message));
        if (failure.IsFatal || _errors.Count >= HuntLimits.Errors) _at = _tokens.Count - 1;
    }

    // Guards the stack: whoever calls it leaves the level with _depth--.
    private void Deeper()
    {
        if (++_depth > HuntLimits.Depth) throw new ParseFailure(Current.Start, $"this is nested deeper than {HuntLimits.Depth} levels; give its parts names with let", isFatal: true);
    }

    /// <summary>Skips to the next token of these at the bracket level of here, or to a bracket that closes it.</summary>
    private void SkipTo(params ReadOnlySpan<string> stops)
    {
        int level = 0;
        for (; Current.Kind != TokenKind.End; Take())
        {
            if (Current.Kind != TokenKind.Punctuation) continue;
            if (Current.Text is "(" or "[" or "{") level++;
            else if (Current.Text is ")" or "]" or "}")
            {
                if (level-- == 0) return;
            }
            else if (level == 0 && stops.Contains(Current.Text)) return;
        }
    }

    private List<Statement> Statements(bool isBody)
    {
        List<Statement> statements = [];
        while (true)
        {
            while (TryTake(";")) { }
            if (Current.Kind == TokenKind.End || (isBody && Current.Is("}"))) return statements;
            int start = _at;
            int depth = _depth;
            try
            {
                statements.Add(Statement());
                if (Current.Is(";") || Current.Kind == TokenKind.End || (isBody && Current.Is("}"))) continue;
                throw Expected("'|' or ';'");
            }
            catch (ParseFailure failure)
            {
                _depth = depth;
                Report(failure);
                SkipTo(";");
                if (!isBody && Current.Kind == TokenKind.Punctuation && Current.Text is ")" or "]" or "}") Take();
                if (_at == start) Take();
            }
        }
    }

    private Statement Statement()
    {
        int at = Current.Start;
        if (Current.Kind == TokenKind.Name && Ahead(1).Kind is TokenKind.Name or TokenKind.QuotedName or TokenKind.String)
        {
            switch (Current.Text)
            {
                case "let" when Ahead(2).Is("="):
                    Take();
                    return Let(at);
                case "set" or "declare" or "alias" or "restrict" or "pattern":
                    string keyword = Take().Text;
                    SkipTo(";");
                    return new OtherStatement(at, keyword, _text[at..Current.Start].TrimEnd());
            }
        }

        return new QueryStatement(at, Pipeline());
    }

    private Statement Let(int at)
    {
        string name = TakeName("a name");
        Expect("=");
        bool isView = Current.IsWord("view") && Ahead(1).Is("(");
        if (isView) Take();
        if (!Current.Is("(") || (!isView && !IsFunction())) return new LetStatement(at, name, Pipeline());
        List<FunctionParameter> parameters = Parameters();
        Expect("{");
        Deeper();
        List<Statement> body = Statements(isBody: true);
        _depth--;
        Expect("}");
        return new FunctionStatement(at, name, parameters, body);
    }

    // A parenthesis that a brace follows.
    private bool IsFunction()
    {
        int level = 0;
        for (int i = _at; i < _tokens.Count; i++)
        {
            if (_tokens[i].Is("(")) level++;
            else if (_tokens[i].Is(")") && --level == 0) return _tokens[i + 1].Is("{");
        }

        return false;
    }

    private List<FunctionParameter> Parameters()
    {
        List<FunctionParameter> parameters = [];
        Expect("(");
        while (!Current.Is(")"))
        {
            int at = Current.Start;
            string name = TakeName("a parameter");
            Expect(":");
            KustoType? type = null;
            IReadOnlyList<ColumnDeclaration>? columns = null;
            if (Current.Is("(")) columns = TryAnySchema() ?? Columns();
            else type = Type();
            Expression? value = TryTake("=") ? Expression() : null;
            parameters.Add(new FunctionParameter(at, name, type, columns, value));
            if (!TryTake(",")) break;
        }

        Expect(")");
        return parameters;
    }

    private List<ColumnDeclaration>? TryAnySchema()
    {
        if (!Ahead(1).Is("*")) return null;
        Take();
        Take();
        Expect(")");
        return [];
    }

    private KustoType Type()
    {
        int at = Current.Start;
        string name = TakeName("a type");
        return KustoTypes.Parse(name) ?? throw new ParseFailure(at, $"'{name}' is no type; types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic");
    }

    /// <summary><c>(name:type, …)</c>.</summary>
    private List<ColumnDeclaration> Columns()
    {
        List<ColumnDeclaration> columns = [];
        Expect("(");
        while (!Current.Is(")"))
        {
            int at = Current.Start;
            string name = TakeName("a column");
            Expect(":");
            columns.Add(new ColumnDeclaration(at, name, Type()));
            if (!TryTake(",")) break;
        }

        Expect(")");
        return columns;
    }
}
