using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using Stemma.Detection;
using Stemma.Hunting;

namespace Stemma.Cli;

/// <summary><c>stemma hunt</c>: answers hunts in the Kusto query language.</summary>
internal sealed class HuntCommand
{
    private const int MaximumQuery = 1 << 20;
    private const int CellWidth = 200;

    private readonly Argument<string?> _query = new("QUERY") { Description = "the hunt, in KQL; - for standard input", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _batch = new("--batch") { Description = "JSON lines of {\"id\", \"lang\", \"query\"}, each answered by a line; - for standard input", HelpName = "FILE" };
    private readonly Option<string> _format = new("--format", "-f") { Description = "text, json or csv", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
    private readonly Option<DateTimeOffset?> _clock = new("--as-of") { Description = "what now() says, UTC unless it names an offset; the default is now", HelpName = "TIME" };
    private readonly Option<bool> _sql = new("--sql") { Description = "shows the SQL that answers it instead" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };

    private HuntCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        HuntCommand command = new();
        Command hunt = new("hunt", "Answers a hunt in KQL over what it brings along: datatable, print, range.")
        {
            command._query, command._batch, command._format, command._clock, command._sql, command._output,
        };
        command._format.AcceptOnlyFromAmong("text", "json", "csv");
        hunt.Validators.Add(result =>
        {
            if (result.GetValue(command._query) is null == result.GetValue(command._batch) is null) result.AddError("give a QUERY (- for standard input), or --batch FILE");
        });
        hunt.SetAction(command.Run);
        return hunt;
    }

    private int Run(ParseResult parsed)
    {
        DateTime clock = parsed.GetValue(_clock)?.UtcDateTime ?? DateTime.UtcNow;
        using HuntEngine engine = HuntEngine.InMemory();
        using Stream output = Output.Open(parsed.GetValue(_output));
        if (parsed.GetValue(_batch) is { } batch) return Batch(engine, batch, clock, output);
        string query = parsed.GetValue(_query)!;
        if (query == "-") query = ReadAll(Console.In);
        try
        {
            if (parsed.GetValue(_sql))
            {
                output.Write(Encoding.UTF8.GetBytes(engine.Explain(query, clock, HuntSchema.Empty) + "\n"));
                return ExitCode.Fine;
            }

            HuntAnswer answer = engine.Run(query, clock, HuntSchema.Empty);
            foreach (string note in answer.Notes) Console.Error.WriteLine($"stemma: {Humans.Clean(note)}");
            if (answer.IsCut) Console.Error.WriteLine($"stemma: only the first {Humans.Count(answer.Rows.Count)} rows are shown; narrow the hunt or summarize");
            Write(answer, parsed.GetValue(_format)!, output, isStyled: parsed.GetValue(_output) is null && !Console.IsOutputRedirected);
            return ExitCode.Fine;
        }
        catch (HuntException error)
        {
            foreach (HuntError problem in error.Errors) Console.Error.WriteLine($"stemma: {Humans.Clean(problem.ToString())}");
            return ExitCode.Failed;
        }
    }

    private static string ReadAll(TextReader reader)
    {
        char[] buffer = new char[MaximumQuery + 1];
        int length = reader.ReadBlock(buffer);
        return length <= MaximumQuery ? new string(buffer, 0, length) : throw new UserError($"a hunt may have {Humans.Count(MaximumQuery)} characters, and this has more");
    }

    private static void Write(HuntAnswer answer, string format, Stream output, bool isStyled)
    {
        if (format == "json")
        {
            using (Utf8JsonWriter writer = new(output, HuntJson.Options)) HuntJson.WriteRows(writer, answer);
            output.WriteByte((byte)'\n');
            return;
        }

        if (format == "csv")
        {
            WriteCsv(output, answer);
            return;
        }

        using StreamWriter text = new(output, new UTF8Encoding(false));
        if (isStyled) WriteTable(text, answer);
        else WritePlain(text, answer);
    }

    private static void WriteCsv(Stream output, HuntAnswer answer)
    {
        ArrayBufferWriter<byte> line = new();
        CsvLine cells = new();
        foreach (AnswerColumn column in answer.Columns) cells.Add(column.Name);
        cells.WriteTo(line);
        foreach (object?[] row in answer.Rows)
        {
            foreach (object? value in row) cells.Add(HuntJson.Text(value), isText: value is not (int or long or double or decimal));
            cells.WriteTo(line);
        }

        output.Write(line.WrittenSpan);
    }

    private static void WritePlain(TextWriter text, HuntAnswer answer)
    {
        string[][] cells = [[.. answer.Columns.Select(column => Humans.Clean(column.Name))], .. answer.Rows.Select(row => row.Select(Cell).ToArray())];
        int[] widths = [.. answer.Columns.Select((_, i) => cells.Max(row => row[i].Length))];
        foreach (string[] row in cells) text.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        text.WriteLine(Humans.Count(answer.Rows.Count, "row"));
    }

    private static void WriteTable(TextWriter text, HuntAnswer answer)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (AnswerColumn column in answer.Columns) table.AddColumn(new TableColumn(Markup.Escape(Humans.Clean(column.Name))));
        foreach (object?[] row in answer.Rows) table.AddRow(row.Select(value => new Text(Cell(value))));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Interactive = InteractionSupport.No });
        if (answer.Columns.Count > 0) console.Write(table);
        console.WriteLine(Humans.Count(answer.Rows.Count, "row"));
    }

    private static string Cell(object? value) => Humans.Cut(Humans.Clean(HuntJson.Text(value)), CellWidth);

    private static int Batch(HuntEngine engine, string path, DateTime clock, Stream output)
    {
        using StreamReader reader = new(Input.Open(path), Encoding.UTF8);
        bool allRead = true;
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            using (Utf8JsonWriter writer = new(output, HuntJson.Options)) allRead &= Answer(engine, line, $"{path}, line {number.ToString(CultureInfo.InvariantCulture)}", clock, writer);
            output.WriteByte((byte)'\n');
        }

        return allRead ? ExitCode.Fine : ExitCode.PartlyRead;
    }

    // A hunt that fails is an answer too; only a line that is no question makes the whole batch partly read.
    private static bool Answer(HuntEngine engine, string line, string place, DateTime clock, Utf8JsonWriter writer)
    {
        JsonElement? id = null;
        try
        {
            using JsonDocument question = JsonDocument.Parse(line);
            id = question.RootElement.TryGetProperty("id", out JsonElement named) ? named.Clone() : null;
            string language = question.RootElement.TryGetProperty("lang", out JsonElement told) ? told.GetString() ?? "" : "kql";
            if (language != "kql") throw new JsonException($"'{Humans.Clean(language)}' is no language that hunts are answered in; kql is");
            if (!question.RootElement.TryGetProperty("query", out JsonElement query) || query.ValueKind != JsonValueKind.String) throw new JsonException("there is no \"query\"");
            HuntJson.Write(writer, id, engine.Run(query.GetString()!, clock, HuntSchema.Empty));
            return true;
        }
        catch (HuntException error)
        {
            HuntJson.WriteError(writer, id, string.Join("; ", error.Errors));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            HuntJson.WriteError(writer, id, $"{place}: {e.Message}");
            return false;
        }
    }
}
