using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Behaviours;

/// <summary>Tells what layers do by a table of rules. One search for the literals of all rules comes first, so that a text without any costs next to nothing.</summary>
public static class BehaviourFinder
{
    private const int Before = 400, Behind = 800, MostPlaces = 16, LongestEvidence = 200;

    private static readonly BehaviourRule[] Rules = BehaviourRules.All;
    private static readonly LiteralIndex Index = new(Rules.SelectMany(r => r.Any.Concat(r.All ?? [])).Distinct(StringComparer.OrdinalIgnoreCase));
    private static readonly FrozenDictionary<string, int> Numbers = Index.Literals.Select((literal, i) => (literal, i)).ToFrozenDictionary(p => p.literal, p => p.i, StringComparer.OrdinalIgnoreCase);
    private static readonly int[][] AnyOf = [.. Rules.Select(r => r.Any.Select(a => Numbers[a]).ToArray())];
    private static readonly int[][] AllOf = [.. Rules.Select(r => (r.All ?? []).Select(a => Numbers[a]).ToArray())];
    private static readonly int[][] RulesOf = RulesByLiteral();

    /// <summary>Tells behaviours.</summary>
    /// <param name="layers">The layers, layer 0 first.</param>
    /// <param name="calls">Calls that decoders resolved in them.</param>
    /// <returns>Each behaviour once, where it shows first, in the order of layers and places.</returns>
    public static IReadOnlyList<Behaviour> Find(IReadOnlyList<Layer> layers, IReadOnlyList<DecodedCall> calls) => Find(layers, calls, null);

    /// <summary>The same within a budget; what was found before a limit is reached stays in <paramref name="found"/>.</summary>
    /// <exception cref="DecodeLimitException">A limit is reached.</exception>
    internal static IReadOnlyList<Behaviour> Find(IReadOnlyList<Layer> layers, IReadOnlyList<DecodedCall> calls, DecodeBudget? budget, List<Behaviour>? found = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(calls);
        found ??= [];
        var told = new bool[Rules.Length];
        int limit = budget?.Limits.TextLength ?? DecodeLimits.Default.TextLength;
        foreach (Layer layer in layers)
        {
            string text = layer.Text.Length > limit ? layer.Text[..limit] : layer.Text;
            foreach ((int rule, int start, int length) in Match(text, layer.Kind, told, budget))
            {
                found.Add(Of(Rules[rule], layer.Number, start, length, text.AsSpan(start, Math.Min(length, LongestEvidence))));
            }
        }
        var rendered = new StringBuilder();
        foreach (DecodedCall call in calls)
        {
            string text = Render(call, rendered);
            ScriptKind kind = call.Layer < layers.Count ? layers[call.Layer].Kind : ScriptKind.Text;
            foreach ((int rule, _, _) in Match(text, kind, told, budget))
            {
                found.Add(Of(Rules[rule], call.Layer, call.Start, call.Length, text.AsSpan(0, Math.Min(text.Length, LongestEvidence))));
            }
        }
        found.Sort(static (a, b) => a.Layer != b.Layer ? a.Layer.CompareTo(b.Layer) : a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    private static Behaviour Of(BehaviourRule rule, int layer, int start, int length, ReadOnlySpan<char> evidence) =>
        new(rule.Name, rule.Technique, rule.Level, layer, start, length, evidence.ToString());

    private static List<(int Rule, int Start, int Length)> Match(string text, ScriptKind kind, bool[] told, DecodeBudget? budget)
    {
        List<(int, int, int)> matches = [];
        if (Index.Find(text, MostPlaces, budget) is not { } places) { return matches; }
        Languages language = Of(kind);
        var tried = new HashSet<int>();
        foreach (int literal in places.Keys)
        {
            foreach (int r in RulesOf[literal])
            {
                if (told[r] || (Rules[r].In & language) == 0 || !tried.Add(r) || !Array.TrueForAll(AllOf[r], places.ContainsKey)) { continue; }
                budget?.Check();
                if (Where(text, r, places) is not { } where) { continue; }
                told[r] = true;
                matches.Add((r, where.Start, where.Length));
            }
        }
        return matches;
    }

    /// <summary>The first place that shows a rule's behaviour.</summary>
    private static (int Start, int Length)? Where(string text, int r, Dictionary<int, List<int>> places)
    {
        Regex? expression = Rules[r].Expression;
        (int Start, int Length)? first = null;
        foreach (int literal in AnyOf[r])
        {
            if (!places.TryGetValue(literal, out List<int>? at)) { continue; }
            int searched = 0;
            foreach (int place in at)
            {
                if (first is { } f && f.Start < place - Before) { break; }
                if (expression is null)
                {
                    if (first is null || place < first.Value.Start) { first = (place, Index.Literals[literal].Length); }
                    break;
                }
                int from = Math.Max(searched, Math.Max(0, place - Before)), to = Math.Min(text.Length, place + Behind);
                try
                {
                    Match match = expression.Match(text, from, to - from);
                    if (match.Success && (first is null || match.Index < first.Value.Start)) { first = (match.Index, match.Length); }
                    if (match.Success) { break; }
                }
                catch (RegexMatchTimeoutException)
                {
                    return first; // a window that takes this long was made to; the other rules still see it
                }
                searched = Math.Max(0, to - Before - Behind);
            }
        }
        return first;
    }

    private static string Render(DecodedCall call, StringBuilder into)
    {
        into.Clear().Append(call.Name).Append('(');
        for (int i = 0; i < call.Arguments.Count && into.Length < 8192; i++)
        {
            string argument = call.Arguments[i] ?? "?";
            into.Append(i > 0 ? ", " : "").Append(argument, 0, Math.Min(argument.Length, 4096));
        }
        return into.Append(')').ToString();
    }

    private static Languages Of(ScriptKind kind) => kind switch
    {
        ScriptKind.PowerShell => Languages.InPowerShell,
        ScriptKind.Cmd => Languages.InWindows,
        ScriptKind.VisualBasic => Languages.InVisualBasic,
        ScriptKind.JavaScript => Languages.InJavaScript,
        ScriptKind.Shell or ScriptKind.AppleScript => Languages.InShell,
        ScriptKind.Python => Languages.InPython,
        ScriptKind.NetworkDevice => Languages.InOther,
        ScriptKind.Html => Languages.InVisualBasic | Languages.InJavaScript,
        _ => Languages.Anywhere,
    };

    private static int[][] RulesByLiteral()
    {
        var rules = new List<int>[Index.Literals.Count];
        for (int r = 0; r < Rules.Length; r++)
        {
            foreach (string any in Rules[r].Any) { (rules[Numbers[any]] ??= []).Add(r); }
        }
        return [.. rules.Select(r => r?.ToArray() ?? [])];
    }
}
