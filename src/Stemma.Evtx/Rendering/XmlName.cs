namespace Stemma.Evtx.Rendering;

/// <summary>Names of elements and attributes as XML 1.0 allows them.</summary>
internal static class XmlName
{
    /// <summary>The name, or, where a file holds one that XML forbids, one with the bad characters replaced by underscores.</summary>
    public static string Valid(string name)
    {
        if (name.Length == 0) return "_";
        for (int i = 0; i < name.Length; i++)
        {
            if (IsAllowed(name[i], i == 0)) continue;
            return string.Create(name.Length, name, static (to, from) =>
            {
                for (int j = 0; j < to.Length; j++) to[j] = IsAllowed(from[j], j == 0) ? from[j] : '_';
            });
        }
        return name;
    }

    private static bool IsAllowed(char c, bool first) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or ':' || (c >= 0xC0 && c <= 0xD7FF && char.IsLetter(c)) ||
        (!first && c is (>= '0' and <= '9') or '-' or '.');
}
