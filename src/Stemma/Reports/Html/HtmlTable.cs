namespace Stemma.Reports.Html;

/// <summary>Tables that scroll by themselves where a page is narrow, and end with a count of what is left out.</summary>
internal static class HtmlTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="style">Its class.</param>
    /// <param name="columns">Names of its columns, with their class.</param>
    /// <param name="rows">What it lists.</param>
    /// <param name="limit">How many rows are shown.</param>
    /// <param name="write">Writes the cells of a row, which is given with its number from 0.</param>
    public static void Write<T>(HtmlPage page, string caption, string style, (string Name, string Style)[] columns, IReadOnlyList<T> rows, int limit, Action<T, int> write)
    {
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", caption)).Open("table", ("class", style));
        page.Leaf("caption", caption).Open("thead").Open("tr");
        foreach ((string name, string column) in columns) page.Leaf("th", name, ("scope", "col"), ("class", column));
        page.Close().Close().Open("tbody").Line();
        for (int i = 0; i < rows.Count && i < limit; i++)
        {
            page.Open("tr");
            write(rows[i], i);
            page.Close().Line();
        }

        page.Close().Close().Close().Line();
        if (rows.Count > limit) page.Leaf("p", $"{Humans.Count(rows.Count - limit)} more are not shown; --format json has all.", ("class", "soft small")).Line();
    }

    /// <summary>A cell of text.</summary>
    public static void Cell(HtmlPage page, string text, string style = "")
    {
        if (style.Length == 0) page.Leaf("td", text);
        else page.Leaf("td", text, ("class", style));
    }

    /// <summary>A cell of anything.</summary>
    public static void Cell(HtmlPage page, Action write)
    {
        page.Open("td");
        write();
        page.Close();
    }
}
