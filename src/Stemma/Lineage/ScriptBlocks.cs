using System.Text;

namespace Stemma.Lineage;

/// <summary>A PowerShell script that ran.</summary>
/// <param name="Process">Who ran it; null when the logs do not tell.</param>
/// <param name="Id">Its id in the log.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsWhole">All its parts were there.</param>
/// <param name="Evidence">The event of its first part.</param>
public sealed record LineageScript(LineageProcess? Process, string Id, string Text, bool IsWhole, Evidence Evidence);

/// <summary>Puts scripts together that were logged in parts (4104), which may come in any order and more than once. Bounded.</summary>
internal sealed class ScriptBlocks(int maximumText)
{
    private const int Pending = 1_024;
    private const int MaximumParts = 4_096;
    private readonly Dictionary<(LineageHost, string), Draft> _drafts = [];
    private readonly Queue<(LineageHost, string)> _order = new();
    private int _text;

    private sealed record Draft(LineageProcess? Process, Evidence First, string?[] Parts)
    {
        public int Missing { get; set; } = Parts.Length;
    }

    /// <summary>Takes in a part; gives what is complete by it, and what had to make room.</summary>
    public IEnumerable<LineageScript> Add(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        int parts = Math.Clamp(fact.Parts, 1, MaximumParts), part = Math.Clamp(fact.Part, 1, parts);
        var key = (host, fact.Name);
        if (parts == 1)
        {
            yield return new LineageScript(process, fact.Name, fact.Text, true, fact.Evidence);
            yield break;
        }

        if (!_drafts.TryGetValue(key, out Draft? draft) || draft.Parts.Length != parts)
        {
            while (_order.Count > 0 && (_drafts.Count >= Pending || _text > maximumText))
                if (Take(_order.Dequeue()) is { } oldest) yield return oldest;
            _drafts[key] = draft = new Draft(process, fact.Evidence, new string?[parts]);
            _order.Enqueue(key);
        }

        if (draft.Parts[part - 1] is null) (draft.Parts[part - 1], draft.Missing, _text) = (fact.Text, draft.Missing - 1, _text + fact.Text.Length);
        if (draft.Missing == 0 && Take(key) is { } whole) yield return whole;
    }

    /// <summary>What never became complete, oldest first.</summary>
    public IEnumerable<LineageScript> Rest()
    {
        while (_order.TryDequeue(out var key))
            if (Take(key) is { } script) yield return script;
    }

    private LineageScript? Take((LineageHost, string) key)
    {
        if (!_drafts.Remove(key, out Draft? draft)) return null;
        StringBuilder text = new();
        foreach (string? part in draft.Parts) text.Append(part);
        foreach (string? part in draft.Parts) _text -= part?.Length ?? 0;
        return new LineageScript(draft.Process, key.Item2, text.ToString(), draft.Missing == 0, draft.First);
    }
}
