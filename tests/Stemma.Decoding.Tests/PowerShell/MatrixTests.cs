using System.Diagnostics;

namespace Stemma.Decoding.Tests.PowerShell;

/// <summary>Scripts obfuscated by the field's own tool come back to their originals.</summary>
public sealed class MatrixTests
{
    [Fact]
    public void The_matrix_comes_back_to_its_originals()
    {
        int rows = 0, same = 0, indicators = 0;
        List<double> times = [];
        foreach ((string family, string payload, string original, string obfuscated) in Shared.ReadMatrix(Shared.Matrix()))
        {
            rows++;
            long start = Stopwatch.GetTimestamp();
            DecodedArtifact artifact = Decoder.Decode(obfuscated);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            bool isSame = NormalForm.IsIn(original, artifact), hasIndicators = NormalForm.IndicatorsAreIn(original, artifact);
            if (isSame) { same++; }
            if (hasIndicators) { indicators++; }
            if (!isSame || !hasIndicators)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"#### {rows} {family} {payload} normal form {isSame}, indicators {hasIndicators}");
                foreach (Layer layer in artifact.Layers) { TestContext.Current.TestOutputHelper?.WriteLine($"--- {layer.Number}<{layer.Parent} {layer.Kind} {layer.Step}: {layer.Text}"); }
                foreach (string note in artifact.Notes) { TestContext.Current.TestOutputHelper?.WriteLine($"note {note}"); }
            }
        }
        times.Sort();
        string figures = $"{same} of {rows} in normal form, {indicators} with indicators; median {times[rows / 2]:0.00} ms, p99 {times[rows * 99 / 100]:0.00} ms";
        TestContext.Current.TestOutputHelper?.WriteLine("FIGURES " + figures);
        Assert.True(indicators == rows && same >= 0.98 * rows, figures);
    }
}
