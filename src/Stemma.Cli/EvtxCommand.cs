using System.CommandLine;
using System.Text;
using Stemma.Evtx;

namespace Stemma.Cli;

/// <summary><c>stemma evtx</c>: what is in Windows event logs, as it is stored.</summary>
internal static class EvtxCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("evtx", "Reads Windows event logs as they are stored.")
    {
        Dump(),
        Info(),
        Carve(),
    };

    private static Argument<string[]> Files() => new("FILE") { Description = "EVTX files", Arity = ArgumentArity.OneOrMore };

    private static Command Dump()
    {
        Argument<string[]> files = Files();
        Option<string> format = new("--format", "-f") { Description = "json or xml, a record a line", DefaultValueFactory = _ => "json", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("json", "jsonl", "xml");
        Option<string?> output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
        Option<bool> deleted = new("--deleted") { Description = "also records that were deleted and not yet overwritten" };
        Command command = new("dump", "Prints every record as JSON (in the shape of evtx_dump) or XML. Exit code 3 when something could not be read.") { files, format, output, deleted };
        command.SetAction(parsed =>
        {
            using Stream target = Output.Open(parsed.GetValue(output));
            bool damaged = false;
            EvtxTemplateCache templates = new();
            EvtxDump dump = new(target, parsed.GetValue(format) == "xml" ? EvtxTextFormat.Xml : EvtxTextFormat.Json, templates);
            foreach (string path in parsed.GetValue(files)!)
            {
                using EvtxFile? file = Open(path, templates, ref damaged);
                if (file is null) continue;
                file.RecoverDeleted = parsed.GetValue(deleted);
                dump.Add(file, () => damaged |= Report(path, file));
            }

            dump.Finish();
            return damaged ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }

    private static Command Info()
    {
        Argument<string[]> files = Files();
        Command command = new("info", "Prints a line for each file: records, first and last record id and time, channels, state. Exit code 3 when something could not be read.") { files };
        command.SetAction(parsed =>
        {
            bool damaged = false;
            EvtxTemplateCache templates = new();
            foreach (string path in parsed.GetValue(files)!)
            {
                using EvtxFile? file = Open(path, templates, ref damaged);
                if (file is null) continue;
                Console.Out.WriteLine(Describe(path, file));
                damaged |= Report(path, file);
            }

            return damaged ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }

    private static Command Carve()
    {
        Argument<string[]> images = new("IMAGE") { Description = "disk images, devices, memory dumps, any bytes", Arity = ArgumentArity.OneOrMore };
        Option<string> format = new("--format", "-f") { Description = "json or xml, a record a line", DefaultValueFactory = _ => "json", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("json", "jsonl", "xml");
        Option<string?> output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
        Command command = new("carve", "Finds event records in images, in unallocated space and memory, and prints each once. Exit code 3 when an image could not be read to its end.") { images, format, output };
        command.SetAction(parsed =>
        {
            using Stream target = Output.Open(parsed.GetValue(output));
            bool xml = parsed.GetValue(format) == "xml";
            bool unread = false;
            EvtxTemplateCache templates = new();
            foreach (string path in parsed.GetValue(images)!)
                unread |= !TryCarve(path, templates, target, xml);
            return unread ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }

    private static bool TryCarve(string path, EvtxTemplateCache templates, Stream target, bool xml)
    {
        if (Reachable(path, () => EvtxCarver.Open(path, templates)) is not { } carver) return false;
        using (carver)
        {
            using IEnumerator<EvtxRecord> found = carver.ReadRecords().GetEnumerator();
            long records = 0;
            bool? more;
            // Only the image's errors are caught: what is wrong with the output ends the command.
            while ((more = Next(path, found)) == true)
            {
                records++;
                Print(found.Current, target, xml);
            }

            Console.Error.WriteLine($"{path}: {Humans.Count(records, "record")}, {Humans.Count(carver.RecordsOutsideChunks)} of them outside of the {Humans.Count(carver.Chunks, "chunk")} in "
                + $"{Humans.Count(carver.BytesSearched, "byte")}; {Humans.Count(carver.Duplicates)} more had been found before; {Humans.Count(carver.Problems.Count, "problem")} in chunks");
            return more is not null;
        }
    }

    // Null: the image cannot be read on.
    private static bool? Next(string path, IEnumerator<EvtxRecord> records)
    {
        try
        {
            return records.MoveNext();
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"{path}: cannot be read: {e.Message}");
            return null;
        }
    }

    private static void Print(EvtxRecord record, Stream target, bool xml)
    {
        target.Write(Encoding.UTF8.GetBytes(xml ? record.ToXml() : record.ToJson()));
        target.WriteByte((byte)'\n');
    }

    private static string Describe(string path, EvtxFile file)
    {
        long records = 0, firstId = long.MaxValue, lastId = 0, first = long.MaxValue, last = 0;
        SortedDictionary<string, long> channels = new(StringComparer.Ordinal);
        foreach (EvtxRecord record in file.ReadRecords())
        {
            records++;
            (firstId, lastId) = (Math.Min(firstId, record.Id), Math.Max(lastId, record.Id));
            (first, last) = (Math.Min(first, record.FileTime), Math.Max(last, record.FileTime));
            string channel = record["Channel"] ?? "";
            channels[channel] = channels.GetValueOrDefault(channel) + 1;
        }

        string state = file.Header switch
        {
            null => "no header",
            { IsDirty: true } => "not closed",
            { IsFull: true } => "full",
            _ => "closed",
        };
        if (records == 0) return $"{path}: no records, {state}";
        return $"{path}: {Humans.Count(records, "record")}, ids {firstId} to {lastId}, {Humans.Time(first)} to {Humans.Time(last)} UTC, {state}, "
            + string.Join(", ", channels.Select(channel => $"{Humans.Clean(channel.Key)} ({Humans.Count(channel.Value)})"));
    }

    private static EvtxFile? Open(string path, EvtxTemplateCache templates, ref bool damaged)
    {
        EvtxFile? file = Reachable(path, () => EvtxFile.Open(path, templates));
        damaged |= file is null;
        return file;
    }

    // What opens; null, and said so, when it does not.
    private static T? Reachable<T>(string path, Func<T> open)
        where T : class
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{path}: cannot be read: {e.Message}");
            return null;
        }
    }

    private static bool Report(string path, EvtxFile file)
    {
        foreach (EvtxProblem problem in file.Problems) Console.Error.WriteLine($"{path}: at byte {problem.Position}: {problem.Message}");
        return file.Problems.Any(problem => problem.Kind != EvtxProblemKind.FileDirty);
    }
}
