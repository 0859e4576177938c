using System.Text.RegularExpressions;

namespace Stemma.Lineage;

// Services and tasks: made once, run later.
public sealed partial class ProcessTree
{
    // How many services or tasks of one program may wait on a machine.
    private const int Waiting = 8;
    private const long PipeWindow = TimeSpan.TicksPerMinute / 2;

    private Recent<(LineageHost, string), List<Maker>>? _services, _tasks;
    private Recent<(LineageHost, string), Maker>? _taskNames, _serviceNames;
    private Recent<(LineageHost, string), LineageProcess>? _serviceRuns, _taskRuns;

    private static bool IsScheduler(LineageProcess? process, ReadOnlySpan<char> name) => name.Equals("taskeng.exe", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("svchost.exe", StringComparison.OrdinalIgnoreCase) && (process!.CommandLine.Length == 0
        || process.CommandLine.Contains("netsvcs", StringComparison.OrdinalIgnoreCase) || process.CommandLine.Contains("Schedule", StringComparison.OrdinalIgnoreCase)));

    // Of those with the program, the one whose command it is; if none says so, the youngest of which no command is known.
    private void NoteMade(EdgeKind kind, Recent<(LineageHost, string), List<Maker>>? made, LineageProcess process)
    {
        if (made is null || !made.TryGet((process.HostOf, ProgramKey(process.Image)), out List<Maker>? makers)) return;
        Maker? maker = process.CommandLine.Length == 0 ? makers[^1]
            : makers.FindLast(maker => maker.Command.Length > 0 && CommandText.IsSame(process.CommandLine, maker.Command)) ?? makers.FindLast(maker => maker.Command.Length == 0);
        if (maker is null) return;
        _effects.Enqueue(new Effect(kind, process, maker, null));
        NoteRun(kind, process, maker);
    }

    private void NoteRun(EdgeKind kind, LineageProcess process, Maker maker) =>
        (kind == EdgeKind.Service ? _serviceRuns ??= new(_limits.Causes) : _taskRuns ??= new(_limits.Causes)).Set((process.HostOf, maker.Name), process);

    private void NoteService(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        // Without a process, who had the service manager's pipe open shortly before is asked.
        LineageFact? remote = process is null && _pipes is not null && _pipes.TryGet(host, out LineageFact? pipe) && fact.Time - pipe.Time < PipeWindow ? pipe : null;
        Maker maker = new(process, fact.Name, fact.Text, fact.Evidence, remote);

        // 4697 and 7045 tell of one service: who did it is known to the first only.
        _serviceNames ??= new(_limits.Causes);
        if (_serviceNames.TryGet((host, fact.Name), out Maker? known) && known.By is not null && process is null && known.Command == fact.Text
            && fact.Time - known.Evidence.Time < AtOnce) return;
        _serviceNames.Set((host, fact.Name), maker);
        Wait(_services ??= new(_limits.Causes), host, fact.Text, maker);
    }

    private void NoteTask(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        string command = TaskCommand(fact.Text), name = TaskName(fact);
        if (command.Length == 0 && _taskNames is not null && _taskNames.TryGet((host, name), out _)) return;
        LineageFact? remote = process is null && _pipes is not null && _pipes.TryGet(host, out LineageFact? pipe) && fact.Time - pipe.Time < PipeWindow ? pipe : null;
        Maker maker = new(process, name, command, fact.Evidence, remote);
        (_taskNames ??= new(_limits.Causes)).Set((host, name), maker);
        if (command.Length > 0) Wait(_tasks ??= new(_limits.Causes), host, command, maker);
    }

    // The scheduler says which task's program it starts, and sometimes its number; the start itself may be logged before or after.
    private void NoteTaskStart(LineageHost host, LineageFact fact)
    {
        string name = TaskName(fact);
        Maker maker = _taskNames is not null && _taskNames.TryGet((host, name), out Maker? known) ? known : new Maker(null, name, "", fact.Evidence);
        if (ProcessIndex.Find(host, fact.TargetPid, fact.Time + TimeSpan.TicksPerSecond, fact.Text) is { HasStart: true } started)
        {
            _effects.Enqueue(new Effect(EdgeKind.Task, started, maker, null));
            NoteRun(EdgeKind.Task, started, maker);
        }
        else if (fact.Text.Length > 0) Wait(_tasks ??= new(_limits.Causes), host, fact.Text, maker);
    }

    private static string TaskName(LineageFact fact) => fact.Name.TrimStart('\\');

    private static void Wait(Recent<(LineageHost, string), List<Maker>> made, LineageHost host, string command, Maker maker)
    {
        var key = (host, ProgramKey(command));
        if (!made.TryGet(key, out List<Maker>? makers)) made.Set(key, makers = []);
        makers.RemoveAll(other => other.Name == maker.Name);
        if (makers.Count == Waiting) makers.RemoveAt(0);
        makers.Add(maker);
    }

    private static string ProgramKey(string command)
    {
        string name = CommandText.FileName(CommandText.Program(command)).ToString().ToUpperInvariant();
        return name == "%COMSPEC%" ? "CMD.EXE" : name.Contains('.', StringComparison.Ordinal) ? name : $"{name}.EXE";
    }

    // The first action of a task's XML, which is not worth a parser: what is wrong in it, is not a command.
    private static string TaskCommand(string xml) =>
        Command().Match(xml) is { Success: true } command
            ? System.Net.WebUtility.HtmlDecode($"{command.Groups[1].Value} {(Arguments().Match(xml, command.Index) is { Success: true } arguments ? arguments.Groups[1].Value : "")}").TrimEnd() : "";

    [GeneratedRegex("<Command>([^<]*)</Command>", RegexOptions.None, 1000)]
    private static partial Regex Command();

    [GeneratedRegex("<Arguments>([^<]*)</Arguments>", RegexOptions.None, 1000)]
    private static partial Regex Arguments();
}
