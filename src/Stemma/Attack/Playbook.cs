using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Stemma.Attack;

/// <summary>What to ask, where to look and what to do about a technique of ATT&amp;CK, from <c>content/playbooks</c>.</summary>
public sealed partial class Playbook
{
    private const int MaximumSize = 256 * 1024;

    /// <summary>The technique, such as <c>T1059.001</c>. The file is named after it.</summary>
    public string Technique { get; set; } = "";

    /// <summary>The technique's name in ATT&amp;CK.</summary>
    public string Title { get; set; } = "";

    /// <summary>What it means that the technique was seen.</summary>
    public string Meaning { get; set; } = "";

    /// <summary>What to ask first, in order.</summary>
    public IList<string> Questions { get; set; } = [];

    /// <summary>What looks alike and is harmless.</summary>
    public IList<string> FalsePositives { get; set; } = [];

    /// <summary>Which records answer the questions.</summary>
    public IList<PlaybookSource> Look { get; set; } = [];

    /// <summary>What to do, in order; each step can be taken back.</summary>
    public IList<PlaybookStep> Response { get; set; } = [];

    /// <summary>Techniques of ATT&amp;CK to read about, its own first.</summary>
    public IList<string> References { get; set; } = [];

    /// <summary>The address of a technique's page: <c>https://attack.mitre.org/techniques/T1059/001/</c>.</summary>
    public static string Address(string technique)
    {
        ArgumentNullException.ThrowIfNull(technique);
        return $"https://attack.mitre.org/techniques/{technique.Replace('.', '/')}/";
    }

    /// <summary>Reads a playbook.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no complete playbook; the message names file, line and reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Playbook Load(string path)
    {
        if (new FileInfo(path).Length > MaximumSize) throw new InvalidDataException($"{path}: more than {MaximumSize} bytes");
        string text = File.ReadAllText(path);
        try
        {
            Playbook playbook = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<Playbook>(text) ?? throw new InvalidDataException($"{path}:1: no playbook");
            if (playbook.Lack(Path.GetFileNameWithoutExtension(path)) is var (key, reason))
                throw new InvalidDataException($"{path}:{LineOf(text, key)}: '{key}' {reason}");
            return playbook;
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private (string Key, string Reason)? Lack(string file)
    {
        if (!TechniqueId().IsMatch(Technique)) return ("technique", "is no id of ATT&CK, such as T1059.001");
        if (Technique != file) return ("technique", $"is not the file's name, {file}");
        if (string.IsNullOrWhiteSpace(Title)) return ("title", "is empty");
        if (string.IsNullOrWhiteSpace(Meaning)) return ("meaning", "is empty");
        if (!Complete(Questions)) return ("questions", "has none, or an empty one");
        if (!Complete(FalsePositives)) return ("false_positives", "has none, or an empty one");
        if (Look is not { Count: > 0 } || Look.Any(source => source is null || string.IsNullOrWhiteSpace(source.Log) || !Complete(source.Fields)))
            return ("look", "has none, or one without 'log' or 'fields'");
        if (Response is not { Count: > 0 } || Response.Any(step => step is null || string.IsNullOrWhiteSpace(step.Do) || string.IsNullOrWhiteSpace(step.Undo)))
            return ("response", "has none, or one without 'do' or 'undo'");
        if (!Complete(References) || !References.All(id => TechniqueId().IsMatch(id))) return ("references", "are ids of ATT&CK, at least one");
        return null;

        static bool Complete(IList<string>? values) => values is { Count: > 0 } && !values.Any(string.IsNullOrWhiteSpace);
    }

    // A key that is missing has no line of its own: the file's first stands for it.
    private static int LineOf(string text, string key) =>
        Math.Max(1, text.Split('\n').Index().FirstOrDefault(line => line.Item.StartsWith(key + ":", StringComparison.Ordinal)).Index + 1);

    [GeneratedRegex(@"\AT\d{4}(?:\.\d{3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TechniqueId();
}

/// <summary>A kind of record that answers a playbook's questions.</summary>
public sealed class PlaybookSource
{
    /// <summary>The log, as <c>channel id</c>, or the log's name.</summary>
    public string Log { get; set; } = "";

    /// <summary>Its fields to read, as the log names them.</summary>
    public IList<string> Fields { get; set; } = [];
}

/// <summary>A step of a response.</summary>
public sealed class PlaybookStep
{
    /// <summary>What to do.</summary>
    public string Do { get; set; } = "";

    /// <summary>How it is taken back.</summary>
    public string Undo { get; set; } = "";
}
