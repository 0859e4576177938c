namespace Stemma.Decoding.Cmd;

/// <summary>The programs that choose lines out of what is piped into them: <c>find</c> and <c>findstr</c>.</summary>
internal static class CmdFilters
{
    /// <summary>The lines that pass; null when the arguments ask for something that is not modelled.</summary>
    /// <param name="program">find or findstr.</param>
    /// <param name="arguments">Its arguments as text.</param>
    /// <param name="lines">What is piped in.</param>
    /// <param name="budget">What it may cost.</param>
    public static IEnumerable<string>? Apply(string program, string arguments, IEnumerable<string> lines, DecodeBudget budget)
    {
        bool ignoreCase = false, invert = false, begin = false, end = false, whole = false, literal = program == "find";
        List<string> patterns = [];
        foreach (string word in CmdWords.Split(arguments, " \t"))
        {
            string argument = word.Trim(',', ';');
            if (argument.Length == 0) { continue; }
            string flag = argument.ToLowerInvariant();
            if (flag.StartsWith("/c:", StringComparison.Ordinal)) { patterns.Add(argument[3..].Trim('"')); }
            else if (flag.Length > 1 && flag[0] == '/')
            {
                foreach (char c in flag.AsSpan(1))
                {
                    switch (c)
                    {
                        case 'i': ignoreCase = true; break;
                        case 'v': invert = true; break;
                        case 'b': begin = true; break;
                        case 'e': end = true; break;
                        case 'x': whole = true; break;
                        case 'l': literal = true; break;
                        case 'r': case 'o': case 'f': break;
                        default: return null;
                    }
                }
            }
            else if (patterns.Count == 0) { patterns.AddRange(program == "find" ? [argument.Trim('"')] : argument.Trim('"').Split(' ', StringSplitOptions.RemoveEmptyEntries)); }
            else { return null; }
        }
        if (patterns.Count == 0) { return null; }
        return lines.Where(line => patterns.Any(pattern => Matches(line, pattern)) != invert);

        bool Matches(string line, string pattern)
        {
            budget.Spend(1 + (line.Length >> 4));
            if (literal) { return At(line.IndexOf(pattern, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal), pattern.Length, line.Length); }
            bool first = begin || whole || pattern.StartsWith('^'), last = end || whole || (pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal));
            string inner = pattern.TrimStart('^').TrimEnd('$');
            for (int i = 0; i <= (first ? 0 : line.Length); i++)
            {
                if (MatchHere(line, i, inner, 0, last)) { return true; }
            }
            return false;
        }

        bool At(int at, int length, int of) => at >= 0 && (!(begin || whole) || at == 0) && (!(end || whole) || at + length == of);

        // findstr's expressions: a dot, a class in brackets, a star behind either; a backslash takes the meaning away.
        bool MatchHere(string line, int i, string pattern, int p, bool last)
        {
            budget.Spend();
            if (p >= pattern.Length) { return !last || i == line.Length; }
            int next = p;
            Func<char, bool> one = One(pattern, ref next);
            if (next < pattern.Length && pattern[next] == '*')
            {
                do
                {
                    if (MatchHere(line, i, pattern, next + 1, last)) { return true; }
                }
                while (i < line.Length && one(line[i++]));
                return false;
            }
            return i < line.Length && one(line[i]) && MatchHere(line, i + 1, pattern, next, last);
        }

        Func<char, bool> One(string pattern, ref int p)
        {
            char c = pattern[p++];
            if (c == '.') { return _ => true; }
            if (c == '\\' && p < pattern.Length) { c = pattern[p++]; }
            else if (c == '[' && pattern.IndexOf(']', p) is int close && close > p)
            {
                string inside = pattern[p..close];
                p = close + 1;
                bool not = inside.StartsWith('^');
                return x => InClass(not ? inside.AsSpan(1) : inside, x) != not;
            }
            return x => x == c || (ignoreCase && char.ToLowerInvariant(x) == char.ToLowerInvariant(c));
        }
    }

    private static bool InClass(ReadOnlySpan<char> members, char c)
    {
        for (int i = 0; i < members.Length; i++)
        {
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                if (c >= members[i] && c <= members[i + 2]) { return true; }
                i += 2;
            }
            else if (members[i] == c) { return true; }
        }
        return false;
    }
}
