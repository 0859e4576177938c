using System.Buffers;
using Stemma.Events;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Knows which processes stand how to that of an event, and so decides matches of rules that look at lineage.</summary>
public interface ILineageJudge
{
    /// <summary>Decides matches.</summary>
    /// <param name="logs">The scan's logs.</param>
    /// <param name="candidates">The matches, in order of time.</param>
    /// <returns>Those that hold, in the same order, and how many could not be decided for want of room.</returns>
    internal JudgedCandidates Judge(IReadOnlyList<LogFile> logs, IEnumerable<LineageCandidate> candidates);
}

/// <summary>A match of a rule that looks at lineage.</summary>
/// <param name="Key">Its place in the order.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Decided">What its event decides (<see cref="SigmaMatcher.Decide"/>).</param>
internal readonly record struct LineageCandidate(DetectionKey Key, SigmaRule Rule, byte[] Decided);

/// <summary>What a judge decided.</summary>
/// <param name="Holding">The matches that hold, each with the processes that make it.</param>
/// <param name="Undecided">How many were not decided.</param>
internal sealed record JudgedCandidates(Dictionary<DetectionKey, IReadOnlyList<MatchedItem>> Holding, long Undecided);

/// <summary>
/// Matches of rules that look at lineage, from when the event part held until the other processes are known. They wait in a spool, with their
/// events, so that memory is bounded.
/// </summary>
internal sealed class LineageCandidates : IDisposable
{
    private readonly DetectionSpool _spool = new();

    /// <summary>One thread's share.</summary>
    public DetectionSpool.Part NewPart() => _spool.NewPart();

    /// <summary>Keeps a match.</summary>
    public static void Add(DetectionSpool.Part part, DetectionKey key, Event e, byte[] decided, IReadOnlyList<MatchedItem> matched)
    {
        using MemoryStream kept = new();
        using (BinaryWriter to = new(kept, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            to.Write(decided.Length);
            to.Write(decided);
            to.Write(matched.Count);
            foreach (MatchedItem item in matched)
            {
                to.Write(item.Field);
                to.Write(item.Value is not null);
                to.Write(item.Value ?? "");
                to.Write(item.Pattern);
            }

            CorrelationRecord.Write(to, 0, key.Log, e, [.. e.Kind.Names.Distinct()]);
        }

        part.Output.Write(kept.GetBuffer().AsSpan(0, (int)kept.Length));
        part.Add(key);
    }

    /// <summary>Lets a judge decide, and gives out what holds.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="settings">The scan's settings.</param>
    /// <param name="rules">The rules by rank.</param>
    /// <param name="take">Takes a match that holds.</param>
    /// <returns>How many could not be decided.</returns>
    public long Settle(ILineageJudge judge, ScanSettings settings, SigmaRule[] rules, Action<DetectionKey, Event, SigmaRule, IReadOnlyList<MatchedItem>> take)
    {
        JudgedCandidates judged = judge.Judge(settings.Logs, _spool.InOrder().Select(line => new LineageCandidate(line.Key, rules[line.Key.Rule], Decided(line.Line.Span))));
        if (judged.Holding.Count == 0) return judged.Undecided;
        SigmaEngine none = new([], settings.LogSources);
        foreach (SpooledLine line in _spool.InOrder())
        {
            if (!judged.Holding.TryGetValue(line.Key, out IReadOnlyList<MatchedItem>? related)) continue;
            using BinaryReader from = new(new MemoryStream(line.Line.ToArray()));
            from.ReadBytes(from.ReadInt32());
            MatchedItem[] matched = new MatchedItem[from.ReadInt32()];
            for (int i = 0; i < matched.Length; i++)
            {
                string field = from.ReadString();
                bool there = from.ReadBoolean();
                string value = from.ReadString();
                matched[i] = new MatchedItem(field, there ? value : null, from.ReadString());
            }

            CorrelationRecord record = CorrelationRecord.Read(from);
            take(line.Key, new KeptEvent(settings.Logs, record, none.GetKind(record.Channel, record.Provider, record.EventId, record.Names)), rules[line.Key.Rule], [.. matched, .. related]);
        }

        return judged.Undecided;
    }

    /// <summary>Deletes temporary files.</summary>
    public void Dispose() => _spool.Dispose();

    private static byte[] Decided(ReadOnlySpan<byte> line) => line.Slice(4, BitConverter.ToInt32(line)).ToArray();
}
