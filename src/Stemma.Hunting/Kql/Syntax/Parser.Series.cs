namespace Stemma.Hunting.Kql.Syntax;

/// <content>make-series, top-nested, top-hitters, partition, scan.</content>
internal sealed partial class Parser
{
    private Operator? SeriesOperator(string name, int at) => name switch
    {
        "make-series" => MakeSeries(at),
        "top-nested" => TopNested(at),
        "top-hitters" => TopHitters(at),
        "partition" => Partition(at),
        "scan" => Scan(at),
        "facet" => Facet(at),
        _ => null,
    };

    private MakeSeries MakeSeries(int at)
    {
        bool isNonEmpty = OperatorParameters("kind").Exists(parameter => parameter.Value is Name { Value: "nonempty" });
        List<SeriesItem> items = [];
        do
        {
            NamedExpression aggregate = Named();
            Expression? value = null;
            if (Current.IsWord("default") && Ahead(1).Is("="))
            {
                Take();
                Take();
                value = Expression();
            }

            items.Add(new SeriesItem(aggregate, value));
        }
        while (TryTake(","));
        ExpectWord("on");
        NamedExpression on = Named();
        Expression? from = null;
        Expression? to = null;
        Expression step;
        if (TryTakeWord("in"))
        {
            ExpectWord("range");
            Expect("(");
            from = Expression();
            Expect(",");
            to = Expression();
            Expect(",");
            step = Expression();
            Expect(")");
        }
        else
        {
            if (TryTakeWord("from")) from = Expression();
            if (TryTakeWord("to")) to = Expression();
            ExpectWord("step");
            step = Expression();
        }

        return new MakeSeries(at, isNonEmpty, items, on.Value, on.Name, from, to, step, TryTakeWord("by") ? NamedList() : []);
    }

    private TopNested TopNested(int at)
    {
        List<NestedLevel> levels = [];
        do
        {
            int level = Current.Start;
            if (levels.Count > 0 && Current.IsWord("top")) OperatorName();
            Expression? count = Current.IsWord("of") ? null : Expression();
            ExpectWord("of");
            NamedExpression of = Named();
            Expression? others = null;
            if (TryTakeWord("with"))
            {
                ExpectWord("others");
                Expect("=");
                others = Expression();
            }

            ExpectWord("by");
            NamedExpression by = Named();
            bool isAscending = TryTakeWord("asc");
            if (!isAscending) TryTakeWord("desc");
            levels.Add(new NestedLevel(level, count, of, others, by, isAscending));
        }
        while (TryTake(","));
        return new TopNested(at, levels);
    }

    private TopHitters TopHitters(int at)
    {
        Expression count = Expression();
        ExpectWord("of");
        NamedExpression of = Named();
        return new TopHitters(at, count, of, TryTakeWord("by") ? Named() : null);
    }

    private Partition Partition(int at)
    {
        List<Parameter> parameters = OperatorParameters("kind");
        ExpectWord("by");
        Name by = new(Current.Start, TakeName("a column"));
        if (Current.Is("{")) throw new ParseFailure(Current.Start, "partition with a query of its own in braces is not supported; write it in parentheses, with the rows as its source");
        return new Partition(at, parameters, by, SubQuery());
    }

    private Fork Facet(int at)
    {
        ExpectWord("by");
        List<NamedExpression> branches = NamedList();
        if (TryTakeWord("with")) SubQuery();
        return new Fork(at, branches);
    }

    private Scan Scan(int at)
    {
        List<Parameter> parameters = OperatorParameters("with_match_id");
        List<ScanDeclaration> declarations = [];
        if (TryTakeWord("declare"))
        {
            Expect("(");
            while (!Current.Is(")"))
            {
                int column = Current.Start;
                string name = TakeName("a column");
                Expect(":");
                ColumnDeclaration declared = new(column, name, Type());
                declarations.Add(new ScanDeclaration(declared, TryTake("=") ? Expression() : null));
                if (!TryTake(",")) break;
            }

            Expect(")");
        }

        ExpectWord("with");
        Expect("(");
        List<ScanStep> steps = [];
        while (Current.IsWord("step")) steps.Add(ScanStep());
        Expect(")");
        return new Scan(at, parameters, declarations, steps);
    }

    private ScanStep ScanStep()
    {
        int at = Take().Start;
        string name = TakeName("a step");
        string? output = null;
        if (TryTakeWord("optional")) output = "optional";
        if (TryTakeWord("output"))
        {
            Expect("=");
            output = TakeName("all, last or none");
        }

        Expect(":");
        Expression condition = Expression();
        List<NamedExpression> assignments = TryTake("=>") ? NamedList() : [];
        Expect(";");
        return new ScanStep(at, name, output, condition, assignments);
    }
}
