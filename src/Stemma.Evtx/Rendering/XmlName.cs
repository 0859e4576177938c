using System.Xml;

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

    /// <summary>By the fourth edition, which allows fewer characters than the fifth: many readers know only that one.</summary>
    private static bool IsAllowed(char c, bool first) => c == ':' || (first ? XmlConvert.IsStartNCNameChar(c) : XmlConvert.IsNCNameChar(c));
}
