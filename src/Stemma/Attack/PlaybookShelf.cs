namespace Stemma.Attack;

/// <summary>The playbooks of a folder, by technique.</summary>
public sealed class PlaybookShelf
{
    private readonly SortedDictionary<string, Playbook> _byTechnique = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All playbooks, in order of their techniques.</summary>
    public IEnumerable<Playbook> All => _byTechnique.Values;

    /// <summary>Reads every <c>.yml</c> of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is no complete playbook; the message names file, line and reason.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PlaybookShelf Load(string folder)
    {
        PlaybookShelf shelf = new();
        foreach (string path in Directory.EnumerateFiles(folder, "*.yml").Order(StringComparer.Ordinal))
        {
            Playbook playbook = Playbook.Load(path);
            if (!shelf._byTechnique.TryAdd(playbook.Technique, playbook)) throw new InvalidDataException($"{path}:1: a second playbook of {playbook.Technique}");
        }

        return shelf;
    }

    /// <summary>The playbook of a technique, or that of the technique which it is a part of; null when there is neither.</summary>
    /// <param name="technique">The technique's id, in any case.</param>
    public Playbook? Find(string technique)
    {
        ArgumentNullException.ThrowIfNull(technique);
        return _byTechnique.GetValueOrDefault(technique) ?? (technique.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? _byTechnique.GetValueOrDefault(technique[..dot]) : null);
    }
}
