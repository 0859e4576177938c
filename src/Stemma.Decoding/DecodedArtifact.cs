using Stemma.Decoding.Behaviours;
using Stemma.Decoding.Indicators;
using Stemma.Decoding.Obfuscation;

namespace Stemma.Decoding;

/// <summary>What decoding one script, command line or document gave.</summary>
/// <param name="Layers">All layers, layer 0 first, each after its parent.</param>
/// <param name="Calls">Calls that decoders resolved, in the order of their layers.</param>
/// <param name="Notes">What could not be decoded or was cut off, in words.</param>
public sealed record DecodedArtifact(IReadOnlyList<Layer> Layers, IReadOnlyList<DecodedCall> Calls, IReadOnlyList<string> Notes)
{
    /// <summary>What in the layers can be searched for elsewhere, each once.</summary>
    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    /// <summary>What the layers do, each once.</summary>
    public IReadOnlyList<Behaviour> Behaviours { get; init; } = [];

    /// <summary>How much layer 0 looks made to hide what it says.</summary>
    public ObfuscationScore Score { get; init; } = new(0, []);

    /// <summary>Whether a limit was reached before the end: what is here is not all. The notes say which limit it was.</summary>
    public bool IsCut { get; init; }

    /// <summary>The layer in which the least is hidden: the deepest; of several the longest, then the first.</summary>
    public Layer Final
    {
        get
        {
            Layer best = Layers[0];
            int bestDepth = 0;
            var depths = new int[Layers.Count];
            for (int i = 1; i < Layers.Count; i++)
            {
                depths[i] = depths[Layers[i].Parent] + 1;
                if (depths[i] > bestDepth || (depths[i] == bestDepth && Layers[i].Text.Length > best.Text.Length))
                {
                    (best, bestDepth) = (Layers[i], depths[i]);
                }
            }
            return best;
        }
    }

    /// <summary>How a layer came out of layer 0, step by step, as <c>cmd /c › -EncodedCommand › evaluated</c>; empty for layer 0.</summary>
    /// <param name="layer">The number of the layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public string StepsTo(int layer)
    {
        string steps = "";
        for (Layer at = Layers[layer]; at.Parent >= 0; at = Layers[at.Parent]) { steps = steps.Length == 0 ? at.Step : $"{at.Step} › {steps}"; }
        return steps;
    }
}
