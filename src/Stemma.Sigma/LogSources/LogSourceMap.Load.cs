using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma;

public sealed partial record LogSourceMap
{
    /// <summary>Reads a map from YAML files; the format is documented in <c>docs/formats.md</c>.</summary>
    /// <param name="paths">Files and folders (all <c>.yml</c> below).</param>
    /// <exception cref="InvalidDataException">A file is not such a map; the message names file and line.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LogSourceMap Load(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<SigmaProblem> problems = [];
        List<LogSourceEntry> entries = [.. Rules.RuleFiles.Find(paths, problems).SelectMany(path => Parse(File.ReadAllText(path), path))];
        return problems.Find(problem => problem.IsError) is { } problem ? throw new InvalidDataException(problem.ToString()) : new LogSourceMap([.. entries]);
    }

    private static IEnumerable<LogSourceEntry> Parse(string text, string path)
    {
        List<YamlNode> documents = YamlReader.Read(text, out YamlFault? fault);
        if (fault is not null) throw Fault(fault.Line, fault.Message);
        foreach (YamlNode document in documents)
        {
            if (document is not YamlMap map || map["sources"] is not YamlList sources) throw Fault(document.Line, "no 'sources'");
            foreach (YamlNode source in sources.Items)
                foreach (LogSourceEntry entry in Source(source as YamlMap ?? throw Fault(source.Line, "a source must be a map"), map.Text("product")))
                    yield return entry;
        }

        IEnumerable<LogSourceEntry> Source(YamlMap source, string? product)
        {
            string? service = source.Text("service");
            if (!source.Scalars("channels").Any()) throw Fault(source.Line, "a source needs 'channels'");
            if (source["categories"] is not (null or YamlList)) throw Fault(source["categories"]!.Line, "'categories' must be a list");
            IEnumerable<YamlMap> kinds = [source];
            if (source["categories"] is YamlList categories)
                kinds = kinds.Concat(categories.Items.Select(item => item as YamlMap ?? throw Fault(item.Line, "a category must be a map")));
            return from channel in source.Scalars("channels").Select(channel => channel.Text)
                   from kind in kinds
                   select new LogSourceEntry(new SigmaLogSource(product, kind.Text("category"), service), channel,
                       [.. source.Scalars("providers").Select(provider => provider.Text)], [.. kind.Scalars("ids").Select(Id)])
                   {
                       Where = Where(kind),
                       Fields = Fields(kind),
                   };
        }

        ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Where(YamlMap kind)
        {
            YamlMap where = Map(kind, "where");
            var fields = new KeyValuePair<string, ImmutableArray<string>>[where.Entries.Count];
            for (int i = 0; i < fields.Length; i++) fields[i] = new(where.Entries[i].Key.Text, Values(kind, "where", where.Entries[i].Key.Text));
            return ImmutableCollectionsMarshal.AsImmutableArray(fields);
        }

        ImmutableDictionary<string, string> Fields(YamlMap kind)
        {
            var fields = ImmutableDictionary.CreateBuilder<string, string>();
            foreach ((YamlScalar name, _) in Map(kind, "fields").Entries) fields.Add(name.Text, Values(kind, "fields", name.Text)[0]);
            return fields.ToImmutable();
        }

        int Id(YamlScalar id) => int.TryParse(id.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : throw Fault(id.Line, $"'{id.Text}' is not an event id");

        YamlMap Map(YamlMap kind, string key) => kind[key] is null ? new YamlMap([], kind.Line)
            : kind[key] as YamlMap ?? throw Fault(kind[key]!.Line, $"'{key}' must be a map");

        ImmutableArray<string> Values(YamlMap kind, string key, string field)
        {
            YamlMap map = Map(kind, key);
            ImmutableArray<string> values = [.. map.Scalars(field).Select(value => value.Text)];
            return values.IsEmpty ? throw Fault(map[field]!.Line, $"'{field}' has no value") : values;
        }

        InvalidDataException Fault(int line, string message) => new($"{path}:{line}: {message}");
    }
}
