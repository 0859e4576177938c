using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>scan, with one step: a state that goes from row to row.</content>
internal sealed partial class Compiler
{
    private ScanState? _scanState;

    // A recursive expression takes one row after the other: the step's condition sees the state so far, and a row that fulfils it becomes the state.
    private Relation Scanned(Scan scan, Relation rows)
    {
        if (scan.Steps.Count != 1) throw CompileFailure.Unsupported(scan.At, $"scan with {scan.Steps.Count} steps; one step");
        if (!rows.IsSerialized) throw new CompileFailure(scan.At, "scan needs rows in an order: put 'sort' or 'serialize' before it");
        if (rows.Groups.Count > 0) throw CompileFailure.Unsupported(scan.At, "scan within another query");
        ScanStep step = scan.Steps[0];
        string number = NextId();
        string numbered = AddPart($"SELECT *, row_number() OVER {rows.Window()} AS {number} FROM {rows.From}", isMaterialized: true);
        List<Column> declared = [.. scan.Declarations.Select(declaration => new Column(declaration.Column.Name, declaration.Column.Type, NextId()))];
        List<Term> defaults = [.. scan.Declarations.Select((declaration, i) => declaration.Default is { } given ? Conversions.To(declared[i].Type, Scalar(given)) : Term.Constant(declared[i].Type, null))];
        ScanState state = new();
        List<Column> remembered = [];
        foreach (Column column in rows.Columns.Concat(declared))
        {
            if (remembered.Any(known => known.Id == column.Id)) continue;
            remembered.Add(column);
            state.Set(step.Name, column.Name, new Term(column.Type, "s." + column.Id));
        }

        // A declared column is its default until the step assigns it.
        List<Column> visible = [.. rows.Columns.Select(column => column with { Id = "n." + column.Id })];
        Dictionary<string, string> assigned = [];
        Term condition = null!;
        ScanState? outer = _scanState;
        _scanState = state;
        for (int i = 0; i < declared.Count; i++) Put(visible, declared[i] with { Id = defaults[i].Sql });
        WithRows(rows with { Columns = visible }, () =>
        {
            condition = Condition(step.Condition);
            foreach (NamedExpression assignment in step.Assignments)
            {
                Column target = declared.FirstOrDefault(column => column.Name == assignment.Name) ?? throw new CompileFailure(assignment.At, $"'{assignment.Name}' is not declared");
                assigned[target.Id] = Conversions.To(target.Type, Scalar(assignment.Value)).Sql;
            }
        });
        _scanState = outer;
        string matches = NextId();
        string at = NextId();
        string Kept(string id, string made) => $"CASE WHEN coalesce({condition.Sql}, false) THEN {made} ELSE s.{id} END AS {id}";
        string start = string.Join(", ", rows.Columns.DistinctBy(column => column.Id).Select(column => $"{SqlText.Literal(column.Type, null)} AS {column.Id}").Concat(declared.Select((column, i) => $"{defaults[i].Sql} AS {column.Id}")));
        string next = string.Join(", ", rows.Columns.DistinctBy(column => column.Id).Select(column => Kept(column.Id, "n." + column.Id)).Concat(declared.Select((column, i) => Kept(column.Id, assigned.GetValueOrDefault(column.Id, defaults[i].Sql)))));
        string table = "w" + NextId();
        string scanned = AddPart($"WITH RECURSIVE {table} AS (SELECT 0::BIGINT AS {at}, false AS {matches}, {start} UNION ALL SELECT s.{at} + 1, coalesce({condition.Sql}, false), {next} FROM {table} AS s JOIN {numbered} AS n ON n.{number} = s.{at} + 1) SELECT * FROM {table} WHERE {matches}");
        return new Relation(scanned, [.. rows.Columns.Where(column => !declared.Any(other => other.Name == column.Name)), .. declared], [OrderTerm.Ordinal(at)]) { IsSerialized = true };
    }
}
