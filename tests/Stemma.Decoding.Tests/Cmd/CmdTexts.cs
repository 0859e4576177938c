using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>What tests ask of an artifact's layers.</summary>
internal static class CmdTexts
{
    /// <summary>The layers that a decoder made, layer 0 apart, in order.</summary>
    public static IReadOnlyList<string> Layers(string text, ScriptKind kind) => [.. Decoder.Decode(text, kind).Layers.Skip(1).Select(layer => layer.Text)];

    /// <summary>Text without white space, quotes, carets, brackets and separators, in small letters: two texts that say the same are equal in it.</summary>
    public static string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (char c in text.Replace("::", "", StringComparison.Ordinal))
        {
            if (!char.IsWhiteSpace(c) && !"\"'`^()[]{};,".Contains(c)) { normal.Append(char.ToLowerInvariant(c)); }
        }
        return normal.ToString();
    }
}
