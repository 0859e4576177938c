using Stemma.Sigma.Yaml;

namespace Stemma.Sigma;

/// <summary>Values for the placeholders of <c>expand</c>, kept in a file of the user's own: a YAML map of name to value or list of values.</summary>
public static class SigmaPlaceholders
{
    /// <summary>Reads such a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a map; the message names file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Load(string path)
    {
        List<YamlNode> documents = YamlReader.Read(File.ReadAllText(path), out YamlFault? fault);
        if (fault is not null) throw new InvalidDataException($"{path}:{fault.Line}: {fault.Message}");
        if (documents is not [YamlMap map]) throw new InvalidDataException($"{path}:1: placeholders must be one map of name to values");
        Dictionary<string, IReadOnlyList<string>> placeholders = [];
        foreach ((YamlScalar name, YamlNode node) in map.Entries)
        {
            string[] values = [.. map.Scalars(name.Text).Select(value => value.Text)];
            if (node is YamlMap || (node is YamlList list && list.Items.Count != values.Length))
                throw new InvalidDataException($"{path}:{node.Line}: the values of '{name.Text}' must be plain values");
            if (!placeholders.TryAdd(name.Text.Trim('%'), values))
                throw new InvalidDataException($"{path}:{name.Line}: '{name.Text.Trim('%')}' stands twice");
        }

        return placeholders;
    }
}
