using System.Collections.Concurrent;
using Stemma.Decoding;

namespace Stemma.Detection.Layers;

/// <summary>
/// Decodes what events hold, each text once: the same command lines and scripts come again and again. Shared by all threads and bounded. What a
/// text decodes to depends on the text alone, so it does not matter who asks first, nor what had to make room.
/// </summary>
internal sealed class LayerCache
{
    private const int MaximumTexts = 32_768;
    private const long MaximumCharacters = 16 << 20;

    private readonly ConcurrentDictionary<string, DecodedArtifact> _commandLines = new(), _scripts = new();
    private long _characters;

    /// <summary>
    /// How far a scan decodes. Steps end what goes on for too long, because they are the same on every machine; time only guards against what no step is
    /// counted in.
    /// </summary>
    public static DecodeLimits Limits { get; } = new()
    {
        Time = TimeSpan.FromSeconds(20),
        Steps = 500_000,
        Memory = 128 << 20,
        Layers = 24,
        Depth = 12,
        TextLength = 1 << 18,
        OutputLength = 1 << 20,
    };

    /// <summary>The layers of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind"><see cref="ScriptKind.CommandLine"/> or <see cref="ScriptKind.PowerShell"/>.</param>
    public DecodedArtifact Get(ReadOnlySpan<char> text, ScriptKind kind)
    {
        ConcurrentDictionary<string, DecodedArtifact> known = kind == ScriptKind.CommandLine ? _commandLines : _scripts;
        if (known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out DecodedArtifact? artifact)) return artifact;
        string key = text.ToString();
        artifact = Decoder.DecodeLayers(key, kind, Limits);
        long characters = 0;
        foreach (Layer layer in artifact.Layers) characters += layer.Text.Length;
        if (characters > MaximumCharacters / 8) return artifact;

        // Rather start over than keep account of who was asked for last.
        if (Interlocked.Add(ref _characters, characters) > MaximumCharacters || known.Count > MaximumTexts)
        {
            Interlocked.Exchange(ref _characters, characters);
            _commandLines.Clear();
            _scripts.Clear();
        }

        known.TryAdd(key, artifact);
        return artifact;
    }
}
