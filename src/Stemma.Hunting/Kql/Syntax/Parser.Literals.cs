using System.Globalization;
using System.Text;

namespace Stemma.Hunting.Kql.Syntax;

/// <content>Literals with a type's name in front, whose inside has rules of its own.</content>
internal sealed partial class Parser
{
    /// <summary><c>datetime(2024-01-31 10:00)</c> and the like: the text up to the closing parenthesis.</summary>
    private Literal TypedLiteral(KustoType type)
    {
        int at = Take().Start;
        string word = _text[at.._tokens[_at - 1].End];
        int start = Take().End;
        int level = 0;
        while (Current.Kind != TokenKind.End && (level > 0 || !Current.Is(")")))
        {
            if (Current.Is("(")) level++;
            else if (Current.Is(")")) level--;
            Take();
        }

        string inner = _text[start..Current.Start].Trim();
        Expect(")");
        if (inner.Length > 1 && inner[0] is '"' or '\'' && inner[^1] == inner[0]) inner = inner[1..^1];
        if (inner.Length == 0 || inner == "null") return new Literal(at, type, null);
        object? value = type switch
        {
            KustoType.Bool => LiteralText.Bool(inner),
            KustoType.Int => LiteralText.Long(inner) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null,
            KustoType.Long => LiteralText.Long(inner),
            KustoType.Real => LiteralText.Real(inner),
            KustoType.Decimal => decimal.TryParse(inner, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal d) ? d : null,
            KustoType.DateTime => LiteralText.DateTime(inner),
            KustoType.TimeSpan => LiteralText.TimeSpan(inner),
            KustoType.Guid => System.Guid.TryParse(inner, out Guid guid) ? guid : null,
            _ => inner,
        };
        return new Literal(at, type, value ?? throw new ParseFailure(at, $"'{inner}' is no value of type {KustoTypes.Name(type)}; to convert an expression write to{word}(…)"));
    }

    /// <summary><c>typeof(long)</c> or <c>typeof((a:string, b:long))</c>.</summary>
    private TypeLiteral TypeOf()
    {
        int at = Take().Start;
        Expect("(");
        if (Current.Is("("))
        {
            List<ColumnDeclaration> columns = Columns();
            Expect(")");
            return new TypeLiteral(at, null, columns);
        }

        KustoType type = Type();
        Expect(")");
        return new TypeLiteral(at, type, []);
    }

    /// <summary><c>dynamic(…)</c>: JSON, with Kusto's strings and literals in it.</summary>
    private Literal Dynamic()
    {
        int at = Take().Start;
        Expect("(");
        StringBuilder json = new();
        JsonValue(json);
        Expect(")");
        string text = json.ToString();
        return new Literal(at, KustoType.Dynamic, text == "null" ? null : text);
    }

    private void JsonValue(StringBuilder json)
    {
        Deeper();
        Token token = Take();
        switch (token.Kind)
        {
            case TokenKind.String:
                string text = token.Text;
                while (Current.Kind == TokenKind.String) text += Take().Text;
                AppendString(json, text);
                break;
            case TokenKind.QuotedName: // ['one value'] is read as a name elsewhere
                json.Append('[');
                AppendString(json, token.Text);
                json.Append(']');
                break;
            case TokenKind.Integer when LiteralText.Long(token.Text) is { } whole:
                json.Append(whole.ToString(CultureInfo.InvariantCulture));
                break;
            case TokenKind.Integer or TokenKind.Real:
                json.Append(token.Text);
                break;
            case TokenKind.TimeSpan:
                AppendString(json, ValueText.TimeSpan(long.Parse(token.Text, CultureInfo.InvariantCulture)));
                break;
            case TokenKind.Name when token.Text is "true" or "false" or "null":
                json.Append(token.Text);
                break;
            case TokenKind.Name when Current.Is("("):
                _at--;
                if (Current.Text == "dynamic") json.Append(Dynamic().Value ?? "null");
                else if (KustoTypes.Parse(Current.Text) is { } type) json.Append(ValueText.Json(TypedLiteral(type)));
                else throw Expected("a value");
                break;
            case TokenKind.Punctuation when token.Text is "-" or "+" && Current.Kind is TokenKind.Integer or TokenKind.Real:
                if (token.Text == "-") json.Append('-');
                json.Append(Take().Text);
                break;
            case TokenKind.Punctuation when token.Text == "[":
                json.Append('[');
                for (bool isFirst = true; !Current.Is("]"); isFirst = false)
                {
                    if (!isFirst) Expect(",");
                    if (Current.Is("]")) break;
                    if (!isFirst) json.Append(',');
                    JsonValue(json);
                }

                Expect("]");
                json.Append(']');
                break;
            case TokenKind.Punctuation when token.Text == "{":
                JsonBag(json);
                break;
            default:
                _at--;
                throw Expected("a JSON value");
        }

        _depth--;
    }

    private void JsonBag(StringBuilder json)
    {
        json.Append('{');
        for (bool isFirst = true; !Current.Is("}"); isFirst = false)
        {
            if (!isFirst) Expect(",");
            if (Current.Is("}")) break;
            if (!isFirst) json.Append(',');
            if (Current.Kind is not (TokenKind.String or TokenKind.Name or TokenKind.Integer)) throw Expected("a key");
            AppendString(json, Take().Text);
            Expect(":");
            json.Append(':');
            JsonValue(json);
        }

        Expect("}");
        json.Append('}');
    }

    private static void AppendString(StringBuilder json, string value) => json.Append(ValueText.JsonString(value));
}
