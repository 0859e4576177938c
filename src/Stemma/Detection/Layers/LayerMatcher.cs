using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Stemma.Decoding;
using Stemma.Decoding.Obfuscation;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection.Layers;

/// <summary>
/// Matches what events hide: decodes their command lines and script blocks and runs the rules over each layer, as if it had been logged. For one
/// thread. What can hide nothing costs a search and no allocation.
/// </summary>
internal sealed class LayerMatcher(SigmaEngine engine, SigmaMatcher matcher, LayerCache cache)
{
    private const int MaximumPlans = 16_384, MaximumKnown = 65_536, ShortestKnown = 128;

    private static readonly long Seed = RandomNumberGenerator.GetInt32(int.MaxValue) * (long)RandomNumberGenerator.GetInt32(int.MaxValue);

    private readonly Dictionary<EventKind, LayerPlan?> _plans = [];
    private readonly HashSet<SigmaRule> _fired = [];
    private readonly HashSet<UInt128> _harmless = [];

    /// <summary>Events of which something was decoded.</summary>
    public long Decoded { get; private set; }

    /// <summary>Events that were decoded in part, because a limit was reached.</summary>
    public long Cut { get; private set; }

    /// <summary>Matches the layers of an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="fired">The rules that fired on it as it was logged; they are not asked again.</param>
    /// <param name="keep">Takes each rule that fires besides, with the event that it fired on; the matcher can explain it then.</param>
    /// <param name="note">Takes what kept it from being decoded whole.</param>
    public void Match(Event e, IReadOnlyList<SigmaRule> fired, Action<Event, SigmaRule> keep, Action<Event, string> note)
    {
        if (!_plans.TryGetValue(e.Kind, out LayerPlan? plan)) plan = NewPlan(e.Kind);
        if (plan is null || e.IsNull(plan.Slot)) return;
        ReadOnlySpan<char> text = e.Text(plan.Slot);
        if (!MayHide(text, plan.Language)) return;
        DecodedArtifact artifact = cache.Get(text, plan.Language);
        if (artifact.IsCut)
        {
            Cut++;
            note(e, artifact.Notes[^1]);
        }

        if (artifact.Layers.Count > 1) Decoded++;
        else if (plan.Whole is null) return;
        _fired.Clear();
        _fired.UnionWith(fired);
        MatchWhole(e, plan, artifact, keep);
        for (int layer = 1; layer < artifact.Layers.Count; layer++) MatchLayer(e, plan, artifact, artifact.Layers[layer], keep);
    }

    // Machines log the same long scripts again and again; to hash one takes a tenth of what it takes to look through it. The seed is chance, so that
    // nobody can write a script with another's hash.
    private bool MayHide(ReadOnlySpan<char> text, ScriptKind language)
    {
        if (text.Length < ShortestKnown) return Decoder.MayHide(text, language);
        UInt128 hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text), Seed + (int)language);
        if (_harmless.Contains(hash)) return false;
        if (Decoder.MayHide(text, language)) return true;
        if (_harmless.Count >= MaximumKnown) _harmless.Clear();
        _harmless.Add(hash);
        return false;
    }

    private LayerPlan? NewPlan(EventKind kind)
    {
        if (_plans.Count >= MaximumPlans) _plans.Clear();
        return _plans[kind] = LayerPlan.Create(kind, engine);
    }

    // The event as it was logged, with what rules ask about its decoding.
    private void MatchWhole(Event e, LayerPlan plan, DecodedArtifact artifact, Action<Event, SigmaRule> keep)
    {
        if (plan.Whole is not { } kind) return;
        string?[] added = [.. plan.Asked.Select(field => Value(field, artifact, artifact.Layers[0]))];
        LayerEvent logged = new(e, kind, added, 0, "");
        foreach (SigmaRule rule in Fresh(logged))
        {
            bool isDecoded = matcher.Explain(logged, rule).Any(item => item.Field is LayerFields.CommandLine or LayerFields.Script);
            keep(isDecoded ? new LayerEvent(e, kind, added, artifact.Final.Number, artifact.StepsTo(artifact.Final.Number)) : logged, rule);
        }
    }

    private void MatchLayer(Event e, LayerPlan plan, DecodedArtifact artifact, Layer layer, Action<Event, SigmaRule> keep)
    {
        string steps = artifact.StepsTo(layer.Number);
        IEnumerable<string?> texts = [layer.Text, .. plan.Asked.Select(field => Value(field, artifact, artifact.Layers[0]))];
        LayerEvent shown = layer.Kind == ScriptKind.PowerShell && plan.Started is { } started && !IsPowerShell(e.Text(plan.Program))
            ? new(e, started, [.. texts, LayerPlan.PowerShell], layer.Number, steps) : new(e, plan.Layered, [.. texts], layer.Number, steps);
        foreach (SigmaRule rule in Fresh(shown)) keep(shown, rule);
        if (plan.Script is null || layer.Kind != ScriptKind.PowerShell) return;
        LayerEvent script = new(e, plan.Script, [layer.Text, .. plan.ScriptAsked.Select(field => Value(field, artifact, layer))], layer.Number, steps);
        foreach (SigmaRule rule in Fresh(script)) keep(script, rule);
    }

    // Copied, because who takes one may let the matcher do something else.
    private SigmaRule[] Fresh(LayerEvent e)
    {
        IReadOnlyList<SigmaRule> rules = matcher.Match(e);
        if (rules.Count == 0) return [];
        return [.. rules.Where(_fired.Add)];
    }

    private static bool IsPowerShell(ReadOnlySpan<char> program) =>
        program.EndsWith(LayerPlan.PowerShell, StringComparison.OrdinalIgnoreCase) || program.EndsWith(@"\pwsh.exe", StringComparison.OrdinalIgnoreCase) || program.EndsWith("/pwsh", StringComparison.Ordinal);

    private static string? Value(string field, DecodedArtifact artifact, Layer of) =>
        field == LayerFields.Score ? ((int)ObfuscationScore.Of(of.Text).Value).ToString(CultureInfo.InvariantCulture)
        : artifact.Layers.Count > 1 ? artifact.Final.Text : null;
}
