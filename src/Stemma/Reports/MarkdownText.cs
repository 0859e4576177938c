using System.Text;

namespace Stemma.Reports;

/// <summary>Text within Markdown (CommonMark and GitHub's tables) that cannot become markup.</summary>
internal static class MarkdownText
{
    private const int Longest = 300;
    private const string Marks = "\\`*_{}[]<>()#!|~&@$^";

    /// <summary>Text as a code span, cut. A span ends at a run of backticks as long as its own; a table's cell ends at a bar, even within one.</summary>
    public static string Code(string text)
    {
        if (text.Length == 0) return "";
        string visible = Humans.Visible(Humans.Cut(text, Longest));
        int longest = 0, run = 0;
        foreach (char c in visible) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        string fence = new('`', longest + 1);
        return $"{fence} {visible.Replace("|", "\\|", StringComparison.Ordinal)} {fence}";
    }

    /// <summary>Text as text, on one line: nothing in it is a mark, a tag, a link or an address that a viewer makes a link of.</summary>
    public static string Plain(string text)
    {
        StringBuilder plain = new();
        string visible = Humans.Visible(text).Trim();
        int digits = visible.AsSpan().IndexOfAnyExceptInRange('0', '9');
        for (int i = 0; i < visible.Length; i++)
        {
            bool begins = i == 0 ? visible[0] is '-' or '+' or '=' : i == digits && visible[i] is '.';
            bool isAddress = visible[i] == '.' && i >= 3 && visible.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase);
            isAddress |= visible[i] == ':' && i + 1 < visible.Length && visible[i + 1] != ' ';
            if (begins || isAddress || Marks.Contains(visible[i], StringComparison.Ordinal)) plain.Append('\\');
            plain.Append(visible[i]);
        }

        return plain.ToString();
    }
}
