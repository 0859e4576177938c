using Stemma.Decoding;
using Stemma.Logs;

namespace Stemma.Fuzz;

/// <summary>One thing to feed: it takes any bytes, and throws only when the product is wrong.</summary>
/// <param name="Name">Its name; its seeds are in the folder of that name.</param>
/// <param name="Run">Takes one input.</param>
/// <param name="Repair">Makes checksums right after a mutation, so that what is behind them is reached; null when there are none.</param>
internal sealed record Target(string Name, Action<byte[]> Run, Action<byte[]>? Repair = null)
{
    public static Target[] All { get; } =
    [
        new("evtx", EvtxTargets.File, EvtxTargets.Sign),
        new("binxml", EvtxTargets.Chunk, EvtxTargets.Sign),
        new("carve", EvtxTargets.Carve, EvtxTargets.Sign),
        new("json", TextLogTarget.Of(LogFormat.Json)),
        new("audit", TextLogTarget.Of(LogFormat.Audit)),
        new("syslog", TextLogTarget.Of(LogFormat.Syslog)),
        new("xml", TextLogTarget.Of(LogFormat.Xml)),
        new("csv", TextLogTarget.Of(LogFormat.Csv)),
        new("sigma", SigmaTargets.Rules),
        new("condition", SigmaTargets.Condition),
        new("pipeline", SigmaTargets.Pipeline),
        new("regex", RegexTarget.Run),
        new("kql", HuntingTargets.Kql),
        new("powershell", DecodingTargets.Of(ScriptKind.PowerShell)),
        new("commandline", DecodingTargets.Of(ScriptKind.CommandLine)),
        new("cmd", DecodingTargets.Of(ScriptKind.Cmd)),
        new("shell", DecodingTargets.Of(ScriptKind.Shell)),
        new("python", DecodingTargets.Of(ScriptKind.Python)),
        new("javascript", DecodingTargets.Of(ScriptKind.JavaScript)),
        new("visualbasic", DecodingTargets.Of(ScriptKind.VisualBasic)),
        new("applescript", DecodingTargets.Of(ScriptKind.AppleScript)),
        new("markup", DecodingTargets.Of(ScriptKind.Html)),
        new("documents", DecodingTargets.Documents),
        new("indicators", DecodingTargets.Indicators),
    ];

    public static Target? Find(string name) => Array.Find(All, target => target.Name == name);
}

/// <summary>What the product promises does not hold for an input.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
