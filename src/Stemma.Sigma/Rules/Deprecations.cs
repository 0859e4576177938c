using System.Globalization;
using System.Text.RegularExpressions;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>
/// Warns of what a rule says about itself in a form that is old or that the specification does not know. None of it changes what the
/// rule finds.
/// </summary>
internal static partial class Deprecations
{
    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];
    private static readonly string[] Relations = ["correlation", "derived", "obsolete", "merged", "renamed", "similar"];

    private static readonly Dictionary<string, string> OldStatuses = new() { ["testing"] = "test", ["production"] = "stable" };

    private static readonly Dictionary<string, string> OldRelations = new() { ["obsoletes"] = "obsolete" };

    private static readonly string[] Tactics =
    [
        "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion",
        "credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact",
    ];

    /// <summary>Warns of each.</summary>
    public static void Check(YamlMap map, Action<int, string> warn)
    {
        Date(map, "date", warn);
        Date(map, "modified", warn);
        Status(map, warn);
        Related(map, warn);
        Tags(map, warn);
        if (map["reference"] is { } reference) warn(reference.Line, "deprecated key 'reference': write a list 'references'");
        if (map["logsource"] is YamlMap logSource && logSource["definition"] is not null and not YamlScalar)
            warn(logSource["definition"]!.Line, "log source: 'definition' must be a text");
    }

    private static void Date(YamlMap map, string key, Action<int, string> warn)
    {
        if (map[key] is not YamlScalar { IsNull: false } scalar || IsDate(scalar.Text, "yyyy-MM-dd")) return;
        string? now = DateTime.TryParseExact(scalar.Text, ["yyyy/M/d", "yyyy-M-d", "yyyy.M.d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        warn(scalar.Line, now is null ? $"date: '{key}: {scalar.Text}' is no date: write it as 2025-01-31" : $"deprecated date '{scalar.Text}': write '{key}: {now}'");
    }

    private static bool IsDate(string text, string format) => DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static void Status(YamlMap map, Action<int, string> warn)
    {
        if (map.Text("status") is not { } status || Statuses.Contains(status)) return;
        warn(map["status"]!.Line, OldStatuses.TryGetValue(status, out string? now) ? $"deprecated status '{status}': write '{now}'"
            : $"unknown status '{status}': there are {string.Join(", ", Statuses)}");
    }

    private static void Related(YamlMap map, Action<int, string> warn)
    {
        if (map["related"] is not YamlList list) return;
        foreach (YamlMap related in list.Items.OfType<YamlMap>())
        {
            if (related["type"] is not YamlScalar type || Relations.Contains(type.Text)) continue;
            warn(type.Line, OldRelations.TryGetValue(type.Text, out string? now) ? $"deprecated relation '{type.Text}': write '{now}'"
                : $"unknown relation '{type.Text}': there are {string.Join(", ", Relations)}");
        }
    }

    private static void Tags(YamlMap map, Action<int, string> warn)
    {
        foreach (YamlScalar tag in map.Scalars("tags"))
        {
            string hyphened = tag.Text.Replace('_', '-');
            if (tag.Text.StartsWith("attack.", StringComparison.OrdinalIgnoreCase) && hyphened != tag.Text && Tactics.Contains(hyphened[7..].ToLowerInvariant()))
                warn(tag.Line, $"deprecated tag '{tag.Text}': write '{hyphened.ToLowerInvariant()}'");
            else if (!tag.Text.Contains('.', StringComparison.Ordinal)) warn(tag.Line, $"tag '{tag.Text}' has no namespace, such as attack. or cve.");
            else if (OldCve().Match(tag.Text) is { Success: true } cve)
                warn(tag.Line, $"deprecated tag '{tag.Text}': write 'cve.{cve.Groups[1].Value}{cve.Groups[3].Value}-{cve.Groups[2].Value}{cve.Groups[4].Value}'");
        }
    }

    [GeneratedRegex(@"^cve\.(?:cve[-.])?(\d{4})\.(\d+)$|^cve\.cve[-.](\d{4})-(\d+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OldCve();
}
