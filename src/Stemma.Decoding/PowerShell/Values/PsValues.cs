using System.Management.Automation.Language;

namespace Stemma.Decoding.PowerShell.Values;

// Values of scripts are objects of .NET where these are safe to hold (text, characters, numbers, byte arrays); the rest are the types below.

/// <summary>A value that cannot be known without running something. What is computed from it is unknown too.</summary>
internal sealed class Unknown
{
    private Unknown() { }

    /// <summary>The one unknown value.</summary>
    public static Unknown Value { get; } = new();
}

/// <summary>An array or a list. Held by reference, as scripts do.</summary>
/// <param name="items">The elements.</param>
/// <param name="elementType">Key of the element type (<c>char</c>) of a typed array; null for objects.</param>
internal sealed class PsList(List<object?> items, string? elementType = null)
{
    /// <summary>The elements.</summary>
    public List<object?> Items => items;

    /// <summary>Key of the element type; null for objects.</summary>
    public string? ElementType => elementType;
}

/// <summary>A hashtable, in the order of insertion; keys without regard to case.</summary>
internal sealed class PsTable
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys in order.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>The value under a key; null when there is none.</summary>
    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set
        {
            if (_values.TryAdd(key, value)) { Keys.Add(key); }
            else { _values[key] = value; }
        }
    }

    /// <summary>Whether a key is there.</summary>
    public bool Contains(string key) => _values.ContainsKey(key);
}

/// <summary>A type of .NET by name, never loaded.</summary>
/// <param name="Name">As the script wrote it, without brackets.</param>
internal sealed record TypeRef(string Name)
{
    /// <summary>What the type is looked up by: lower case, in full but for <c>system.</c></summary>
    public string Key { get; } = TypeNames.Key(Name);
}

/// <summary>A script block.</summary>
/// <param name="Ast">Its syntax tree.</param>
/// <param name="Text">What stands between its braces.</param>
internal sealed record ScriptBlockValue(ScriptBlockAst Ast, string Text);

/// <summary>A method that is named but not called.</summary>
/// <param name="Target">The object or <see cref="TypeRef"/> that it is of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Static">Whether it was reached by two colons.</param>
internal sealed record MethodGroup(object? Target, string Name, bool Static);

/// <summary>A variable as an object, as Get-Variable gives it.</summary>
/// <param name="Name">Its name.</param>
internal sealed record VariableRef(string Name);

/// <summary>An object with named properties: of Get-Command, of a pair of a table, of Select-Object.</summary>
/// <param name="typeName">Name of its type.</param>
internal sealed class PsObject(string typeName)
{
    /// <summary>Name of its type.</summary>
    public string TypeName => typeName;

    /// <summary>Its properties.</summary>
    public Dictionary<string, object?> Properties { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>An object whose inside is not modelled; its type names the calls on it.</summary>
/// <param name="TypeName">Name of the type as the script wrote it.</param>
internal sealed record Opaque(string TypeName);

/// <summary>A stream over bytes in memory, inflated already where the script inflates.</summary>
internal sealed class ByteStream(byte[] bytes)
{
    /// <summary>All bytes.</summary>
    public byte[] Bytes { get; set; } = bytes;

    /// <summary>Where the next read begins.</summary>
    public int Position { get; set; }
}

/// <summary>A reader over text.</summary>
internal sealed class TextSource(string text)
{
    /// <summary>The text that is left.</summary>
    public string Text { get; set; } = text;
}

/// <summary>A secure string: its text is no secret here.</summary>
internal sealed record SecureText(string Text);

/// <summary>A pointer to text in memory that a script made from a secure string.</summary>
internal sealed record TextPointer(string Text);

/// <summary>A cipher with what the script has set on it.</summary>
internal sealed class Cipher(string algorithm)
{
    /// <summary>Name of the algorithm: aes, tripledes, des, rc2.</summary>
    public string Algorithm => algorithm;

    /// <summary>What the script set, by property.</summary>
    public Dictionary<string, object?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A step of a cipher: bytes in, bytes out.</summary>
internal sealed record CipherStep(Cipher Cipher, byte[] Key, byte[] Vector, bool Decrypts);
