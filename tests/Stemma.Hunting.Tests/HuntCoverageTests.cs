using System.Text.Json;
using System.Text.RegularExpressions;
using Stemma.Hunting.Kql.Compiling;
using Stemma.Hunting.Kql.Syntax;
using Stemma.Tests.Shared;

namespace Stemma.Hunting.Tests;

/// <summary>How much of what public hunts ask for is compiled, whatever tables they ask.</summary>
public sealed partial class HuntCoverageTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void Public_hunts_compile()
    {
        int count = 0;
        Dictionary<string, List<string>> failures = [];
        foreach (string line in File.ReadLines(TestData.Shared("hunts/kql/index.jsonl")))
        {
            if (line.Length == 0) continue;
            JsonElement hunt = JsonDocument.Parse(line).RootElement;
            string file = hunt.GetProperty("file").GetString()!;
            Script script = Parser.Parse(File.ReadAllText(TestData.Shared("hunts/" + file)));
            count++;
            try
            {
                _ = Compiler.Compile(script, new AnySchema(hunt, script.Text), DateTime.UnixEpoch, _ => []);
            }
            catch (HuntException error)
            {
                string reason = Quoted().Replace(error.Errors[0].Message, "'…'");
                if (!failures.TryGetValue(reason, out List<string>? files)) failures[reason] = files = [];
                files.Add($"{file} {error.Errors[0]}");
            }
        }

        int failed = failures.Values.Sum(files => files.Count);
        string report = string.Join('\n', failures.OrderByDescending(failure => failure.Value.Count).Select(failure => $"{failure.Value.Count}  {failure.Key}\n      {string.Join("\n      ", failure.Value.Take(3))}"));
        // What fails otherwise rests on tables of other products, or on columns that only data brings.
        Assert.True(failed <= 0.18 * count, $"{failed} of {count} do not compile:\n{report}");
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    /// <summary>Any table is there, with the columns that the hunt names; their types are what the hunt's use of them suggests.</summary>
    private sealed class AnySchema(JsonElement hunt, string text) : IHuntSchema
    {
        private readonly HuntColumn[] _columns =
        [
            .. hunt.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)
                .Concat(["TimeGenerated", "Timestamp", "Type", "Computer"]).Distinct()
                .Select(name => new HuntColumn(name, TypeOf(name, text), "x")),
        ];

        private readonly Dictionary<string, HuntTable> _tables = [];

        public IReadOnlyCollection<HuntTable> Tables => _tables.Values;

        public HuntTable? Find(string name)
        {
            if (name.Length == 0 || !(char.IsUpper(name[0]) || name.StartsWith("im", StringComparison.Ordinal) || name.StartsWith('_') || name.StartsWith("vim", StringComparison.Ordinal))) return null;
            if (Array.Exists(_columns, column => column.Name == name)) return null;
            if (!_tables.TryGetValue(name, out HuntTable? table)) _tables[name] = table = new HuntTable(name, _columns, name, "rowid");
            return table;
        }

        private static KustoType TypeOf(string name, string text)
        {
            if (name is "TimeGenerated" or "Timestamp" || name.EndsWith("Time", StringComparison.Ordinal) || name.EndsWith("TimeUtc", StringComparison.Ordinal)) return KustoType.DateTime;
            if (Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(name)}\s*(\.\w|\[)|(mv-expand|mv-apply)\s+(\w+\s*=\s*)?{Regex.Escape(name)}\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5))) return KustoType.Dynamic;
            return Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(name)}\s*(>|<|>=|<=|==)\s*\d", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)) ? KustoType.Long : KustoType.String;
        }
    }
}
