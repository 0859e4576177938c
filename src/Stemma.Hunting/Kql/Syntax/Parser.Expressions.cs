using System.Globalization;

namespace Stemma.Hunting.Kql.Syntax;

/// <content>Expressions, by precedence: or; and; comparisons; sums; products; signs; members and elements.</content>
internal sealed partial class Parser
{
    private const int MaximumChain = 400;

    /// <summary>An expression that may have a name.</summary>
    private NamedExpression Named(bool mayBeQuery = false)
    {
        int at = Current.Start;
        List<string> names = [];
        if (Current.Kind is TokenKind.Name or TokenKind.QuotedName && Ahead(1).Is("="))
        {
            names.Add(Take().Text);
            Take();
        }
        else if (Current.Is("(") && IsTuple())
        {
            Take();
            do names.Add(TakeName("a name"));
            while (TryTake(","));
            Expect(")");
            Expect("=");
        }

        return new NamedExpression(at, names, mayBeQuery ? Pipeline() : Expression());
    }

    private bool IsTuple()
    {
        int i = 1;
        while (Ahead(i).Kind is TokenKind.Name or TokenKind.QuotedName)
        {
            if (Ahead(i + 1).Is(")")) return Ahead(i + 2).Is("=");
            if (!Ahead(i + 1).Is(",")) return false;
            i += 2;
        }

        return false;
    }

    private List<NamedExpression> NamedList()
    {
        List<NamedExpression> items = [];
        do items.Add(Named());
        while (TryTake(","));
        return items;
    }

    private Expression Expression()
    {
        Deeper();
        Expression result = Chain("or", () => Chain("and", Comparison));
        _depth--;
        return result;
    }

    // A long chain becomes a balanced tree, so that no stack has to be as deep as it is long.
    private Expression Chain(string word, Func<Expression> operand)
    {
        Expression first = operand();
        if (!Current.IsWord(word)) return first;
        List<Expression> operands = [first];
        while (TryTakeWord(word)) operands.Add(operand());
        return Balanced(word, operands, 0, operands.Count);
    }

    private static Expression Balanced(string word, List<Expression> operands, int start, int end)
    {
        if (end - start == 1) return operands[start];
        int middle = (start + end + 1) / 2;
        return new Binary(operands[start].At, word, Balanced(word, operands, start, middle), Balanced(word, operands, middle, end));
    }

    private Expression Comparison()
    {
        Expression left = Sum();
        for (int length = 0; ComparisonOperator(out int tokens) is { } op; length++)
        {
            if (length >= MaximumChain) throw new ParseFailure(Current.Start, $"more than {MaximumChain} operators in a row; give parts of it names with let");
            for (int i = 0; i < tokens; i++) Take();
            left = op switch
            {
                "between" or "!between" => Range(left, op == "!between"),
                "in" or "!in" or "in~" or "!in~" or "has_any" or "has_all" or "!has_any" or "!has_all" => new Binary(left.At, op, left, List()),
                _ => new Binary(left.At, op, left, Sum()),
            };
        }

        return left;
    }

    private string? ComparisonOperator(out int tokens)
    {
        tokens = 1;
        Token token = Current;
        if (token.Kind == TokenKind.Punctuation)
        {
            if (token.Text is "==" or "!=" or "=~" or "!~" or "<" or ">" or "<=" or ">=") return token.Text;
            if (token.Text == "<>") return "!=";
            if (token.Text == ":" && _inSearch) return ":";
            if (token.Text != "!" || Ahead(1).Kind != TokenKind.Name || Ahead(1).Start != token.End) return null;
            string? op = WordOperator(1, out tokens);
            tokens++;
            return op is null or "matches regex" ? null : "!" + op;
        }

        return token.Kind == TokenKind.Name ? WordOperator(0, out tokens) : null;
    }

    private string? WordOperator(int ahead, out int tokens)
    {
        tokens = 1;
        Token word = Ahead(ahead);
        switch (word.Text)
        {
            case "in":
                bool isFolded = Ahead(ahead + 1).Is("~") && Ahead(ahead + 1).Start == word.End;
                if (isFolded) tokens = 2;
                return isFolded ? "in~" : "in";
            case "matches" when Ahead(ahead + 1).IsWord("regex"):
                tokens = 2;
                return "matches regex";
            case "notcontains" or "notcontains_cs":
                return "!" + word.Text[3..];
            case "has" or "has_cs" or "hasprefix" or "hasprefix_cs" or "hassuffix" or "hassuffix_cs" or "contains" or "contains_cs" or "startswith" or "startswith_cs"
                or "endswith" or "endswith_cs" or "has_any" or "has_all" or "between" or "like" or "like_cs":
                return word.Text;
            default:
                return null;
        }
    }

    private Between Range(Expression value, bool isNegated)
    {
        Expect("(");
        Expression low = Sum();
        Expect("..");
        Expression high = Sum();
        Expect(")");
        return new Between(value.At, value, low, high, isNegated);
    }

    private ExpressionList List()
    {
        int at = Current.Start;
        if (!Current.Is("(")) return new ExpressionList(at, [Postfix()]);
        Take();
        List<Expression> items = [];
        bool inSearch = _inSearch;
        _inSearch = false;
        while (!Current.Is(")"))
        {
            items.Add(Pipeline());
            if (!TryTake(",")) break;
        }

        _inSearch = inSearch;
        Expect(")");
        return new ExpressionList(at, items);
    }

    private Expression Sum() => LeftToRight(Product, "+", "-");

    private Expression Product() => LeftToRight(Sign, "*", "/", "%");

    private Expression LeftToRight(Func<Expression> operand, params string[] operators)
    {
        Expression left = operand();
        for (int length = 0; Current.Kind == TokenKind.Punctuation && Array.IndexOf(operators, Current.Text) >= 0; length++)
        {
            if (length >= MaximumChain) throw new ParseFailure(Current.Start, $"more than {MaximumChain} operators in a row; give parts of it names with let");
            string op = Take().Text;
            left = new Binary(left.At, op, left, operand());
        }

        return left;
    }

    private Expression Sign()
    {
        Token sign = Current;
        if (!sign.Is("-") && !sign.Is("+")) return Postfix();
        Take();
        // The smallest number has no positive counterpart.
        if (sign.Text == "-" && Current.Kind == TokenKind.Integer && Current.Text == "9223372036854775808")
        {
            Take();
            return new Literal(sign.Start, KustoType.Long, long.MinValue);
        }

        Deeper();
        Expression operand = Sign();
        _depth--;
        return new Unary(sign.Start, sign.Text, operand);
    }

    private Expression Postfix()
    {
        Expression target = Primary();
        for (int length = 0; ; length++)
        {
            if (length > HuntLimits.Depth) throw new ParseFailure(Current.Start, $"more than {HuntLimits.Depth} members in a row", isFatal: true);
            int at = Current.Start;
            if (Current.Is(".") && (Ahead(1).Is("[") || Ahead(1).Kind == TokenKind.QuotedName)) Take(); // .[0] is [0]
            else if (Current.Is(".") && Ahead(1).Kind == TokenKind.Name)
            {
                Take();
                string name = Take().Text;
                target = Current.Is("(") && Current.Start == Ahead(-1).End
                    ? new MethodCall(target.At, target, new Call(at + 1, name, Arguments()))
                    : new Member(target.At, target, name);
            }
            else if (Current.Kind == TokenKind.QuotedName) target = new Element(target.At, target, new Literal(at, KustoType.String, Take().Text));
            else if (TryTake("["))
            {
                target = new Element(target.At, target, Expression());
                Expect("]");
            }
            else return target;
        }
    }

    private Expression Primary()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.String:
                Take();
                string value = token.Text;
                while (Current.Kind == TokenKind.String) value += Take().Text;
                return new Literal(token.Start, KustoType.String, value);
            case TokenKind.Integer:
                Take();
                return new Literal(token.Start, KustoType.Long, LiteralText.Long(token.Text) ?? throw new ParseFailure(token.Start, $"{token.Text} is larger than a long"));
            case TokenKind.Real:
                Take();
                return new Literal(token.Start, KustoType.Real, double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture));
            case TokenKind.TimeSpan:
                Take();
                return new Literal(token.Start, KustoType.TimeSpan, long.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.QuotedName:
                Take();
                return new Name(token.Start, token.Text);
            case TokenKind.Name:
                return NameOrCall();
            case TokenKind.Punctuation when token.Text == "*":
                Take();
                return new Star(token.Start);
            case TokenKind.Punctuation when token.Text == "$" && Ahead(1).Kind == TokenKind.Name: // $left, $right, $table
                Take();
                return new Name(token.Start, "$" + Take().Text);
            case TokenKind.Punctuation when token.Text == "(":
                Take();
                Deeper();
                Expression inner = Pipeline();
                _depth--;
                Expect(")");
                return inner;
            default:
                throw Expected("an expression");
        }
    }

    private Expression NameOrCall()
    {
        Token name = Current;
        if (!Ahead(1).Is("("))
        {
            Take();
            return name.Text switch
            {
                "true" or "True" or "TRUE" => new Literal(name.Start, KustoType.Bool, true),
                "false" or "False" or "FALSE" => new Literal(name.Start, KustoType.Bool, false),
                _ => new Name(name.Start, name.Text),
            };
        }

        if (name.Text == "datatable") return DataTable();
        if (name.Text is "externaldata" or "external_data") return ExternalData();
        if (name.Text == "typeof") return TypeOf();
        if (name.Text == "dynamic") return Dynamic();
        if (KustoTypes.Parse(name.Text) is { } type && name.Text is not ("string" or "object" or "float" or "uint" or "ulong" or "int32" or "int64")) return TypedLiteral(type);
        Take();
        return new Call(name.Start, name.Text, Arguments());
    }

    private List<NamedExpression> Arguments()
    {
        List<NamedExpression> arguments = [];
        bool inSearch = _inSearch;
        Expect("(");
        while (!Current.Is(")"))
        {
            arguments.Add(Named(mayBeQuery: true));
            if (!TryTake(",")) break;
        }

        Expect(")");
        _inSearch = inSearch;
        return arguments;
    }
}
