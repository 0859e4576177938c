using Stemma.Lineage;
using Stemma.Reports;

namespace Stemma.Cli;

/// <summary>A process tree for people: a line a process, and below it what caused it besides its parent.</summary>
internal sealed class TreeText(TreeSelection selection, TextWriter writer)
{
    // Deeper processes are not indented further; their depth is said.
    private const int DeepestIndent = 24;
    private const int LongestCommand = 300;
    private const int ShownEdges = 8;

    // Parts of Windows and products that watch open nearly every process: said once, at who does it.
    private const int ManyOpened = 16;
    private readonly Dictionary<LineageProcess, int> _opened = selection.Edges.Where(edge => edge is { Kind: EdgeKind.WriteAccess, From: not null })
        .DistinctBy(edge => (edge.From, edge.To)).CountBy(edge => edge.From!).Where(opener => opener.Value > ManyOpened).ToDictionary();
    private readonly ILookup<LineageProcess, LineageEdge> _edges = selection.Edges.ToLookup(edge => edge.To);
    private readonly ILookup<LineageProcess, LineageScript> _scripts = selection.Scripts.Where(script => script.Process is not null).ToLookup(script => script.Process!);

    private readonly ILookup<LineageProcess, LineageNote> _notes = selection.Notes.Where(note => note.Process is not null).ToLookup(note => note.Process!);

    /// <summary>Writes it, a machine after the other.</summary>
    public void Write()
    {
        string? host = null;
        foreach (LineageProcess root in selection.Roots)
        {
            if (root.Host != host) writer.WriteLine($"{(host is null ? "" : "\n")}{(root.Host.Length == 0 ? "(no host)" : Humans.Clean(root.Host))}");
            host = root.Host;
            WriteTree(root);
        }

        foreach (IGrouping<string, LineageNote> notes in selection.Notes.Where(note => note.Process is null).GroupBy(note => note.Host).OrderBy(notes => notes.Key, StringComparer.Ordinal))
        {
            writer.WriteLine($"{(selection.Roots.Count == 0 ? "" : "\n")}{(notes.Key.Length == 0 ? "(no host)" : Humans.Clean(notes.Key))}: of no known process");
            WriteList(notes, "", Words, '-');
        }
    }

    private void WriteTree(LineageProcess root)
    {
        Stack<(LineageProcess Process, int Depth)> next = new([(root, 1)]);
        while (next.TryPop(out var at))
        {
            WriteProcess(at.Process, at.Depth);
            IReadOnlyList<LineageProcess> children = selection.Children(at.Process);
            for (int i = children.Count - 1; i >= 0; i--) next.Push((children[i], at.Depth + 1));
        }
    }

    private void WriteProcess(LineageProcess process, int depth)
    {
        string indent = new(' ', 2 * Math.Min(depth, DeepestIndent));
        string deep = depth > DeepestIndent ? $"[depth {Humans.Count(depth)}] " : "";
        string user = process.User.Length > 0 ? $"  {Humans.Clean(process.User)}" : "";
        string ended = process.End > 0 ? $" → {Humans.Time(process.End)[11..]}" : "";
        string how = process.Ghost switch
        {
            GhostReason.StartedBeforeLogs => "  (ghost: started before the logs)",
            GhostReason.StartNotLogged => "  (ghost: start not logged)",
            GhostReason.Evicted => "  (ghost: let go for want of memory)",
            _ => process.Link == ParentLink.Exec ? "  (exec)" : "",
        };
        writer.WriteLine($"{indent}{deep}{Name(process)}  {(process.Start > 0 ? Humans.Time(process.Start) + ended : "start unknown")}{user}{how}");
        if (process.CommandLine.Length > 0) writer.WriteLine($"{indent}    {Humans.Cut(Humans.Clean(process.CommandLine), LongestCommand)}");
        if (_opened.TryGetValue(process, out int opened)) writer.WriteLine($"{indent}  > opened {Humans.Count(opened, "process", "processes")} for writing");
        WriteList(_edges[process].Where(edge => edge.Kind != EdgeKind.WriteAccess || edge.From is null || !_opened.ContainsKey(edge.From)), indent, edge => $"{Words(edge.Kind)} {Humans.Cut(Humans.Clean(edge.Detail), 100)}{By(edge, process)}  [{Humans.Clean(edge.Evidence.Event)}]");
        WriteList(_notes[process], indent, Words, '-');
        WriteList(_scripts[process], indent, script => $"script {Humans.Cut(Humans.Clean(script.Text), LongestCommand)}{(script.IsWhole ? "" : " (parts are missing)")}");
    }

    private void WriteList<T>(IEnumerable<T> items, string indent, Func<T, string> words, char mark = '<')
    {
        int count = 0;
        foreach (T item in items)
            if (++count <= ShownEdges) writer.WriteLine($"{indent}  {mark} {words(item)}");
        if (count > ShownEdges) writer.WriteLine($"{indent}  {mark} {Humans.Count(count - ShownEdges)} more");
    }

    private static string Words(LineageNote note) => $"{TreeJson.Name(note.Kind).Replace('_', ' ')} {Humans.Cut(Humans.Clean(note.Detail), 200)}  [{Humans.Clean(note.Evidence.Event)}]";

    private static string By(LineageEdge edge, LineageProcess process) =>
        edge.From is null ? "" : $" by {Name(edge.From)}{(edge.From.Host == process.Host ? "" : $" on {Humans.Clean(edge.From.Host)}")}";

    private static string Words(EdgeKind kind) => kind == EdgeKind.WriteAccess ? "opened for writing" : TreeJson.Name(kind).Replace('_', ' ');

    private static string Name(LineageProcess process)
    {
        string name = process.Image[(process.Image.LastIndexOfAny(['\\', '/']) + 1)..];
        return $"{(name.Length == 0 ? "?" : Humans.Clean(name))} {(process.Pid < 0 ? "pid unknown" : process.Pid)}";
    }
}
