namespace Stemma.Hunting.Kql.Syntax;

/// <content>Queries and what they begin with.</content>
internal sealed partial class Parser
{
    /// <summary>A query, or an expression where no operator follows.</summary>
    private Expression Pipeline()
    {
        Deeper();
        int at = Current.Start;
        Expression source = Source();
        Expression result = Current.Is("|") ? new Pipeline(at, source, Operators()) : source;
        _depth--;
        return result;
    }

    /// <summary>Operators with <c>|</c> in front of each. What cannot be read is reported and left out.</summary>
    private List<Operator> Operators()
    {
        List<Operator> operators = [];
        while (Current.Is("|"))
        {
            Take();
            int depth = _depth;
            bool inSearch = _inSearch;
            try
            {
                operators.Add(Operator());
                if (!Current.Is("|") && !EndsQuery()) throw Expected("'|'");
            }
            catch (ParseFailure failure) when (!failure.IsFatal)
            {
                _depth = depth;
                _inSearch = inSearch;
                Report(failure);
                SkipTo("|", ";");
            }
        }

        return operators;
    }

    private bool EndsQuery() => Current.Kind == TokenKind.End || (Current.Kind == TokenKind.Punctuation && Current.Text is ";" or ")" or "}" or ",");

    private Expression Source()
    {
        Token word = Current;
        if (word.Kind != TokenKind.Name || Ahead(1).Is("=")) return Expression();
        bool isFollowed = Ahead(1) is { } next && (next.Kind is TokenKind.Name or TokenKind.QuotedName or TokenKind.String || next.Is("(") || next.Is("*") || next.Is("-"));
        switch (word.Text)
        {
            case "print" when !EndsQueryAhead():
                Take();
                return new Print(word.Start, NamedList());
            case "range" when Ahead(1).Kind is TokenKind.Name or TokenKind.QuotedName && Ahead(2).IsWord("from"):
                Take();
                return RangeFrom(word.Start);
            case "union" or "search" or "find" when isFollowed && !IsWordOperator(1):
            case "evaluate" when Ahead(1).Kind == TokenKind.Name:
                return new OperatorSource(word.Start, Operator());
            default:
                return Expression();
        }
    }

    private bool EndsQueryAhead() => Ahead(1).Kind == TokenKind.End || Ahead(1).Kind == TokenKind.Punctuation && Ahead(1).Text is ";" or ")" or "|" or "," or "=" or "." or "==";

    private bool IsWordOperator(int ahead) => Ahead(ahead).Kind == TokenKind.Name && Ahead(ahead).Text is not "in" && WordOperator(ahead, out _) is not null;

    private RangeSource RangeFrom(int at)
    {
        string column = TakeName("a column");
        ExpectWord("from");
        Expression from = Expression();
        ExpectWord("to");
        Expression to = Expression();
        ExpectWord("step");
        return new RangeSource(at, column, from, to, Expression());
    }

    private DataTable DataTable()
    {
        int at = Take().Start;
        List<ColumnDeclaration> columns = Columns();
        return new DataTable(at, columns, Values());
    }

    private ExternalData ExternalData()
    {
        int at = Take().Start;
        List<ColumnDeclaration> columns = Columns();
        List<Expression> sources = Values();
        List<Parameter> parameters = [];
        if (TryTakeWord("with")) parameters = ParameterList();
        return new ExternalData(at, columns, sources, parameters);
    }

    /// <summary><c>[value, …]</c>.</summary>
    private List<Expression> Values()
    {
        List<Expression> values = [];
        if (Current.Kind == TokenKind.QuotedName) // one string in brackets
        {
            values.Add(new Literal(Current.Start, KustoType.String, Take().Text));
            return values;
        }

        Expect("[");
        while (!Current.Is("]"))
        {
            values.Add(Expression());
            if (!TryTake(",")) break;
        }

        Expect("]");
        return values;
    }

    /// <summary><c>(name=value, …)</c>.</summary>
    private List<Parameter> ParameterList()
    {
        List<Parameter> parameters = [];
        Expect("(");
        while (!Current.Is(")"))
        {
            parameters.Add(Parameter());
            if (!TryTake(",")) break;
        }

        Expect(")");
        return parameters;
    }

    private Parameter Parameter()
    {
        int at = Current.Start;
        string name = TakeName("a parameter");
        while (TryTake(".")) name += "." + TakeName("a parameter");
        Expect("=");
        return new Parameter(at, name, ParameterValue());
    }

    // A word is never a call here: the parenthesis behind it is the operator's next part.
    private Expression ParameterValue()
    {
        if (Current.Kind != TokenKind.Name) return Current.Is("(") ? Primary() : Postfix();
        Token word = Take();
        return word.Text is "true" or "false" ? new Literal(word.Start, KustoType.Bool, word.Text == "true") : new Name(word.Start, word.Text);
    }

    /// <summary>Parameters right behind an operator's name: these, and hints.</summary>
    private List<Parameter> OperatorParameters(params ReadOnlySpan<string> names)
    {
        List<Parameter> parameters = [];
        while (Current.Kind == TokenKind.Name && ((Ahead(1).Is("=") && names.Contains(Current.Text)) || (Current.Text == "hint" && Ahead(1).Is(".")))) parameters.Add(Parameter());
        return parameters;
    }
}
