using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>The tactics of ATT&amp;CK in the order in which an attack mostly goes through them.</summary>
internal static class Tactics
{
    // Defense evasion was split in ATT&CK of 2026: rules may name either.
    private static readonly string[] InOrder =
    [
        "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion", "stealth",
        "defense-impairment", "credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact",
    ];

    /// <summary>The tactics among the tags of rules, each once, in order.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<SigmaRule> rules)
    {
        HashSet<string> named = [.. rules.SelectMany(rule => rule.Tags).Where(tag => tag.StartsWith("attack.", StringComparison.OrdinalIgnoreCase))
            .Select(tag => tag[7..].ToLowerInvariant().Replace('_', '-'))];
        return [.. InOrder.Where(named.Contains)];
    }

    /// <summary>A tactic in words.</summary>
    public static string Words(string tactic) => tactic.Replace('-', ' ');
}
