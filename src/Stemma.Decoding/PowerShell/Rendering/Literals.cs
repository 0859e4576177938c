using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>Values as source text.</summary>
internal static class Literals
{
    /// <summary>A value as a literal; null for one that has no short one.</summary>
    public static string? Of(object? value) => value switch
    {
        string text => Quote(text),
        char c => Quote(c.ToString()),
        TypeRef type => $"[{TypeNames.Canonical(type.Name)}]",
        _ => null,
    };

    /// <summary>Text in single quotes.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Text as it stands inside double quotes.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 8);
        foreach (char c in text)
        {
            switch (c)
            {
                case '`' or '"' or '$': escaped.Append('`').Append(c); break;
                case '\0': escaped.Append("`0"); break;
                default: escaped.Append(c); break;
            }
        }
        return escaped.ToString();
    }

    /// <summary>Whether a name can stand as a command without quotes.</summary>
    public static bool IsBareCommand(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name is "%" or "?") && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '\\' or ':' or '%' or '?');

    /// <summary>Whether a name can stand behind a dot without quotes.</summary>
    public static bool IsBareMember(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
