using System.Globalization;
using Stemma.Events;
using Stemma.Sigma;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Stemma.Detection;

/// <summary>Events that a rule must and must not fire on, from the <c>.test.yml</c> beside it.</summary>
public sealed class RuleExamples
{
    /// <summary>Events that it must fire on.</summary>
    public IList<RuleExample> Match { get; set; } = [];

    /// <summary>Events that it must not fire on.</summary>
    public IList<RuleExample> Ignore { get; set; } = [];

    /// <summary>The file of a rule's examples: <c>name.test.yml</c> beside <c>name.yml</c>.</summary>
    public static string PathFor(SigmaRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Path.ChangeExtension(rule.Path, ".test.yml");
    }

    /// <summary>Reads examples.</summary>
    /// <exception cref="InvalidDataException">The file holds none; the message names file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RuleExamples Load(string path)
    {
        try
        {
            return new DeserializerBuilder().WithNamingConvention(LowerCaseNamingConvention.Instance).Build().Deserialize<RuleExamples>(File.ReadAllText(path))
                ?? throw new InvalidDataException($"{path}: no examples");
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>Tries a rule on its examples, as a scan would: on what they hide, too; says of each that does not hold what is wrong.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="logSources">Which events its log source means.</param>
    /// <exception cref="InvalidDataException">An example names no log.</exception>
    public IEnumerable<string> Failures(SigmaRule rule, LogSourceMap logSources)
    {
        RuleTrial trial = new(rule, logSources);
        foreach (RuleExample example in Match)
            if (trial.Explain(example) is null) yield return $"does not fire: {example.Why}";
        foreach (RuleExample example in Ignore)
            if (trial.Explain(example) is not null) yield return $"fires: {example.Why}";
    }
}

/// <summary>One example event.</summary>
public sealed class RuleExample
{
    /// <summary>What it shows.</summary>
    public string Why { get; set; } = "";

    /// <summary>The log, <c>channel id</c>; null when <see cref="LogSource"/> says what it is.</summary>
    public string? Log { get; set; }

    /// <summary>The provider; null for none.</summary>
    public string? Provider { get; set; }

    /// <summary>The log source (product, category, service) of an event without a channel.</summary>
    public IDictionary<string, string>? LogSource { get; set; }

    /// <summary>The fields, as the log names them.</summary>
    public IDictionary<string, string?> Event { get; set; } = new Dictionary<string, string?>();

    /// <summary>The fields of the process's parent, that one's parent and so on, for rules that look at lineage.</summary>
    public IList<Dictionary<string, string?>> Ancestors { get; set; } = [];

    /// <summary>The fields of processes that it started, and these.</summary>
    public IList<Dictionary<string, string?>> Descendants { get; set; } = [];

    /// <summary>The fields of its parent's other children.</summary>
    public IList<Dictionary<string, string?>> Siblings { get; set; } = [];

    /// <summary>The processes that a rule's test is about, as events.</summary>
    internal IEnumerable<SigmaEvent> Related(SigmaTest.Related test, EventKind kind)
    {
        IEnumerable<Dictionary<string, string?>> meant = test.Relation switch
        {
            SigmaRelation.Parent => Ancestors.Take(1),
            SigmaRelation.Grandparent => Ancestors.Skip(1).Take(1),
            SigmaRelation.Ancestor => Ancestors.Take(test.Depth),
            SigmaRelation.Descendant => Descendants,
            _ => Siblings,
        };
        return meant.Select(process => new ExampleEvent(kind, [.. SigmaRelationJudge.Fields.Select(field => process.GetValueOrDefault(field))]));
    }

    /// <summary>The example as an event for an engine.</summary>
    /// <exception cref="InvalidDataException">It names no log.</exception>
    public Event ToEvent(SigmaEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        string channel = "";
        int id = -1;
        Dictionary<string, string?> fields = new(Event);
        if (Log is not null)
        {
            int space = Log.LastIndexOf(' ');
            if (space < 0 || !int.TryParse(Log.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out id))
                throw new InvalidDataException($"'{Log}' is not a log: write it as 'Security 4688'");
            channel = Log[..space];
            fields.TryAdd("Channel", channel);
            fields.TryAdd("EventID", id.ToString(CultureInfo.InvariantCulture));
        }

        if (Provider is not null) fields.TryAdd("Provider_Name", Provider);
        SigmaLogSource? logSource = LogSource is null ? null
            : new(Part("product"), Part("category"), Part("service"));
        return new ExampleEvent(engine.GetKind(channel, Provider ?? "", id, [.. fields.Keys], logSource), [.. fields.Values]);

        string? Part(string name) => LogSource!.TryGetValue(name, out string? value) ? value : null;
    }

    /// <summary>An example as an event: of no log, and of no time.</summary>
    private sealed class ExampleEvent(EventKind kind, string?[] values) : Event
    {
        public override EventKind Kind => kind;

        public override long Position => 0;

        public override long Time => 0;

        public override ReadOnlySpan<char> Host => [];

        public override ReadOnlySpan<char> Channel => [];

        public override ReadOnlySpan<char> Provider => [];

        public override int EventId => -1;

        public override long RecordId => -1;

        public override bool IsNull(int slot) => values[slot] is null;

        public override ReadOnlySpan<char> Text(int slot) => values[slot];

        public override bool IsPayload(int slot) => true;
    }
}
