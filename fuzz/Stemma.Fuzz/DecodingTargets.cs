using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;
using Stemma.Decoding;
using Stemma.Decoding.Indicators;

namespace Stemma.Fuzz;

/// <summary>Scripts of one language. Decoding throws nothing, stays within its limits, and what it tells of places is within the layers.</summary>
internal static class DecodingTargets
{
    static DecodingTargets() => DecodingFault.Observer = fault => ExceptionDispatchInfo.Throw(fault);

    public static Action<byte[]> Of(ScriptKind kind) => input =>
    {
        string text = Encoding.UTF8.GetString(input);
        var watch = Stopwatch.StartNew();
        DecodedArtifact artifact = Stemma.Decoding.Decoder.Decode(text, kind);
        if (watch.Elapsed > TimeSpan.FromSeconds(4)) throw new BrokenPromiseException($"{watch.Elapsed} for one artifact");
        Check(artifact);
        if (artifact.Layers[0].Text != text) throw new BrokenPromiseException("layer 0 is not what was given");
    };

    /// <summary>Any file: a shortcut, a document, an archive.</summary>
    public static void Documents(byte[] input)
    {
        var watch = Stopwatch.StartNew();
        DecodedArtifact artifact = Stemma.Decoding.Decoder.DecodeFile(input);
        if (watch.Elapsed > TimeSpan.FromSeconds(4)) throw new BrokenPromiseException($"{watch.Elapsed} for one file");
        Check(artifact);
    }

    /// <summary>Any text, searched for indicators.</summary>
    public static void Indicators(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        foreach (Indicator i in IndicatorFinder.Find([new Layer(0, -1, ScriptKind.Text, "", text)]))
        {
            if (i.Start < 0 || i.Length <= 0 || i.Start + i.Length > text.Length) throw new BrokenPromiseException($"{i.Kind} lies outside of the text");
            if (i.Value.Length == 0) throw new BrokenPromiseException($"{i.Kind} without value");
        }
    }

    private static void Check(DecodedArtifact artifact)
    {
        foreach (DecodedCall call in artifact.Calls)
        {
            if (call.Layer < 0 || call.Layer >= artifact.Layers.Count) throw new BrokenPromiseException("a call in no layer");
            if (call.Start < 0 || call.Length < 0 || call.Start + call.Length > artifact.Layers[call.Layer].Text.Length) throw new BrokenPromiseException($"{call.Name} lies outside of its layer");
        }
        for (int i = 1; i < artifact.Layers.Count; i++)
        {
            if (artifact.Layers[i].Parent >= i) throw new BrokenPromiseException("a layer before its parent");
        }
    }
}
