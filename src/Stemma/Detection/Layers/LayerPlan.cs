using Stemma.Decoding;
using Stemma.Sigma;

namespace Stemma.Detection.Layers;

/// <summary>Where events of one kind hold what may be decoded, and which rules its layers are matched with.</summary>
internal sealed class LayerPlan
{
    // A script in a command line is what script block logging would have shown as an event of its own.
    private const string ScriptChannel = "Microsoft-Windows-PowerShell/Operational", ScriptProvider = "Microsoft-Windows-PowerShell";
    private const int ScriptEvent = 4104;

    /// <summary>The name of a program whose folder is not known, as rules ask for it.</summary>
    public const string PowerShell = @"\powershell.exe";

    private LayerPlan(int slot, ScriptKind language, EventKind layered, string[] asked) =>
        (Slot, Language, Layered, Asked) = (slot, language, layered, asked);

    /// <summary>The slot with the command line or script.</summary>
    public int Slot { get; }

    /// <summary>What stands there: <see cref="ScriptKind.CommandLine"/> or <see cref="ScriptKind.PowerShell"/>.</summary>
    public ScriptKind Language { get; }

    /// <summary>The kind of the event with a layer: the field again, then <see cref="Asked"/>.</summary>
    public EventKind Layered { get; }

    /// <summary>The fields of <see cref="LayerFields"/> that rules about such events ask for.</summary>
    public string[] Asked { get; }

    /// <summary>
    /// The kind of the event with a layer that is PowerShell's, where it may be that of another program: as <see cref="Layered"/>, then the program
    /// (<see cref="PowerShell"/>). Null where the event names no program.
    /// </summary>
    public EventKind? Started { get; private init; }

    /// <summary>The slot with the program; −1 where there is none.</summary>
    public int Program { get; private init; } = -1;

    /// <summary>The kind of the logged event with <see cref="Asked"/>; null when no rule asks.</summary>
    public EventKind? Whole { get; private init; }

    /// <summary>The kind of a script block that is a layer of a command line: its text, then <see cref="ScriptAsked"/>; null where no rule is about such.</summary>
    public EventKind? Script { get; private init; }

    /// <summary>The fields of <see cref="LayerFields"/> that rules about script blocks ask for.</summary>
    public string[] ScriptAsked { get; private init; } = [];

    /// <summary>The plan for a kind; null when its events hold nothing to decode or no rule would look at it.</summary>
    public static LayerPlan? Create(EventKind kind, SigmaEngine engine)
    {
        if (Has(kind, "ps_script") && kind.Find("ScriptBlockText") is [var script, ..]) return kind.HasRules ? Of(kind, script, ScriptKind.PowerShell, LayerFields.Script) : null;
        if (!Has(kind, "process_creation") || kind.Find("CommandLine") is not [var line, ..]) return null;
        EventKind? blocks = kind.LogSources.Any(source => source.Product == "windows") ? engine.GetKind(ScriptChannel, ScriptProvider, ScriptEvent, [.. kind.Names, "ScriptBlockText"]) : null;
        if (blocks is { HasRules: false }) blocks = null;
        if (!kind.HasRules && blocks is null) return null;
        string[] asked = blocks is null ? [] : Of(blocks, LayerFields.Script);
        return Of(kind, line, ScriptKind.CommandLine, LayerFields.CommandLine, blocks?.With(asked), asked);
    }

    private static LayerPlan Of(EventKind kind, int slot, ScriptKind language, string decoded, EventKind? script = null, string[]? scriptAsked = null)
    {
        string[] asked = Of(kind, decoded);
        int program = language == ScriptKind.CommandLine && kind.Find("Image") is [var image, ..] ? image : -1;
        return new LayerPlan(slot, language, kind.With([kind.OwnNames[slot], .. asked]), asked)
        {
            Whole = asked.Length > 0 ? kind.With(asked) : null,
            Program = program,
            Started = program < 0 ? null : kind.With([kind.OwnNames[slot], .. asked, kind.OwnNames[program]]),
            Script = script,
            ScriptAsked = scriptAsked ?? [],
        };
    }

    private static string[] Of(EventKind kind, string decoded) => [.. new[] { decoded, LayerFields.Score }.Where(kind.LooksAt)];

    private static bool Has(EventKind kind, string category) => kind.LogSources.Any(source => source.Category == category);
}
