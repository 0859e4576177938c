namespace Stemma.Decoding.Cmd;

/// <summary>What stands behind <c>cmd</c>: switches, and the command they introduce.</summary>
internal static class CmdSwitches
{
    /// <summary>
    /// The command that <c>cmd</c> would carry out, with the quotes taken away that cmd.exe takes away; null when it gets none and reads
    /// commands from its input. Text that is no switch is passed over, as cmd.exe does, and only the first letter of a switch counts.
    /// </summary>
    public static string? Command(string arguments)
    {
        bool keepQuotes = true;
        int at = 0;
        while ((at = arguments.IndexOf('/', at)) >= 0 && at + 1 < arguments.Length)
        {
            char letter = char.ToLowerInvariant(arguments[at + 1]);
            at += 2;
            if (letter == 's') { keepQuotes = false; }
            if (letter is 'c' or 'k' or 'r') { return Unquoted(arguments[at..], keepQuotes); }
        }
        return null;
    }

    private static string Unquoted(string command, bool mayKeepQuotes)
    {
        string trimmed = command.TrimStart(' ', '\t', ',', ';', '=');
        if (!trimmed.StartsWith('"')) { return command.Trim(); }
        int last = trimmed.LastIndexOf('"');
        if (last == 0) { return trimmed[1..]; }
        string inside = trimmed[1..last];

        // Two quotes around the path of a program, nothing special inside, stay.
        if (mayKeepQuotes && !inside.Contains('"') && inside.AsSpan().IndexOfAny("&<>()@^|") < 0 && inside.Contains(' ')
            && inside.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
        {
            return trimmed.Trim();
        }
        return string.Concat(inside, trimmed.AsSpan(last + 1));
    }
}
