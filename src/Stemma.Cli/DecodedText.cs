using Stemma.Decoding;
using Stemma.Decoding.Behaviours;
using Stemma.Decoding.Indicators;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>What decoding gave, to read in a terminal: the layers, what they do, what to search for.</summary>
internal static class DecodedText
{
    private const int MaximumEvidence = 100;

    /// <summary>Writes an artifact. Its text is cleaned of what would control the terminal.</summary>
    public static void Write(StyledWriter output, DecodedArtifact artifact)
    {
        foreach (Layer layer in artifact.Layers)
        {
            output.WriteDimLine($"── layer {layer.Number}: {DecodeCommand.Kinds.Of(layer.Kind)}{(layer.Parent >= 0 ? $", {Humans.Clean(layer.Step)} of layer {layer.Parent}" : "")} ──");
            foreach (string line in layer.Text.ReplaceLineEndings("\n").Split('\n')) output.WriteLine(Humans.Clean(line));
        }

        output.WriteLine();
        if (artifact.Layers.Count == 1) output.WriteLine("No layer was found behind it.");
        output.WriteLine($"Obfuscation  {artifact.Score.Value:0} of 100{(artifact.Score.Reasons.Count > 0 ? ": " + string.Join("; ", artifact.Score.Reasons) : "")}");
        if (artifact.Behaviours.Count > 0) output.WriteLine("Behaviours");
        foreach (Behaviour behaviour in artifact.Behaviours.OrderByDescending(behaviour => Level(behaviour.Level)))
        {
            output.Write($"  {behaviour.Level,-13}", Level(behaviour.Level));
            output.WriteLine($"  {behaviour.Technique,-10}  {behaviour.Name} (layer {behaviour.Layer}: {Humans.Cut(Humans.Clean(behaviour.Evidence.ReplaceLineEndings(" ")), MaximumEvidence)})");
        }

        if (artifact.Indicators.Count > 0) output.WriteLine("Indicators");
        foreach (Indicator indicator in artifact.Indicators) output.WriteLine($"  {indicator.Kind,-13}  {Humans.Clean(indicator.Value)} (layer {indicator.Layer})");
        foreach (string note in artifact.Notes) output.WriteLine($"note: {Humans.Clean(note)}");
    }

    private static SigmaLevel Level(string level) => LevelOption.Parse(level) ?? SigmaLevel.Informational;
}
