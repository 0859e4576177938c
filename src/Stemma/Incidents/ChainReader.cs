using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Stemma.Incidents;

/// <summary>Reads chains from YAML files, one a file (<c>docs/chains.md</c>).</summary>
public static partial class ChainReader
{
    private const int MaximumBytes = 64 << 10;
    private const int MaximumChains = 1_000;
    private const int MaximumSteps = 16;
    private const int MaximumTechniques = 32;

    /// <summary>Reads all chains of a folder, or one file.</summary>
    /// <param name="path">A file, or a folder of <c>.yml</c> files.</param>
    /// <returns>The chains in order of id.</returns>
    /// <exception cref="InvalidDataException">A file is no chain; the message names file and remedy.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<Chain> Load(string path)
    {
        string[] files = File.Exists(path) ? [path] : [.. Directory.EnumerateFiles(path, "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(MaximumChains + 1)];
        if (files.Length > MaximumChains) throw new InvalidDataException($"{path}: more than {MaximumChains} chains");
        Dictionary<string, string> ids = [];
        List<Chain> chains = [];
        foreach (string file in files)
        {
            if (new FileInfo(file).Length > MaximumBytes) throw new InvalidDataException($"{file}: larger than {MaximumBytes >> 10} KiB");
            Chain chain = Parse(File.ReadAllText(file), file);
            if (!ids.TryAdd(chain.Id, file)) throw new InvalidDataException($"{file}: the id '{chain.Id}' is that of {ids[chain.Id]} too");
            chains.Add(chain);
        }

        return [.. chains.OrderBy(chain => chain.Id, StringComparer.Ordinal)];
    }

    /// <summary>Reads one chain.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no chain.</exception>
    public static Chain Parse(string yaml, string path)
    {
        try
        {
            IDeserializer deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
            ChainFile file = deserializer.Deserialize<ChainFile?>(yaml) ?? throw new InvalidDataException($"{path}: it is empty");
            if (!Id().IsMatch(file.Id)) throw Fault("'id' must be words of small letters and digits with hyphens between");
            if (file.Title.Length == 0) throw Fault("'title' is missing: it names incidents");
            if (file.Steps is not { Count: >= 2 and <= MaximumSteps }) throw Fault($"a chain has 2 to {MaximumSteps} 'steps'");
            if (file.Steps.TrueForAll(step => step.Optional)) throw Fault("a chain of optional steps only would always hold");
            return new Chain(file.Id, file.Title, file.Description, Time(file.Within, "within") ?? throw Fault("'within' is missing: how long from first to last step, such as 2d"), file.Product,
                [.. file.Steps.Select((step, index) => Step(step, index + 1))]);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }

        ChainPattern Step(StepFile step, int number)
        {
            if (step.Name.Length == 0) throw Fault($"step {number} has no 'name': say what happens in it");
            if (step.Techniques is not { Count: >= 1 and <= MaximumTechniques }) throw Fault($"step {number} ('{step.Name}') has 1 to {MaximumTechniques} 'techniques'");
            if (step.Techniques.Find(technique => !Technique().IsMatch(technique)) is { } odd) throw Fault($"'{odd}' in step {number} is no technique: write T1059 or T1059.001");
            StepRelation relation = step.Relation switch
            {
                "same" => StepRelation.Same,
                "below" => StepRelation.Below,
                "" or "near" => StepRelation.Near,
                "incident" => StepRelation.Incident,
                _ => throw Fault($"'{step.Relation}' in step {number} is no relation: same, below, near or incident"),
            };
            return new ChainPattern(step.Name, step.Techniques, step.Optional, relation, Time(step.Within, $"within of step {number}"));
        }

        TimeSpan? Time(string text, string what)
        {
            if (text.Length == 0) return null;
            TimeSpan unit = text[^1] switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => default };
            return unit > default(TimeSpan) && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= 10_000
                ? count * unit : throw Fault($"'{text}' ({what}) is no time: a number up to 10000 and one of s, m, h, d");
        }

        InvalidDataException Fault(string message) => new($"{path}: {message}");
    }

    private sealed class ChainFile
    {
        public string Id { get; set; } = "";
        public string Title { get; set; } = "";
        public string Description { get; set; } = "";
        public string Within { get; set; } = "";
        public string Product { get; set; } = "";
        public List<StepFile>? Steps { get; set; }
    }

    private sealed class StepFile
    {
        public string Name { get; set; } = "";
        public List<string>? Techniques { get; set; }
        public bool Optional { get; set; }
        public string Relation { get; set; } = "";
        public string Within { get; set; } = "";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"^T[0-9]{4}(\.[0-9]{3})?$", RegexOptions.None, 1000)]
    private static partial Regex Technique();
}
