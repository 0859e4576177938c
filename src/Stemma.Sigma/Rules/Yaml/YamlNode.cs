namespace Stemma.Sigma.Yaml;

/// <summary>A node of a YAML document that remembers its line (1-based).</summary>
internal abstract record YamlNode(int Line);

/// <summary>A scalar with the kind that YAML's core schema gives it.</summary>
internal sealed record YamlScalar(string Text, YamlKind Kind, int Line) : YamlNode(Line)
{
    /// <summary>Whether the scalar is null.</summary>
    public bool IsNull => Kind == YamlKind.Null;
}

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

/// <summary>A mapping, in the order of the file.</summary>
internal sealed record YamlMap(IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries, int Line) : YamlNode(Line)
{
    /// <summary>The value under a key; null when the key is not there.</summary>
    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    /// <summary>The text under a key; null when the key is not there, is null or does not hold a scalar.</summary>
    public string? Text(string key) => this[key] is YamlScalar { IsNull: false } scalar ? scalar.Text : null;

    /// <summary>The texts under a key: of a list each scalar, of a scalar itself.</summary>
    public IEnumerable<YamlScalar> Scalars(string key) => this[key] switch
    {
        YamlList list => list.Items.OfType<YamlScalar>().Where(item => !item.IsNull),
        YamlScalar { IsNull: false } scalar => [scalar],
        _ => [],
    };
}

/// <summary>The kinds of scalars (YAML 1.2, core schema).</summary>
internal enum YamlKind
{
    /// <summary>Text, or anything that stood in quotes.</summary>
    Text,

    /// <summary>An integer or a fraction.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>, <c>~</c> or nothing.</summary>
    Null,
}

/// <summary>Why a YAML text could not be read on, and where (1-based).</summary>
internal sealed record YamlFault(int Line, string Message);
