using System.Globalization;
using System.IO.Enumeration;
using Stemma.Events;
using Stemma.Sigma;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Stemma.Detection;

/// <summary>
/// What a team has learned about its own machines: detections that are known to be harmless, each with a reason and, best, an end; and
/// rules whose level is another here (<c>docs/tuning.md</c>).
/// </summary>
public sealed class Tuning
{
    private readonly long[] _hidden;
    private readonly bool[] _applies;

    private Tuning(IReadOnlyList<TuningExclusion> exclusions, IReadOnlyList<TuningLevel> levels)
    {
        (Exclusions, Levels) = (exclusions, levels);
        _hidden = new long[exclusions.Count];
        DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);
        _applies = [.. exclusions.Select(exclusion => !exclusion.HasExpired(today))];
    }

    /// <summary>The exclusions.</summary>
    public IReadOnlyList<TuningExclusion> Exclusions { get; }

    /// <summary>The levels.</summary>
    public IReadOnlyList<TuningLevel> Levels { get; }

    /// <summary>How many detections each exclusion has hidden.</summary>
    public IReadOnlyList<long> Hidden => _hidden;

    /// <summary>Reads a tuning file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no tuning file; the message names file and remedy.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Tuning Load(string path)
    {
        try
        {
            IDeserializer deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
            TuningFile file = deserializer.Deserialize<TuningFile>(File.ReadAllText(path)) ?? new TuningFile();
            foreach (TuningExclusion exclusion in file.Exclude)
            {
                if (string.IsNullOrWhiteSpace(exclusion.Reason)) throw new InvalidDataException($"{path}: an exclusion without 'reason': say why it is harmless");
                if (exclusion is { Rule: null, Host: null, User: null, Fields.Count: 0 }) throw new InvalidDataException($"{path}: an exclusion of everything ('{exclusion.Reason}'): name a rule, host, user or field");
            }

            foreach (TuningExclusion exclusion in file.Exclude)
                if (exclusion.Expires is not null && !DateOnly.TryParseExact(exclusion.Expires, "yyyy-MM-dd", out _)) throw new InvalidDataException($"{path}: 'expires: {exclusion.Expires}' is no day; write yyyy-MM-dd");
            foreach (TuningLevel level in file.Levels)
            {
                if (string.IsNullOrWhiteSpace(level.Rule)) throw new InvalidDataException($"{path}: a level without 'rule': name the rule it is for");
                if (!Enum.GetValues<SigmaLevel>().Any(known => known.Name() == level.Level)) throw new InvalidDataException($"{path}: '{level.Level}' is no level");
            }

            return new Tuning([.. file.Exclude], [.. file.Levels]);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>A rule with the level that it has here.</summary>
    public SigmaRule Apply(SigmaRule rule)
    {
        TuningLevel? level = Levels.FirstOrDefault(level => Names(level.Rule, rule));
        return level is null ? rule : rule.WithLevel(Enum.GetValues<SigmaLevel>().First(known => known.Name() == level.Level));
    }

    /// <summary>The rules that the file names and that are none of those given: slips of the pen would otherwise have no effect in silence.</summary>
    /// <param name="rules">The rules that are known.</param>
    public IReadOnlyList<string> Unknown(IReadOnlyCollection<SigmaRule> rules) =>
        [.. Exclusions.Select(exclusion => exclusion.Rule).Concat(Levels.Select(level => level.Rule)).OfType<string>().Distinct()
            .Where(name => !rules.Any(rule => Names(name, rule)))];

    /// <summary>Whether a detection is known to be harmless, which is counted.</summary>
    public bool Hides(SigmaRule rule, Event e)
    {
        for (int i = 0; i < Exclusions.Count; i++)
        {
            if (!_applies[i] || !Exclusions[i].Holds(rule, e)) continue;
            Interlocked.Increment(ref _hidden[i]);
            return true;
        }

        return false;
    }

    internal static bool Names(string? name, SigmaRule rule) =>
        name is null || string.Equals(name, rule.Id, StringComparison.OrdinalIgnoreCase) || string.Equals(name, rule.Title, StringComparison.OrdinalIgnoreCase);

    private sealed class TuningFile
    {
        public List<TuningExclusion> Exclude { get; set; } = [];

        public List<TuningLevel> Levels { get; set; } = [];
    }
}

/// <summary>Detections that are known to be harmless: all conditions that are given must hold.</summary>
public sealed class TuningExclusion
{
    private static readonly string[] UserFields = ["User", "SubjectUserName", "TargetUserName", "AccountName"];

    /// <summary>The rule's id or title; null: any.</summary>
    public string? Rule { get; set; }

    /// <summary>The host, <c>*</c> and <c>?</c> allowed; null: any.</summary>
    public string? Host { get; set; }

    /// <summary>The user, likewise, as the event names it; null: any.</summary>
    public string? User { get; set; }

    /// <summary>Values by Sigma field name, likewise.</summary>
    public Dictionary<string, string> Fields { get; set; } = [];

    /// <summary>Why it is harmless.</summary>
    public string? Reason { get; set; }

    /// <summary>The last day (UTC) on which it counts, <c>yyyy-MM-dd</c>; null: for ever.</summary>
    public string? Expires { get; set; }

    /// <summary>Whether its last day is over.</summary>
    /// <param name="today">Today, UTC.</param>
    /// <exception cref="FormatException"><see cref="Expires"/> is no date.</exception>
    public bool HasExpired(DateOnly today) =>
        Expires is not null && DateOnly.ParseExact(Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture) < today;

    internal bool Holds(SigmaRule rule, Event e) =>
        Tuning.Names(Rule, rule)
        && (Host is null || FileSystemName.MatchesSimpleExpression(Host, e.Host, ignoreCase: true))
        && (User is null || UserFields.Any(field => Has(e, field, User)))
        && Fields.All(field => Has(e, field.Key, field.Value));

    private static bool Has(Event e, string field, string pattern)
    {
        foreach (int slot in e.Kind.Find(field))
            if (!e.IsNull(slot) && Matches(pattern, e.Text(slot))) return true;
        return false;
    }

    // Backslashes of paths are not escapes here, as FileSystemName would have them.
    private static bool Matches(string pattern, ReadOnlySpan<char> text) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), text, ignoreCase: true);
}

/// <summary>The level that a rule has here.</summary>
public sealed class TuningLevel
{
    /// <summary>The rule's id or title.</summary>
    public string? Rule { get; set; }

    /// <summary>The level.</summary>
    public string Level { get; set; } = "";

    /// <summary>Why.</summary>
    public string? Reason { get; set; }
}
