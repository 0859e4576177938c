using Spectre.Console;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>Writes text in colours where they show, and the same text plain where they do not: then the terminal's library is not even loaded.</summary>
/// <param name="writer">Receives it.</param>
/// <param name="isStyled">Whether it is a terminal's.</param>
internal sealed class StyledWriter(TextWriter writer, bool isStyled)
{
    private readonly IAnsiConsole? _console = isStyled ? Terminal(writer) : null;

    /// <summary>The terminal's width in characters; null where there is none.</summary>
    public int? Width => _console is null ? null : AnsiConsole.Profile.Width;

    /// <summary>Writes text as a rule's level is shown.</summary>
    public void Write(string text, SigmaLevel level)
    {
        if (_console is null) writer.Write(text);
        else _console.Write(new Text(text, Style(level)));
    }

    /// <summary>Writes a line that matters less.</summary>
    public void WriteDimLine(string text)
    {
        if (_console is null) writer.WriteLine(text);
        else _console.Write(new Text(text + "\n", new Style(decoration: Decoration.Dim)));
    }

    /// <summary>Writes a line.</summary>
    public void WriteLine(string text = "")
    {
        if (_console is null) writer.WriteLine(text);
        else _console.WriteLine(text);
    }

    private static IAnsiConsole Terminal(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Detect,
            ColorSystem = ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = 100_000;
        return console;
    }

    private static Style Style(SigmaLevel level) => level switch
    {
        SigmaLevel.Critical => new Style(Color.White, Color.DarkRed, Decoration.Bold),
        SigmaLevel.High => new Style(Color.Red, decoration: Decoration.Bold),
        SigmaLevel.Medium => new Style(Color.Yellow),
        _ => Spectre.Console.Style.Plain,
    };
}
