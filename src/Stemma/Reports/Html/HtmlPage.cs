using System.Globalization;

namespace Stemma.Reports.Html;

/// <summary>
/// Writes HTML that is well-formed XML too: elements are closed in the order they were opened, and text comes in only through
/// <see cref="Text"/> and attributes, which encode it. What is not our own must go through <see cref="Humans.Visible"/> first, since some characters cannot
/// stand in a page at all; <see cref="Text"/> does that.
/// </summary>
/// <param name="output">Receives the page.</param>
internal sealed class HtmlPage(TextWriter output)
{
    private readonly Stack<string> _open = new();

    /// <summary>Characters written.</summary>
    public long Length { get; private set; }

    /// <summary>Opens an element.</summary>
    public HtmlPage Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes, ">");
        _open.Push(name);
        return this;
    }

    /// <summary>Closes the element that was opened last.</summary>
    public HtmlPage Close()
    {
        Raw("</");
        Raw(_open.Pop());
        Raw(">");
        return this;
    }

    /// <summary>An element without content.</summary>
    public HtmlPage Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes, " />");
        return this;
    }

    /// <summary>An element that holds text.</summary>
    public HtmlPage Leaf(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(name, attributes).Text(text).Close();

    /// <summary>Text, on one line.</summary>
    public HtmlPage Text(string text) => Encoded(Humans.Visible(text));

    /// <summary>Text with its line ends.</summary>
    public HtmlPage Lines(string text) => Encoded(Humans.Visible(text, lines: true));

    /// <summary>Our own markup, as it is.</summary>
    public HtmlPage Raw(string markup)
    {
        output.Write(markup);
        Length += markup.Length;
        return this;
    }

    /// <summary>A line end, for those who read the source.</summary>
    public HtmlPage Line() => Raw("\n");

    /// <summary>A number in a form that does not depend on the machine: at most one digit behind the point.</summary>
    public static string Number(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private void Tag(string name, ReadOnlySpan<(string Name, string Value)> attributes, string end)
    {
        Raw("<");
        Raw(name);
        foreach ((string key, string value) in attributes)
        {
            Raw(" ");
            Raw(key);
            Raw("=\"");
            Text(value);
            Raw("\"");
        }

        Raw(end);
    }

    private HtmlPage Encoded(string visible)
    {
        int from = 0;
        for (int i = 0; i < visible.Length; i++)
        {
            string? entity = visible[i] switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&#39;", _ => null };
            if (entity is null) continue;
            Raw(visible[from..i]);
            Raw(entity);
            from = i + 1;
        }

        return Raw(visible[from..]);
    }
}
