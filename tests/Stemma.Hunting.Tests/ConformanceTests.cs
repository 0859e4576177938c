using System.Text.Json;

namespace Stemma.Hunting.Tests;

/// <summary>Answers recorded from the Kusto emulator: names, types and values.</summary>
public sealed class ConformanceTests
{
    private static readonly DateTime Clock = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Recorded answers that are not given, and why not.</summary>
    private static readonly Dictionary<string, string> Different = new()
    {
        ["agent-window-series-scan-0035~1"] = "top-hitters of values that are equally frequent: any may come",
        ["agent-window-series-scan-0024~2"] = "top-hitters of values that are equally frequent: any may come",
        ["agent-type-casts-coercion-0023~2"] = "the emulator writes the last digit of 0.1 + 0.2 wrong, so that it reads back as another number",
        ["agent-type-casts-coercion-0033~2"] = "tolong() of 2^63 is the smallest long for the emulator where it is a constant, and the largest where it is a column",
    };

    [Fact]
    public void Recorded_answers_are_given()
    {
        using HuntEngine engine = HuntEngine.InMemory();
        List<string> wrong = [];
        int count = 0;
        foreach (JsonElement line in Corpus.Lines("kustainer_oracle.jsonl"))
        {
            if (line.GetProperty("kusto_error").GetBoolean()) continue;
            count++;
            string id = line.GetProperty("id").GetString()!;
            string? difference = Compare(engine, line);
            if (difference is null == Different.ContainsKey(id)) wrong.Add($"{id}: {difference ?? "is listed as different, and is the same now"}\n    {line.GetProperty("kql").GetString()}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong)}");
    }

    private static string? Compare(HuntEngine engine, JsonElement line)
    {
        HuntAnswer answer;
        try
        {
            answer = engine.Run(line.GetProperty("kql").GetString()!, Clock, HuntSchema.Empty);
        }
        catch (HuntException error)
        {
            return error.Message;
        }

        string columns = string.Join(' ', line.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        string given = string.Join(' ', answer.Columns.Select(column => $"{column.Name}:{RecordedAnswers.TypeName(column.Type)}"));
        if (columns != given) return $"columns {columns}, given {given}";
        if (line.GetProperty("row_count").GetInt32() != answer.Rows.Count) return $"{line.GetProperty("row_count")} rows, given {answer.Rows.Count}";
        if (!line.GetProperty("rows_complete").GetBoolean()) return null;
        string[] recorded = [.. line.GetProperty("rows").EnumerateArray().Select(row => row.GetString()!).Order(StringComparer.Ordinal)];
        string[] rows = [.. answer.Rows.Select(row => RecordedAnswers.Row(answer, row)).Order(StringComparer.Ordinal)];
        for (int i = 0; i < rows.Length; i++)
            if (recorded[i] != rows[i]) return $"{recorded[i].ReplaceLineEndings("")}, given {rows[i].ReplaceLineEndings("")}";
        return null;
    }
}
