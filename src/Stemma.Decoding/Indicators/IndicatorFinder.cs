namespace Stemma.Decoding.Indicators;

/// <summary>Finds indicators in the layers of an artifact, each once, in time that grows with the text only.</summary>
public static class IndicatorFinder
{
    private const int MaximalCount = 20_000;

    /// <summary>Finds indicators in layers.</summary>
    /// <param name="layers">The layers, layer 0 first.</param>
    /// <returns>Indicators in the order of their places; the same value of a kind, without regard to case, only where it stands first.</returns>
    public static IReadOnlyList<Indicator> Find(IReadOnlyList<Layer> layers) => Find(layers, null);

    /// <summary>The same within a budget; what was found before a limit is reached stays in <paramref name="found"/>.</summary>
    /// <exception cref="DecodeLimitException">A limit is reached.</exception>
    internal static IReadOnlyList<Indicator> Find(IReadOnlyList<Layer> layers, DecodeBudget? budget, List<Indicator>? found = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        found ??= [];
        var seen = new HashSet<(IndicatorKind, string)>(WithoutCase.Instance);
        foreach (Layer layer in layers)
        {
            int limit = budget?.Limits.TextLength ?? DecodeLimits.Default.TextLength;
            string text = layer.Text.Length > limit ? layer.Text[..limit] : layer.Text;
            Refanged? refanged = Refanged.Of(text);
            int before = found.Count;
            new IndicatorScan(refanged?.Text ?? text, (kind, value, start, length) =>
            {
                if (found.Count >= MaximalCount || !seen.Add((kind, value))) { return; }
                (int at, int size) = refanged?.Original(start, length) ?? (start, length);
                found.Add(new Indicator(kind, value, layer.Number, at, size));
            }, budget).Run();
            found.Sort(before, found.Count - before, Comparer<Indicator>.Create(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Kind.CompareTo(b.Kind)));
        }
        return found;
    }

    private sealed class WithoutCase : IEqualityComparer<(IndicatorKind Kind, string Value)>
    {
        public static WithoutCase Instance { get; } = new();

        public bool Equals((IndicatorKind Kind, string Value) a, (IndicatorKind Kind, string Value) b) =>
            a.Kind == b.Kind && a.Value.Equals(b.Value, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((IndicatorKind Kind, string Value) x) => HashCode.Combine(x.Kind, x.Value.GetHashCode(StringComparison.OrdinalIgnoreCase));
    }
}
