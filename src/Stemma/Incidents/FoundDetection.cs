using System.Buffers;
using System.Text;
using Stemma.Detection;
using Stemma.Events;
using Stemma.Lineage;
using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>A detection as it comes from the scan, and what lineage says it is about.</summary>
internal sealed record FoundDetection(IncidentDetection Detection, LineageFact? Fact, LineageProcess? Target)
{
    private const long JustStarted = 10 * TimeSpan.TicksPerSecond;

    /// <summary>The process; null when the logs name none.</summary>
    public LineageProcess? Process => Detection.Process;

    /// <summary>Whether it may make an incident. Who starts a process opens it with all rights, so that alone does not count.</summary>
    public bool Raises => Detection.Rule.Level >= SigmaLevel.Medium && !OpensWhatItStarted;

    // Of a process whose start is not logged, its ProcessGuid may tell when it was.
    private bool OpensWhatItStarted => Fact is { Kind: LineageFactKind.Accessed } && Target is not null
        && ((Target.Parent == Process && Fact.Time - Target.Recorded < JustStarted)
        || (Target.Parent is null && Target.Ghost != GhostReason.None && Target.Start > 0 && Math.Abs(Fact.Time - Target.Start) < JustStarted));

    /// <summary>Whether it is about the start of its process, and not about something the process did later.</summary>
    public bool IsStart => Fact is { Kind: LineageFactKind.Start };

    /// <summary>The session that its event names; empty when it names none.</summary>
    public string LogonId => Fact?.LogonId is { Length: > 0 } session ? session : Process?.LogonId ?? "";
}

/// <summary>Keeps a detection, between the scan and the joining, as bytes.</summary>
internal sealed class FoundDetectionWriter(IReadOnlyDictionary<SigmaRule, int> rules) : DetectionWriter
{
    private const int MaximumItems = 24;
    private const int LongestValue = 2_048;

    // Not zero, by which the spool knows what lies there for correlations.
    private const byte Mark = 1;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(matched);
        using MemoryStream bytes = new();
        using (BinaryWriter to = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(Mark);
            to.Write(rules.GetValueOrDefault(rule, -1));
            to.Write(e.Host.ToString());
            to.Write(e.EventId >= 0 ? $"{(e.Channel.Length > 0 ? e.Channel : e.Provider)} {e.EventId}" : e.Channel.Length > 0 ? e.Channel.ToString() : "event");
            to.Write(e.Layer);
            to.Write(Cut(e.LayerStep));
            to.Write(Math.Min(matched.Count, MaximumItems));
            foreach (MatchedItem item in matched.Take(MaximumItems))
            {
                to.Write(item.Field);
                to.Write(item.Value is not null);
                if (item.Value is not null) to.Write(Cut(item.Value));
                to.Write(Cut(item.Pattern));
            }
        }

        output.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Reads what was written; null when the rule is not among those that were asked for.</summary>
    public static IncidentDetection? Read(SpooledLine line, IReadOnlyList<SigmaRule> rules, string source, TextPool texts)
    {
        using BinaryReader from = new(new MemoryStream(line.Line.ToArray()));
        from.ReadByte();
        int rule = from.ReadInt32();
        if (rule < 0) return null;
        string host = texts.Get(from.ReadString()), name = texts.Get(from.ReadString());
        int layer = from.ReadInt32();
        string step = texts.Get(from.ReadString());
        MatchedItem[] matched = new MatchedItem[from.ReadInt32()];
        for (int i = 0; i < matched.Length; i++) matched[i] = new MatchedItem(texts.Get(from.ReadString()), from.ReadBoolean() ? texts.Get(from.ReadString()) : null, texts.Get(from.ReadString()));
        return new IncidentDetection(rules[rule], null, host, new Evidence(source, line.Key.Position, line.Key.Time, name), matched) { Layer = layer, LayerStep = step };
    }

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..LongestValue];
}
