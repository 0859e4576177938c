namespace Stemma.Hunting.Kql.Syntax;

/// <content>Operators. The parsers of those with a syntax of their own are in <c>Parser.Patterns.cs</c> and <c>Parser.Series.cs</c>.</content>
internal sealed partial class Parser
{
    private Operator Operator()
    {
        int at = Current.Start;
        string name = OperatorName();
        switch (name)
        {
            case "where" or "filter":
                Expression condition = Expression();
                // Kusto's parser takes '=' here, and its binder refuses it; so do ours.
                return new Where(at, TryTake("=") ? new Binary(at, "=", condition, Expression()) : condition);
            case "extend" or "serialize":
                return new Extend(at, name == "serialize" && (Current.Is("|") || EndsQuery()) ? [] : NamedList(), name == "serialize");
            case "project":
                return new Project(at, ProjectKind.Project, Current.Is("|") || EndsQuery() ? [] : NamedList(), []);
            case "project-away":
                return new Project(at, ProjectKind.Away, Patterns(out _), []);
            case "project-keep":
                return new Project(at, ProjectKind.Keep, Patterns(out _), []);
            case "project-rename":
                return new Project(at, ProjectKind.Rename, NamedList(), []);
            case "project-reorder":
                List<NamedExpression> patterns = Patterns(out List<string> orders);
                return new Project(at, ProjectKind.Reorder, patterns, orders);
            case "summarize":
                return Summarize(at);
            case "distinct":
                OperatorParameters();
                return new Distinct(at, NamedList());
            case "count":
                return new Count(at);
            case "sort" or "order":
                OperatorParameters();
                ExpectWord("by");
                return new Sort(at, SortKeys());
            case "top":
                Expression count = Expression();
                ExpectWord("by");
                return new Top(at, count, SortKeys());
            case "take" or "limit" or "sample":
                return new Take(at, Expression(), name);
            case "sample-distinct":
                Expression samples = Expression();
                ExpectWord("of");
                return new SampleDistinct(at, samples, Named());
            case "join" or "lookup":
                return Join(at, name == "lookup");
            case "union":
                return new Union(at, OperatorParameters("kind", "withsource", "isfuzzy"), Tables());
            case "as":
                OperatorParameters();
                return new As(at, TakeName("a name"));
            case "getschema":
                return new GetSchema(at);
            case "consume":
                OperatorParameters("decodeblocks");
                return new Consume(at);
            case "invoke":
                return new Invoke(at, CallOf("a function"));
            case "evaluate":
                OperatorParameters();
                Call plugin = CallOf("a plugin");
                return new Evaluate(at, plugin, TryTake(":") ? Schema() : null);
            case "render":
                return Render(at);
            case "search":
                return Search(at);
            case "find":
                return Find(at);
            case "fork":
                return ForkBranches(at);
            case "reduce":
                List<Parameter> reduce = OperatorParameters("kind");
                ExpectWord("by");
                NamedExpression by = Named();
                if (TryTakeWord("with")) while (Current.Kind == TokenKind.Name) { reduce.Add(Parameter()); TryTake(","); }
                return new Reduce(at, by, reduce);
            default:
                return PatternOperator(name, at) ?? SeriesOperator(name, at) ?? throw new ParseFailure(at, Suggestion.For(name, OperatorNames, $"'{name}' is no operator"));
        }
    }

    private static readonly string[] OperatorNames =
    [
        "where", "filter", "extend", "serialize", "project", "project-away", "project-keep", "project-rename", "project-reorder", "summarize", "distinct", "count", "sort", "order", "top", "take",
        "limit", "sample", "sample-distinct", "join", "lookup", "union", "as", "getschema", "consume", "invoke", "evaluate", "render", "search", "find", "fork", "facet", "reduce", "mv-expand",
        "mvexpand", "mv-apply", "mvapply", "parse", "parse-where", "parse-kv", "make-series", "top-nested", "top-hitters", "partition", "scan",
    ];

    // Words joined by hyphens, without spaces, are one name where there is such an operator.
    private string OperatorName()
    {
        if (Current.Kind != TokenKind.Name) throw Expected("an operator");
        Token word = Take();
        string name = word.Text;
        if (Current.Is("-") && Current.Start == word.End && Ahead(1).Kind == TokenKind.Name && Ahead(1).Start == Current.End && Array.IndexOf(OperatorNames, $"{name}-{Ahead(1).Text}") >= 0)
        {
            Take();
            name += "-" + Take().Text;
        }

        return name;
    }

    private Call CallOf(string what)
    {
        int at = Current.Start;
        string name = TakeName(what);
        return new Call(at, name, Current.Is("(") ? Arguments() : []);
    }

    private List<ColumnDeclaration> Schema()
    {
        if (!Ahead(1).Is("*")) return Columns();
        Take();
        Take();
        List<ColumnDeclaration> columns = [];
        while (TryTake(","))
        {
            int at = Current.Start;
            string name = TakeName("a column");
            Expect(":");
            columns.Add(new ColumnDeclaration(at, name, Type()));
        }

        Expect(")");
        return columns;
    }

    // Column names that may hold *; asc and desc behind them.
    private List<NamedExpression> Patterns(out List<string> orders)
    {
        List<NamedExpression> patterns = [];
        orders = [];
        do
        {
            int at = Current.Start;
            patterns.Add(new NamedExpression(at, [], Pattern()));
            string order = Current.Kind == TokenKind.Name && Current.Text is "asc" or "desc" or "granny" ? Take().Text : "";
            if (order == "granny" && TryTake("-")) order += "-" + TakeName("asc or desc");
            orders.Add(order);
        }
        while (TryTake(","));
        return patterns;
    }

    // A name whose parts touch: ab*, *cd, a*b, *.
    private Name Pattern()
    {
        int at = Current.Start;
        if (Current.Kind == TokenKind.QuotedName) return new Name(at, Take().Text);
        string value = "";
        int end = at;
        while (Current.Start == end && (Current.Kind is TokenKind.Name or TokenKind.Integer || Current.Is("*") || (Current.Is("$") && value.Length == 0)))
        {
            end = Current.End;
            value += Take().Text;
        }

        return value.Length > 0 ? new Name(at, value) : throw Expected("a column");
    }

    private Summarize Summarize(int at)
    {
        List<Parameter> parameters = OperatorParameters();
        List<NamedExpression> aggregates = Current.IsWord("by") || Current.Is("|") || EndsQuery() ? [] : NamedList();
        List<NamedExpression> keys = [];
        if (TryTakeWord("by"))
        {
            parameters.AddRange(OperatorParameters());
            keys = NamedList();
        }

        return new Summarize(at, aggregates, keys, parameters);
    }

    private List<SortKey> SortKeys()
    {
        List<SortKey> keys = [];
        do
        {
            int at = Current.Start;
            Expression value = Expression();
            bool isDescending = !TryTakeWord("asc");
            if (isDescending) TryTakeWord("desc");
            bool nullsFirst = !isDescending;
            if (TryTakeWord("nulls"))
            {
                nullsFirst = TryTakeWord("first");
                if (!nullsFirst) ExpectWord("last");
            }

            keys.Add(new SortKey(at, value, isDescending, nullsFirst));
        }
        while (TryTake(","));
        return keys;
    }

    private Join Join(int at, bool isLookup)
    {
        List<Parameter> parameters = OperatorParameters("kind");
        Expression right = Postfix();
        parameters.AddRange(OperatorParameters("kind"));
        List<Expression> conditions = [];
        if (TryTakeWord("on") || TryTakeWord("where"))
        {
            do conditions.Add(Expression());
            while (TryTake(","));
        }

        return new Join(at, isLookup, parameters, right, conditions);
    }

    private List<Expression> Tables()
    {
        List<Expression> tables = [];
        do tables.Add(TableExpression());
        while (TryTake(","));
        return tables;
    }

    private Expression TableExpression()
    {
        if (Current.Is("*") || (Current.Kind == TokenKind.Name && Ahead(1).Is("*") && Ahead(1).Start == Current.End)) return Pattern();
        return Postfix();
    }

    private Render Render(int at)
    {
        string kind = TakeName("a kind of chart");
        List<Parameter> properties = [];
        if (TryTakeWord("with"))
        {
            if (Current.Is("(")) properties = RenderProperties();
            else while (Current.Kind == TokenKind.Name && Ahead(1).Is("=")) properties.Add(Parameter());
        }
        else while (Current.Kind == TokenKind.Name && Ahead(1).Is("=")) properties.Add(Parameter());

        return new Render(at, kind, properties);
    }

    // Lists of columns stand without brackets: ycolumns=a, b
    private List<Parameter> RenderProperties()
    {
        List<Parameter> properties = [];
        Expect("(");
        while (!Current.Is(")"))
        {
            properties.Add(Parameter());
            while (TryTake(",") && !Ahead(1).Is("=") && Current.Kind is TokenKind.Name or TokenKind.QuotedName) Take();
            if (Current.Kind is not TokenKind.Name) break;
        }

        Expect(")");
        return properties;
    }

    private Search Search(int at)
    {
        List<Parameter> parameters = OperatorParameters("kind");
        List<Expression> tables = [];
        if (Current.IsWord("in") && Ahead(1).Is("("))
        {
            Take();
            Take();
            tables = Tables();
            Expect(")");
        }

        parameters.AddRange(OperatorParameters("kind"));
        _inSearch = true;
        Expression condition = Expression();
        _inSearch = false;
        return new Search(at, parameters, tables, condition);
    }

    private Find Find(int at)
    {
        List<Parameter> parameters = OperatorParameters("withsource", "datascope");
        List<Expression> tables = [];
        if (Current.IsWord("in") && Ahead(1).Is("("))
        {
            Take();
            Take();
            tables = Tables();
            Expect(")");
        }

        TryTakeWord("where");
        _inSearch = true;
        Expression condition = Expression();
        _inSearch = false;
        List<NamedExpression> columns = [];
        if (Current.IsWord("project"))
        {
            OperatorName();
            do
            {
                NamedExpression column = Named();
                if (TryTake(":")) Type();
                columns.Add(column);
            }
            while (TryTake(","));
        }
        else if (Current.IsWord("project-smart")) Take();

        return new Find(at, parameters, tables, condition, columns);
    }

    private Fork ForkBranches(int at)
    {
        List<NamedExpression> branches = [];
        while (Current.Is("(") || (Current.Kind == TokenKind.Name && Ahead(1).Is("=")))
        {
            int branch = Current.Start;
            IReadOnlyList<string> names = Current.Is("(") ? [] : [TakeName("a name")];
            if (names.Count > 0) Expect("=");
            branches.Add(new NamedExpression(branch, names, new Pipeline(branch, new Name(branch, "$rows"), SubQuery())));
        }

        return branches.Count > 0 ? new Fork(at, branches) : throw Expected("'('");
    }

    /// <summary><c>( operator | operator … )</c>, the rows that come in being its source.</summary>
    private List<Operator> SubQuery()
    {
        Deeper();
        Expect("(");
        List<Operator> operators = [Operator()];
        operators.AddRange(Operators());
        Expect(")");
        _depth--;
        return operators;
    }
}
