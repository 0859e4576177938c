using System.Text;

namespace Stemma.Decoding.Cmd;

/// <summary>Cuts texts into words, and names out of paths.</summary>
internal static class CmdWords
{
    /// <summary>The words between delimiters; quotes guard delimiters and stay.</summary>
    public static List<string> Split(string text, string delimiters)
    {
        List<string> words = [];
        var word = new StringBuilder();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '"') { quoted = !quoted; }
            if (!quoted && delimiters.Contains(c))
            {
                if (word.Length > 0) { words.Add(word.ToString()); }
                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }
        if (word.Length > 0) { words.Add(word.ToString()); }
        return words;
    }

    /// <summary>The arguments that a program gets: words without their quotes.</summary>
    public static List<string?> Arguments(string text) => [.. Split(text, " \t").Select(word => word.Replace("\"", "", StringComparison.Ordinal))];

    /// <summary>The name of a program without folder and ending, in small letters.</summary>
    public static string ProgramName(string path)
    {
        string name = path.Replace("\"", "", StringComparison.Ordinal).Trim();
        name = name[(name.LastIndexOfAny(['\\', '/', ':']) + 1)..].ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) || name.EndsWith(".com", StringComparison.Ordinal) ? name[..^4] : name;
    }
}
