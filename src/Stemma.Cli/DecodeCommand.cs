using System.CommandLine;
using System.Text;
using System.Text.Json;
using Stemma.Decoding;
using Decoder = Stemma.Decoding.Decoder;

namespace Stemma.Cli;

/// <summary><c>stemma decode</c>: what a script, command line or document says when nothing is hidden any more. Nothing of it is ever run.</summary>
internal sealed class DecodeCommand
{
    // What is decoded is cut to DecodeLimits.TextLength; more than this is not even read.
    private const long MaximumFile = 64 << 20;
    private const int LinesAtOnce = 256;

    private readonly Argument<string?> _file = new("FILE") { Description = "a script, command line or document; - for standard input", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _batch = new("--batch") { Description = "JSON lines of {\"id\", \"kind\", \"text\"}, each answered by a line; - for standard input", HelpName = "FILE" };
    private readonly Option<string> _kind = new("--kind", "-k") { Description = $"its language: {string.Join(", ", Kinds.Names)}", DefaultValueFactory = _ => "auto", HelpName = "KIND" };
    private readonly Option<string> _format = new("--format", "-f") { Description = "text or json", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };

    private DecodeCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        DecodeCommand command = new();
        Command decode = new("decode", "Decodes a script, command line or document layer by layer, without running it, and says what it does.")
        {
            command._file, command._kind, command._batch, command._format, command._output,
        };
        command._format.AcceptOnlyFromAmong("text", "json");
        command._kind.AcceptOnlyFromAmong([.. Kinds.Names]);
        decode.Validators.Add(result =>
        {
            if (result.GetValue(command._file) is null == result.GetValue(command._batch) is null) result.AddError("name a FILE to decode (- for standard input), or --batch FILE");
        });
        decode.SetAction(command.Run);
        return decode;
    }

    private int Run(ParseResult parsed)
    {
        using Stream output = Output.Open(parsed.GetValue(_output));
        if (parsed.GetValue(_batch) is { } batch) return Batch(batch, output);
        string path = parsed.GetValue(_file)!;
        DecodedArtifact artifact = Decoder.DecodeFile(Read(path), Path.GetFileName(path), Kinds.Parse(parsed.GetValue(_kind)!)!.Value);
        if (parsed.GetValue(_format) == "json")
        {
            using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            DecodedJson.Write(writer, null, artifact);
            writer.Flush();
            output.WriteByte((byte)'\n');
            return ExitCode.Fine;
        }

        using StreamWriter text = new(output, new UTF8Encoding(false));
        DecodedText.Write(new StyledWriter(text, isStyled: parsed.GetValue(_output) is null && !Console.IsOutputRedirected), artifact);
        return ExitCode.Fine;
    }

    private static int Batch(string path, Stream output)
    {
        using Stream input = Input.Open(path);
        using StreamReader reader = new(input, Encoding.UTF8);
        List<(int Number, string Text)> lines = new(LinesAtOnce);
        bool allRead = true;
        int number = 0;
        while (true)
        {
            string? line = reader.ReadLine();
            if (line is not null)
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line)) lines.Add((number, line));
                if (lines.Count < LinesAtOnce) continue;
            }

            // Answers stand in the order of the questions.
            (byte[] Answer, bool IsRead)[] answers = [.. lines.AsParallel().AsOrdered().Select(asked => Answer(asked.Text, $"{path}, line {asked.Number}"))];
            foreach ((byte[] answer, bool isRead) in answers)
            {
                output.Write(answer);
                allRead &= isRead;
            }

            lines.Clear();
            if (line is null) return allRead ? ExitCode.Fine : ExitCode.PartlyRead;
        }
    }

    private static (byte[] Answer, bool IsRead) Answer(string line, string place)
    {
        using MemoryStream answer = new();
        bool isRead = true;
        using (Utf8JsonWriter writer = new(answer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            try
            {
                using JsonDocument question = JsonDocument.Parse(line);
                JsonElement? id = question.RootElement.TryGetProperty("id", out JsonElement named) ? named : null;
                string kind = question.RootElement.TryGetProperty("kind", out JsonElement told) && told.ValueKind == JsonValueKind.String ? told.GetString()! : "auto";
                if (!question.RootElement.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String) throw new JsonException("there is no \"text\"");
                if (Kinds.Parse(kind) is not { } language) throw new JsonException($"'{Humans.Clean(kind)}' is no kind ({string.Join(", ", Kinds.Names)})");
                DecodedJson.Write(writer, id, Decoder.Decode(text.GetString()!, language));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                isRead = false;
                DecodedJson.WriteError(writer, $"{place}: {e.Message}");
            }
        }

        answer.WriteByte((byte)'\n');
        return (answer.ToArray(), isRead);
    }

    private static byte[] Read(string path)
    {
        using Stream input = Input.Open(path);
        // A file of known length is held once; a stream, or a file that the system makes up as it is read, grows.
        if (input.CanSeek && input.Length > 0)
        {
            if (input.Length > MaximumFile) throw TooLarge(path);
            byte[] content = new byte[input.Length];
            int length = input.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length == content.Length ? content : content[..length];
        }

        using MemoryStream bytes = new();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaximumFile) throw TooLarge(path);
        }

        return bytes.ToArray();
    }

    private static UserError TooLarge(string path) =>
        new($"{path} is larger than {Humans.Count(MaximumFile >> 20)} MiB, which is more than is decoded; cut out the part that matters");

    /// <summary>The names of languages on the command line and in batches.</summary>
    internal static class Kinds
    {
        private static readonly (string Name, ScriptKind Kind)[] All =
        [
            ("auto", ScriptKind.Auto), ("command-line", ScriptKind.CommandLine), ("powershell", ScriptKind.PowerShell), ("cmd", ScriptKind.Cmd),
            ("javascript", ScriptKind.JavaScript), ("visual-basic", ScriptKind.VisualBasic), ("shell", ScriptKind.Shell), ("python", ScriptKind.Python),
            ("html", ScriptKind.Html), ("applescript", ScriptKind.AppleScript), ("network-device", ScriptKind.NetworkDevice), ("text", ScriptKind.Text),
        ];

        private static readonly Dictionary<string, ScriptKind> Others = new(StringComparer.OrdinalIgnoreCase)
        {
            ["commandline"] = ScriptKind.CommandLine,
            ["ps1"] = ScriptKind.PowerShell,
            ["batch"] = ScriptKind.Cmd,
            ["bat"] = ScriptKind.Cmd,
            ["js"] = ScriptKind.JavaScript,
            ["jscript"] = ScriptKind.JavaScript,
            ["vba"] = ScriptKind.VisualBasic,
            ["vbs"] = ScriptKind.VisualBasic,
            ["vbscript"] = ScriptKind.VisualBasic,
            ["bash"] = ScriptKind.Shell,
            ["sh"] = ScriptKind.Shell,
            ["py"] = ScriptKind.Python,
            ["hta"] = ScriptKind.Html,
        };

        /// <summary>All names, the first of each language.</summary>
        public static IEnumerable<string> Names => All.Select(kind => kind.Name);

        /// <summary>The language of a name; null for none.</summary>
        public static ScriptKind? Parse(string name)
        {
            foreach ((string own, ScriptKind kind) in All)
                if (own.Equals(name, StringComparison.OrdinalIgnoreCase)) return kind;
            return Others.TryGetValue(name, out ScriptKind other) ? other : null;
        }

        /// <summary>The name of a language.</summary>
        public static string Of(ScriptKind kind) => All.First(known => known.Kind == kind).Name;
    }
}
