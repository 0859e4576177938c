namespace Stemma.Hunting.Kql.Syntax;

/// <content>Operators.</content>
internal sealed partial class Printer
{
    private void Add(IReadOnlyList<Operator> operators)
    {
        foreach (Operator op in operators)
        {
            _out.Append("\n| ");
            Add(op);
        }
    }

    private void SubQuery(IReadOnlyList<Operator> operators)
    {
        for (int i = 0; i < operators.Count; i++)
        {
            _out.Append(i == 0 ? "(" : " | ");
            Add(operators[i]);
        }

        _out.Append(')');
    }

    private void Add(Operator op)
    {
        switch (op)
        {
            case Where where:
                _out.Append("where ");
                if (where.Condition is Binary { Operator: "=" } assignment)
                {
                    Add(assignment.Left);
                    Word(" = ", assignment.Right);
                }
                else Add(where.Condition);
                break;
            case Extend extend:
                List(extend.Items, extend.IsSerialize ? "serialize " : "extend ", "", Add);
                break;
            case Project { Kind: ProjectKind.Reorder } reorder:
                _out.Append("project-reorder ");
                for (int i = 0; i < reorder.Items.Count; i++)
                {
                    if (i > 0) _out.Append(", ");
                    Add(reorder.Items[i]);
                    if (reorder.Orders[i].Length > 0) _out.Append(' ').Append(reorder.Orders[i]);
                }

                break;
            case Project project:
                List(project.Items, project.Kind switch { ProjectKind.Away => "project-away ", ProjectKind.Keep => "project-keep ", ProjectKind.Rename => "project-rename ", _ => "project " }, "", Add);
                break;
            case Summarize summarize:
                List(summarize.Parameters, "summarize ", summarize.Parameters.Count > 0 ? " " : "", Spaced);
                List(summarize.Aggregates, "", "", Add);
                if (summarize.Keys.Count > 0) List(summarize.Keys, " by ", "", Add);
                break;
            case Join join:
                List(join.Parameters, join.IsLookup ? "lookup " : "join ", " ", Spaced);
                Grouped(join.Right);
                if (join.Conditions.Count > 0) List(join.Conditions, " on ", "", condition => Add(condition));
                break;
            case Sort sort:
                List(sort.Keys, "sort by ", "", Add);
                break;
            case Top top:
                Word("top ", top.Count);
                List(top.Keys, " by ", "", Add);
                break;
            case Take take:
                Word(take.Keyword + " ", take.Count);
                break;
            case Distinct distinct:
                List(distinct.Items, "distinct ", "", Add);
                break;
            case Union union:
                List(union.Parameters, "union ", " ", Spaced);
                List(union.Tables, "", "", Grouped);
                break;
            case MvExpand expand:
                List(expand.Parameters, "mv-expand ", " ", Spaced);
                List(expand.Items, "", "", Add);
                if (expand.RowLimit is { } limit) Word(" limit ", limit);
                break;
            case MvApply apply:
                List(apply.Parameters, "mv-apply ", " ", Spaced);
                List(apply.Items, "", "", Add);
                if (apply.RowLimit is { } rows) Word(" limit ", rows);
                _out.Append(" on ");
                SubQuery(apply.Query);
                break;
            default:
                AddOther(op);
                break;
        }
    }

    private void AddOther(Operator op)
    {
        switch (op)
        {
            case Parse parse:
                _out.Append(parse.IsFilter ? "parse-where kind=" : "parse kind=").Append(parse.Kind);
                if (parse.Flags.Length > 0) _out.Append(" flags=").Append(parse.Flags);
                Word(" ", parse.Value);
                _out.Append(" with");
                foreach (PatternPart part in parse.Pattern) Add(part);
                break;
            case ParseKv kv:
                Word("parse-kv ", kv.Value);
                _out.Append(" as ");
                Add(kv.Columns);
                if (kv.Parameters.Count > 0) List(kv.Parameters, " with (", ")", Add);
                break;
            case MakeSeries series:
                Add(series);
                break;
            case Evaluate evaluate:
                Word("evaluate ", evaluate.Plugin);
                if (evaluate.Schema is not { } schema) break;
                _out.Append(" : ");
                Add(schema);
                break;
            case Invoke invoke:
                Word("invoke ", invoke.Function);
                break;
            case Render render:
                _out.Append("render ").Append(render.Kind);
                if (render.Properties.Count > 0) List(render.Properties, " with (", ")", Add);
                break;
            case TopNested nested:
                List(nested.Levels, "top-nested ", "", Add);
                break;
            case TopHitters hitters:
                Word("top-hitters ", hitters.Count);
                _out.Append(" of ");
                Add(hitters.Of);
                if (hitters.By is not { } by) break;
                _out.Append(" by ");
                Add(by);
                break;
            case SampleDistinct sample:
                Word("sample-distinct ", sample.Count);
                _out.Append(" of ");
                Add(sample.Of);
                break;
            case Partition partition:
                List(partition.Parameters, "partition ", " ", Spaced);
                Word("by ", partition.By);
                _out.Append(' ');
                SubQuery(partition.Query);
                break;
            case As named:
                _out.Append("as ").Append(Quoted(named.Name));
                break;
            case Search search:
                List(search.Parameters, "search ", " ", Spaced);
                if (search.Tables.Count > 0) List(search.Tables, "in (", ") ", Grouped);
                Add(search.Condition);
                break;
            case Find find:
                List(find.Parameters, "find ", " ", Spaced);
                if (find.Tables.Count > 0) List(find.Tables, "in (", ") ", Grouped);
                Word("where ", find.Condition);
                if (find.Columns.Count > 0) List(find.Columns, " project ", "", Add);
                break;
            case Scan scan:
                Add(scan);
                break;
            case Fork fork:
                _out.Append("fork");
                foreach (NamedExpression branch in fork.Branches)
                {
                    _out.Append(' ');
                    if (branch.Name is { } name) _out.Append(Quoted(name)).Append(" = ");
                    if (branch.Value is Pipeline pipeline) SubQuery(pipeline.Operators);
                    else Add(branch.Value);
                }

                break;
            case Reduce reduce:
                _out.Append("reduce by ");
                Add(reduce.By);
                break;
            default:
                _out.Append(op switch { Count => "count", GetSchema => "getschema", _ => "consume" });
                break;
        }
    }

    private void Word(string word, Expression value)
    {
        _out.Append(word);
        Add(value);
    }

    // Parameters of operators have spaces between them, where lists have commas.
    private void Spaced(Parameter parameter)
    {
        if (_out[^2] == ',') _out.Length -= 2;
        if (_out[^1] != ' ') _out.Append(' ');
        Add(parameter);
    }

    // What is more than a name stands in parentheses where a table is expected.
    private void Grouped(Expression table)
    {
        bool isBare = table is Name or Call or Member or MethodCall or Pipeline or OperatorSource;
        if (!isBare) _out.Append('(');
        Add(table);
        if (!isBare) _out.Append(')');
    }

    private void Add(SortKey key)
    {
        Add(key.Value);
        _out.Append(key.IsDescending ? " desc" : " asc").Append(key.NullsFirst ? " nulls first" : " nulls last");
    }

    private void Add(Expanded item)
    {
        Add(item.Item);
        if (item.Type is { } type) _out.Append(" to typeof(").Append(KustoTypes.Name(type)).Append(')');
    }

    private void Add(PatternPart part)
    {
        _out.Append(' ');
        if (part.Text is { } text) _out.Append('\'').Append(Escaped(text)).Append('\'');
        else if (part.Column is { } column) _out.Append(Quoted(column)).Append(':').Append(KustoTypes.Name(part.Type));
        else _out.Append('*');
    }

    private void Add(NestedLevel level)
    {
        if (_out[^1] == ' ' && _out[^2] == ',') _out.Append("top-nested ");
        if (level.Count is { } count) Add(count).Append(' ');
        _out.Append("of ");
        Add(level.Of);
        if (level.Others is { } others) Word(" with others = ", others);
        _out.Append(" by ");
        Add(level.By);
        _out.Append(level.IsAscending ? " asc" : " desc");
    }

    private void Add(MakeSeries series)
    {
        List(series.Items, series.IsNonEmpty ? "make-series kind=nonempty " : "make-series ", "", item =>
        {
            Add(item.Aggregate);
            if (item.Default is { } value) Word(" default = ", value);
        });
        _out.Append(" on ");
        if (series.OnName is { } name) _out.Append(Quoted(name)).Append(" = ");
        Add(series.On);
        if (series.From is { } from) Word(" from ", from);
        if (series.To is { } to) Word(" to ", to);
        Word(" step ", series.Step);
        if (series.Keys.Count > 0) List(series.Keys, " by ", "", Add);
    }

    private void Add(Scan scan)
    {
        List(scan.Parameters, "scan ", " ", Spaced);
        if (scan.Declarations.Count > 0)
        {
            List(scan.Declarations, "declare (", ") ", declaration =>
            {
                _out.Append(Quoted(declaration.Column.Name)).Append(':').Append(KustoTypes.Name(declaration.Column.Type));
                if (declaration.Default is { } value) Word(" = ", value);
            });
        }

        _out.Append("with (");
        foreach (ScanStep step in scan.Steps)
        {
            _out.Append("step ").Append(Quoted(step.Name));
            if (step.Output == "optional") _out.Append(" optional");
            else if (step.Output is { } output) _out.Append(" output = ").Append(output);
            Word(": ", step.Condition);
            if (step.Assignments.Count > 0) List(step.Assignments, " => ", "", Add);
            _out.Append("; ");
        }

        _out.Append(')');
    }
}
