using Stemma.Sigma;
using YamlDotNet.Serialization;

namespace Stemma.Tests.Content;

/// <summary>One example event of a built-in rule's <c>.test.yml</c>.</summary>
public sealed class RuleExample
{
    [YamlMember(Alias = "why")]
    public string Why { get; set; } = "";

    [YamlMember(Alias = "log")]
    public string? Log { get; set; }

    [YamlMember(Alias = "provider")]
    public string? Provider { get; set; }

    [YamlMember(Alias = "logsource")]
    public Dictionary<string, string>? LogSource { get; set; }

    [YamlMember(Alias = "event")]
    public Dictionary<string, string?> Event { get; set; } = [];

    /// <summary>The example as an event for an engine.</summary>
    internal ExampleEvent ToEvent(SigmaEngine engine)
    {
        int space = Log?.LastIndexOf(' ') ?? -1;
        string channel = space < 0 ? "" : Log![..space];
        int id = space < 0 ? -1 : int.Parse(Log![(space + 1)..]);
        Dictionary<string, string?> fields = new(Event);
        if (channel.Length > 0) fields.TryAdd("Channel", channel);
        if (id >= 0) fields.TryAdd("EventID", $"{id}");
        if (Provider is not null) fields.TryAdd("Provider_Name", Provider);
        SigmaLogSource? logSource = LogSource is null ? null
            : new(LogSource.GetValueOrDefault("product"), LogSource.GetValueOrDefault("category"), LogSource.GetValueOrDefault("service"));
        return new ExampleEvent(engine.GetKind(channel, Provider ?? "", id, [.. fields.Keys], logSource), [.. fields.Values]);
    }
}

/// <summary>The examples of one rule.</summary>
public sealed class RuleExamples
{
    [YamlMember(Alias = "match")]
    public List<RuleExample> Match { get; set; } = [];

    [YamlMember(Alias = "ignore")]
    public List<RuleExample> Ignore { get; set; } = [];

    public static RuleExamples Load(string path) => new DeserializerBuilder().Build().Deserialize<RuleExamples>(File.ReadAllText(path));
}

internal sealed class ExampleEvent(EventKind kind, string?[] values) : SigmaEvent
{
    public override EventKind Kind => kind;

    public override bool IsNull(int slot) => values[slot] is null;

    public override ReadOnlySpan<char> Text(int slot) => values[slot];
}
