using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>Gives fields other names: in selections, in references to fields, in the rule's <c>fields</c> and in what correlations look at.</summary>
/// <param name="map">The names of a field; null: it keeps its own.</param>
internal sealed class FieldTransformation(Func<string, string[]?> map) : PipelineTransformation
{
    /// <summary>Reads one; null when the type is another.</summary>
    public static FieldTransformation? TryRead(string type, PipelineMap map)
    {
        switch (type)
        {
            case "field_name_mapping":
                Dictionary<string, string[]> names = map.Mapping("mapping");
                return new FieldTransformation(names.GetValueOrDefault);
            case "field_name_prefix_mapping":
                Dictionary<string, string[]> prefixes = map.Mapping("mapping");
                return new FieldTransformation(field => prefixes.FirstOrDefault(prefix => field.StartsWith(prefix.Key, StringComparison.Ordinal)) is { Key: { } old } found
                    ? [.. found.Value.Select(prefix => prefix + field[old.Length..])] : null);
            case "field_name_prefix":
                string before = map.Needed("prefix");
                return new FieldTransformation(field => [before + field]);
            case "field_name_suffix":
                string after = map.Needed("suffix");
                return new FieldTransformation(field => [field + after]);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Apply(RuleDraft draft, PipelineItem item)
    {
        draft.Fields = [.. draft.Fields.SelectMany(Names)];
        foreach (string name in draft.Names.Keys.ToArray()) draft.Names[name] = [.. draft.Names[name].SelectMany(Names)];
        RewriteAll(draft, item);

        IEnumerable<string> Names(string field)
        {
            if (!item.IsFor(draft, field) || map(field) is not { } names) return [field];
            draft.Grow(names.Length);
            foreach (string name in names) draft.AppliedToField[name] = [.. draft.AppliedToField.GetValueOrDefault(name) ?? [], .. draft.AppliedToField.GetValueOrDefault(field) ?? [], item.Id];
            return names;
        }
    }

    private void RewriteAll(RuleDraft draft, PipelineItem item) => Rewrite(draft, item, one =>
    {
        if (one.Modifiers.Split('|').Contains("fieldref"))
        {
            one = one.WithField(one.Field);
            one.Values = [.. one.Values.SelectMany(value => value.Scalar.Kind == YamlKind.Null || !item.IsFor(draft, value.Scalar.Text) || map(value.Scalar.Text) is not { } others
                ? [value] : others.Select(other => value with { Scalar = value.Scalar with { Text = other } }))];
        }

        if (one.Field is null || map(one.Field) is not { } names) return one;
        draft.Mapped.UnionWith([one.Field, .. names]);
        if (names is [var only]) return one.WithField(only);
        return names.Length == 0 ? null : new DetectionGroup(isAny: true, [.. names.Select(one.WithField)], one.Line);
    });
}
