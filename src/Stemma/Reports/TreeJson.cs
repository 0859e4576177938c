using Stemma.Detection;
using Stemma.Lineage;
using static Stemma.Reports.JsonMembers;

namespace Stemma.Reports;

/// <summary>A process tree as one JSON object, version 1 (docs/tree.md): an element a line, so that it can be read in parts.</summary>
public static class TreeJson
{
    private const int Version = 1;

    /// <summary>Writes it.</summary>
    /// <param name="selection">What of the tree.</param>
    /// <param name="counts">What was read, and what was let go.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(TreeSelection selection, LineageCounts counts, Stream output)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(output);
        JsonLine line = new();
        Dictionary<LineageProcess, int> ids = [];
        foreach (LineageProcess process in selection.Processes.Concat(Others(selection))) ids.TryAdd(process, ids.Count + 1);
        line.Raw("{\"version\":"u8);
        line.Number(Version);
        List(line, output, "processes"u8, ids.Keys, process => Process(line, process, ids));
        List(line, output, "edges"u8, selection.Edges, edge => Edge(line, edge, ids));
        List(line, output, "scripts"u8, selection.Scripts, script => Script(line, script, ids));
        List(line, output, "notes"u8, selection.Notes, note => Note(line, note, ids));
        line.Raw(",\n\"counts\":{"u8);
        Number(line, "facts"u8, counts.Facts, first: true);
        Number(line, "starts"u8, counts.Starts);
        Number(line, "joined"u8, counts.Joined);
        Number(line, "evicted_processes"u8, counts.EvictedProcesses);
        Number(line, "evicted_edges"u8, counts.EvictedEdges);
        Number(line, "evicted_notes"u8, counts.EvictedNotes);
        Number(line, "partial_scripts"u8, counts.PartialScripts);
        Number(line, "lost_scripts"u8, counts.LostScripts);
        line.Raw("}}\n"u8);
        output.Write(line.Written);
    }

    // Edges may lead to processes that were not asked for: those are listed too, behind the others.
    private static IEnumerable<LineageProcess> Others(TreeSelection selection) =>
        selection.Edges.SelectMany(edge => edge.From is null ? [edge.To] : new[] { edge.From, edge.To }).Distinct().Order(ProcessTree.ByStart);

    private static void List<T>(JsonLine line, Stream output, ReadOnlySpan<byte> name, IEnumerable<T> items, Action<T> write)
    {
        line.Raw(",\n\""u8);
        line.Raw(name);
        line.Raw("\":["u8);
        bool first = true;
        foreach (T item in items)
        {
            line.Raw(first ? "\n"u8 : ",\n"u8);
            first = false;
            write(item);
            output.Write(line.Written);
            line.Clear();
        }

        line.Raw("]"u8);
    }

    private static void Process(JsonLine line, LineageProcess process, Dictionary<LineageProcess, int> ids)
    {
        line.Raw("{"u8);
        Number(line, "id"u8, ids[process], first: true);
        Text(line, "host"u8, process.Host);
        Number(line, "pid"u8, process.Pid);
        Text(line, "guid"u8, process.Guid);
        Time(line, "start"u8, process.Start);
        Time(line, "end"u8, process.End);
        Text(line, "image"u8, process.Image);
        Text(line, "command_line"u8, process.CommandLine);
        Text(line, "user"u8, process.User);
        Text(line, "integrity"u8, process.Integrity);
        Text(line, "logon_id"u8, process.LogonId);
        Id(line, "parent"u8, process.Parent, ids);
        Text(line, "parent_known_by"u8, process.Link switch { ParentLink.Guid => "guid", ParentLink.Pid => "pid", ParentLink.Exec => "exec", _ => "" });
        Text(line, "ghost"u8, GhostName(process.Ghost));
        Evidence(line, process.Evidence);
        line.Raw("}"u8);
    }

    private static void Edge(JsonLine line, LineageEdge edge, Dictionary<LineageProcess, int> ids)
    {
        line.Raw("{\"kind\":"u8);
        line.Text(Name(edge.Kind));
        Id(line, "from"u8, edge.From, ids);
        Id(line, "to"u8, edge.To, ids);
        Text(line, "detail"u8, edge.Detail);
        Evidence(line, edge.Evidence);
        line.Raw("}"u8);
    }

    private static void Script(JsonLine line, LineageScript script, Dictionary<LineageProcess, int> ids)
    {
        line.Raw("{\"id\":"u8);
        line.Text(script.Id);
        Id(line, "process"u8, script.Process, ids);
        line.Raw(script.IsWhole ? ",\"whole\":true"u8 : ",\"whole\":false"u8);
        Text(line, "text"u8, script.Text);
        Evidence(line, script.Evidence);
        line.Raw("}"u8);
    }

    /// <summary>A kind of edge as machines read it.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(EdgeKind kind) => kind switch
    {
        EdgeKind.Service => "service",
        EdgeKind.Task => "task",
        EdgeKind.Wmi => "wmi",
        EdgeKind.File => "file",
        EdgeKind.Injection => "injection",
        EdgeKind.WriteAccess => "write_access",
        EdgeKind.RemoteLogon => "remote_logon",
        EdgeKind.Com => "com",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static void Note(JsonLine line, LineageNote note, Dictionary<LineageProcess, int> ids)
    {
        line.Raw("{\"kind\":"u8);
        line.Text(Name(note.Kind));
        Text(line, "host"u8, note.Host);
        Id(line, "process"u8, note.Process, ids);
        Text(line, "detail"u8, note.Detail);
        Evidence(line, note.Evidence);
        line.Raw("}"u8);
    }

    /// <summary>A kind of note as machines read it.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(NoteKind kind) => kind switch
    {
        NoteKind.FailedLogons => "failed_logons",
        NoteKind.Privileges => "privileges",
        NoteKind.ServiceState => "service_state",
        NoteKind.TaskEnded => "task_ended",
        NoteKind.EngineStarted => "engine_started",
        NoteKind.EngineEnded => "engine_ended",
        NoteKind.RemoteShell => "remote_shell",
        NoteKind.Transfer => "transfer",
        NoteKind.PolicyAllowed => "policy_allowed",
        NoteKind.PolicyAudited => "policy_audited",
        NoteKind.PolicyBlocked => "policy_blocked",
        NoteKind.MalwareFound => "malware_found",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string GhostName(GhostReason reason) => reason switch
    {
        GhostReason.None => "",
        GhostReason.StartedBeforeLogs => "started_before_logs",
        GhostReason.StartNotLogged => "start_not_logged",
        GhostReason.Evicted => "evicted",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static void Id(JsonLine line, ReadOnlySpan<byte> name, LineageProcess? process, Dictionary<LineageProcess, int> ids)
    {
        Key(line, name);
        if (process is not null && ids.TryGetValue(process, out int id)) line.Number(id);
        else line.Raw("null"u8);
    }
}
