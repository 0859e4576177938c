using System.Text;

namespace Stemma.Decoding.CommandLines;

/// <summary>Splits command lines into arguments, as the C runtime of Windows does and as a Unix shell does.</summary>
internal static class ArgumentSplitter
{
    private const int MaxArguments = 4096;

    /// <summary>Splits as Windows programs do: double quotes group, <c>\"</c> is a quote, backslashes before a quote count by pairs.</summary>
    public static List<Argument> Windows(string line, int start, DecodeBudget budget) => Split(line, start, budget, OneWindows);

    private static List<Argument> Split(string line, int start, DecodeBudget budget, Func<string, int, StringBuilder, int> one)
    {
        List<Argument> found = [];
        StringBuilder value = new();
        int at = start;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at])) { at++; }
            if (at >= line.Length || found.Count >= MaxArguments) { return found; }
            int begin = at;
            at = one(line, at, value.Clear());
            budget.Spend(1 + ((at - begin) >> 6));
            found.Add(new Argument(value.ToString(), begin, at));
        }
    }

    private static int OneWindows(string line, int at, StringBuilder value)
    {
        bool quoted = false;
        for (; at < line.Length && (quoted || !char.IsWhiteSpace(line[at])); at++)
        {
            int slashes = 0;
            while (at < line.Length && line[at] == '\\') { slashes++; at++; }
            bool quote = at < line.Length && line[at] == '"';
            value.Append('\\', quote ? slashes / 2 : slashes);
            if (!quote)
            {
                if (slashes > 0) { at--; continue; }
                value.Append(line[at]);
            }
            else if (slashes % 2 == 1) { value.Append('"'); }
            else if (quoted && at + 1 < line.Length && line[at + 1] == '"') { value.Append('"'); at++; }
            else { quoted = !quoted; }
        }
        return at;
    }

    /// <summary>Splits as a Unix shell does: both quotes group, a backslash takes the next character as it is. Nothing is expanded.</summary>
    public static List<Argument> Unix(string line, int start, DecodeBudget budget) => Split(line, start, budget, OneUnix);

    private static int OneUnix(string line, int at, StringBuilder value)
    {
        char quote = '\0';
        for (; at < line.Length && (quote != '\0' || !char.IsWhiteSpace(line[at])); at++)
        {
            char c = line[at];
            if (c == '\\' && quote != '\'' && at + 1 < line.Length && (quote == '\0' || line[at + 1] is '"' or '\\' or '$' or '`')) { value.Append(line[++at]); }
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0') { quote = c; }
            else if (c == quote) { quote = '\0'; }
            else { value.Append(c); }
        }
        return at;
    }
}
