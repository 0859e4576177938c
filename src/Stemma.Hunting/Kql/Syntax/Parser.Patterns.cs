namespace Stemma.Hunting.Kql.Syntax;

/// <content>parse, parse-where, parse-kv, mv-expand, mv-apply.</content>
internal sealed partial class Parser
{
    private Operator? PatternOperator(string name, int at) => name switch
    {
        "parse" or "parse-where" => ParseOperator(at, name == "parse-where"),
        "parse-kv" => ParseKv(at),
        "mv-expand" or "mvexpand" => MvExpand(at),
        "mv-apply" or "mvapply" => MvApply(at),
        _ => null,
    };

    private Parse ParseOperator(int at, bool isFilter)
    {
        string kind = "simple";
        string flags = "";
        while (Current.Kind == TokenKind.Name && Current.Text is "kind" or "flags" && Ahead(1).Is("="))
        {
            bool isKind = Take().Text == "kind";
            Take();
            if (isKind) kind = TakeName("simple, relaxed or regex");
            else flags = TakeName("flags");
        }

        if (kind is not ("simple" or "relaxed" or "regex")) throw new ParseFailure(at, $"'{kind}' is no kind of parse; kinds are simple, relaxed and regex");
        Expression value = Expression();
        ExpectWord("with");
        List<PatternPart> pattern = [];
        while (!Current.Is("|") && !EndsQuery()) pattern.Add(PatternPart());
        return new Parse(at, isFilter, kind, flags, value, pattern);
    }

    private PatternPart PatternPart()
    {
        Token token = Current;
        if (TryTake("*")) return new PatternPart(token.Start, null, null, KustoType.String);
        if (token.Kind == TokenKind.String) return new PatternPart(token.Start, ((Literal)Primary()).Value as string, null, KustoType.String);
        string column = TakeName("text in quotes, a column or *");
        return new PatternPart(token.Start, null, column, TryTake(":") ? Type() : KustoType.String);
    }

    private ParseKv ParseKv(int at)
    {
        Expression value = Expression();
        ExpectWord("as");
        List<ColumnDeclaration> columns = Columns();
        return new ParseKv(at, value, columns, TryTakeWord("with") ? ParameterList() : []);
    }

    private MvExpand MvExpand(int at)
    {
        List<Parameter> parameters = OperatorParameters("kind", "bagexpansion", "with_itemindex");
        List<Expanded> items = Expandeds();
        return new MvExpand(at, parameters, items, TryTakeWord("limit") ? Expression() : null);
    }

    private MvApply MvApply(int at)
    {
        List<Parameter> parameters = OperatorParameters("kind", "bagexpansion", "with_itemindex");
        List<Expanded> items = Expandeds();
        Expression? limit = TryTakeWord("limit") ? Expression() : null;
        if (TryTakeWord("id")) Primary();
        ExpectWord("on");
        return new MvApply(at, parameters, items, limit, SubQuery());
    }

    private List<Expanded> Expandeds()
    {
        List<Expanded> items = [];
        do
        {
            int at = Current.Start;
            NamedExpression item = Named();
            KustoType? type = null;
            if (TryTakeWord("to"))
            {
                ExpectWord("typeof");
                Expect("(");
                type = Type();
                Expect(")");
            }

            items.Add(new Expanded(at, item, type));
        }
        while (TryTake(","));
        return items;
    }
}
