namespace Stemma.Decoding.Cmd;

/// <summary>The options of <c>for /f</c>.</summary>
/// <param name="Delimiters">Characters between which tokens stand.</param>
/// <param name="Tokens">Numbers of the tokens that are taken, from 1, in order.</param>
/// <param name="Rest">Whether what follows them is taken too, as one.</param>
/// <param name="Skip">Lines passed over at the start.</param>
/// <param name="EndOfLine">Lines that begin with it are passed over.</param>
/// <param name="BackQuotes">Whether commands stand in back quotes.</param>
internal sealed record CmdForOptions(string Delimiters, IReadOnlyList<int> Tokens, bool Rest, int Skip, char? EndOfLine, bool BackQuotes)
{
    private const int MostTokens = 31;

    /// <summary>Reads them.</summary>
    public static CmdForOptions Parse(string text)
    {
        string delimiters = " \t";
        List<int> tokens = [1];
        bool rest = false, quotes = false;
        int skip = 0, i = 0;
        char? end = ';';
        while (i < text.Length)
        {
            if (char.IsWhiteSpace(text[i])) { i++; continue; }
            if (Is("usebackq")) { quotes = true; i += 8; }
            else if (Is("useback")) { quotes = true; i += 7; }
            else if (Is("delims="))
            {
                // A space belongs to them only at the very end.
                int start = i + 7, stop = start;
                while (stop < text.Length && text[stop] != ' ') { stop++; }
                if (text.AsSpan(stop).Trim(' ').IsEmpty) { stop = text.Length; }
                delimiters = text[start..stop];
                i = stop;
            }
            else if (Is("eol="))
            {
                end = i + 4 < text.Length && text[i + 4] != ' ' ? text[i + 4] : null;
                i += 5;
            }
            else if (Is("skip=")) { CmdExpansion.TryNumber(Value(5), out skip); }
            else if (Is("tokens=")) { (tokens, rest) = ReadTokens(Value(7)); }
            else { i++; }
        }
        return new CmdForOptions(delimiters, tokens, rest, skip, end, quotes);

        bool Is(string name) => string.Compare(text, i, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0;

        string Value(int name)
        {
            int start = i + name;
            while (start < text.Length && text[start] == ' ') { start++; }
            int stop = start;
            while (stop < text.Length && (char.IsAsciiDigit(text[stop]) || "+-*,xX".Contains(text[stop]))) { stop++; }
            i = stop;
            return text[start..stop];
        }
    }

    private static (List<int> Numbers, bool More) ReadTokens(string text)
    {
        SortedSet<int> tokens = [];
        bool rest = text.EndsWith('*');
        foreach (string part in text.TrimEnd('*').Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = part.IndexOf('-', 1);
            if (!CmdExpansion.TryNumber(dash < 0 ? part : part[..dash], out int from)) { continue; }
            int to = from;
            if (dash > 0) { CmdExpansion.TryNumber(part.AsSpan(dash + 1), out to); }
            for (int n = from; n <= to && tokens.Count < MostTokens; n++) { tokens.Add(n); }
        }
        return ([.. tokens.Where(n => n > 0)], rest);
    }

    /// <summary>Gives the variables the tokens of a line; false when it has none of them.</summary>
    public bool Assign(string line, char variable, Dictionary<char, string> variables)
    {
        List<(int Start, int End)> found = [];
        int i = 0, last = Tokens.Count == 0 ? 0 : Tokens[^1];
        while (found.Count <= last)
        {
            while (i < line.Length && Delimiters.Contains(line[i])) { i++; }
            if (i >= line.Length) { break; }
            int start = i;
            while (i < line.Length && !Delimiters.Contains(line[i])) { i++; }
            found.Add((start, i));
        }
        bool any = false;
        char name = variable;
        foreach (int token in Tokens)
        {
            bool has = token <= found.Count;
            any |= has;
            variables[name++] = has ? line[found[token - 1].Start..found[token - 1].End] : "";
        }
        if (Rest)
        {
            bool has = last < found.Count;
            any |= has;
            variables[name] = has ? line[found[last].Start..] : "";
        }
        return any;
    }
}
