namespace Stemma.Detection.Layers;

/// <summary>The fields that decoding adds to events, for rules (docs/decoding.md). They are made only where a rule asks for them.</summary>
internal static class LayerFields
{
    /// <summary>The command line with the least hidden; absent where nothing was decoded.</summary>
    public const string CommandLine = "DecodedCommandLine";

    /// <summary>The script block with the least hidden; absent where nothing was decoded.</summary>
    public const string Script = "DecodedScriptBlockText";

    /// <summary>How much the logged text looks made to hide what it says, a whole number from 0 to 100; absent where it can hide nothing.</summary>
    public const string Score = "ObfuscationScore";

    /// <summary>For each such field the logged ones that it is made of: a log that has one of these can show it.</summary>
    public static IReadOnlyDictionary<string, string[]> Sources { get; } = new Dictionary<string, string[]>
    {
        [CommandLine] = ["CommandLine"],
        [Script] = ["ScriptBlockText"],
        [Score] = ["CommandLine", "ScriptBlockText"],
    };
}
