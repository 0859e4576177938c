namespace Stemma.Lineage;

/// <summary>Reads commands and paths as far as lineage needs it.</summary>
internal static class CommandText
{
    private const int MaximumWords = 32;

    /// <summary>The last part of a path.</summary>
    public static ReadOnlySpan<char> FileName(ReadOnlySpan<char> path) => path[(path.LastIndexOfAny('\\', '/') + 1)..];

    /// <summary>The program of a command: what stands in quotes, or goes to the first blank behind a file's ending.</summary>
    public static ReadOnlySpan<char> Program(ReadOnlySpan<char> command)
    {
        command = command.Trim();
        if (command.StartsWith("\""))
        {
            command = command[1..];
            int quote = command.IndexOf('"');
            return quote < 0 ? command : command[..quote];
        }

        // Windows allows blanks in a path without quotes.
        foreach (string ending in (ReadOnlySpan<string>)[".exe ", ".com ", ".bat ", ".cmd ", ".sys "])
            if (command.IndexOf(ending, StringComparison.OrdinalIgnoreCase) is >= 0 and int at) return command[..(at + 4)];
        int blank = command.IndexOf(' ');
        return blank < 0 || command.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) && command[blank..].IndexOfAny('-', '"') < 0 ? command : command[..blank];
    }

    /// <summary>The words of a command that may be paths of files: they have a separator or an ending. Commas end a path as rundll32 has it.</summary>
    public static IEnumerable<string> Paths(string command)
    {
        int words = 0;
        for (int i = 0; i < command.Length && words < MaximumWords;)
        {
            while (i < command.Length && command[i] is ' ' or '=' or ',') i++;
            if (i >= command.Length) break;
            char until = command[i] is '"' or '\'' ? command[i++] : ' ';
            int start = i;
            while (i < command.Length && command[i] != until && (until != ' ' || command[i] is not (',' or '='))) i++;
            words++;
            string word = command[start..i];
            if (until != ' ') i++;
            if (word.Length > 3 && word.AsSpan().IndexOfAny('\\', '/') >= 0) yield return word;
            if (until == '"' && word.Contains(',', StringComparison.Ordinal)) yield return word[..word.IndexOf(',', StringComparison.Ordinal)];
        }
    }

    /// <summary>Whether a text holds a word, without case; letters and digits may not adjoin it.</summary>
    public static bool HasWord(string text, string word)
    {
        if (word.Length < 2) return false;
        for (int at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            int after = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]) && text[at - 1] is not ('-' or '_'))
                && (after == text.Length || !char.IsLetterOrDigit(text[after]) && text[after] is not ('-' or '_'))) return true;
        }

        return false;
    }

    /// <summary>Whether a command line is that of a command: its words without quotes and folders begin it.</summary>
    public static bool IsSame(string commandLine, string command)
    {
        string a = Bare(commandLine), b = Bare(command);
        return b.Length > 0 && (a.StartsWith(b, StringComparison.OrdinalIgnoreCase) || b.StartsWith(a, StringComparison.OrdinalIgnoreCase) && a.Length > 3);
    }

    private static string Bare(string command)
    {
        ReadOnlySpan<char> program = Program(command);
        int rest = command.IndexOf(program.ToString(), StringComparison.Ordinal) + program.Length;
        ReadOnlySpan<char> name = FileName(program);
        if (name.Equals("%COMSPEC%", StringComparison.OrdinalIgnoreCase)) name = "cmd";
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        return $"{name} {command[Math.Min(rest, command.Length)..].Replace("\"", "", StringComparison.Ordinal).Trim()}".TrimEnd();
    }
}
