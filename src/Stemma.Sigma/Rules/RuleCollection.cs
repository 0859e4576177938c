using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>
/// Merges the documents of a file as rule collections of Sigma 1.x ask: <c>action: global</c> goes into every rule after it,
/// <c>repeat</c> is the rule before it with changes, <c>reset</c> forgets what was global. Where both have a value, that of the
/// document with the action holds; maps are merged key by key.
/// </summary>
internal sealed class RuleCollection
{
    private const string Deprecated = "rule collections are deprecated: write whole rules";
    private const int MaxEntries = 10_000;

    private YamlMap? _global;
    private YamlMap? _previous;

    /// <summary>The rule that a document makes; null when it makes none.</summary>
    /// <exception cref="RuleFault">The action does not exist or stands where it cannot.</exception>
    public YamlMap? Merge(YamlMap document, Action<int, string> warn)
    {
        if (document["action"] is not { } action) return _previous = _global is null ? document : Update(document, _global);
        YamlMap rest = new([.. document.Entries.Where(entry => entry.Key.Text != "action")], document.Line);
        switch (document.Text("action"))
        {
            case "global":
                warn(action.Line, $"'action: global': {Deprecated}");
                _global = _global is null ? rest : Update(_global, rest);
                return null;
            case "reset":
                warn(action.Line, $"'action: reset': {Deprecated}");
                _global = null;
                return null;
            case "repeat":
                warn(action.Line, $"'action: repeat': {Deprecated}");
                if (_previous is null) throw new RuleFault(action.Line, "'action: repeat' without a rule before it");
                return _previous = Update(_previous, rest) with { Line = document.Line };
            case "correlation":
                warn(action.Line, "'action: correlation' is deprecated: write a map 'correlation'");
                YamlMap section = new([.. rest.Entries.Where(entry => CorrelationDocument.Keys.Contains(entry.Key.Text))], document.Line);
                return new YamlMap([.. rest.Entries.Except(section.Entries), new(new YamlScalar("correlation", YamlKind.Text, action.Line), section)], document.Line);
            default:
                throw new RuleFault(action.Line, $"unknown action '{document.Text("action")}': there are global, repeat and reset");
        }
    }

    private static YamlMap Update(YamlMap target, YamlMap source)
    {
        List<KeyValuePair<YamlScalar, YamlNode>> entries = [.. target.Entries];
        foreach (KeyValuePair<YamlScalar, YamlNode> entry in source.Entries)
        {
            int at = entries.FindIndex(existing => existing.Key.Text == entry.Key.Text);
            if (at < 0) entries.Add(entry);
            else if (entries[at].Value is YamlMap old && entry.Value is YamlMap changes) entries[at] = new(entry.Key, Update(old, changes));
            else entries[at] = entry;
        }

        return entries.Count <= MaxEntries ? new YamlMap(entries, target.Line) : throw new RuleFault(source.Line, $"more than {MaxEntries:N0} keys in one map");
    }
}
