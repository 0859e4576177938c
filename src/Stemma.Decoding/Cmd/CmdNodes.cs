using System.Text;

namespace Stemma.Decoding.Cmd;

/// <summary>A command of cmd.exe as parsed: carets are gone, variables of FOR and delayed expansion are still to come.</summary>
internal abstract record CmdNode
{
    /// <summary>The text that cmd.exe hands to the child process which runs one side of a pipe.</summary>
    public string Render()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    /// <summary>Appends that text.</summary>
    public abstract void Write(StringBuilder text);
}

/// <summary>A command and its arguments.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Bare">All of it but redirections.</param>
internal sealed record CmdSimple(string Text, string Bare) : CmdNode
{
    /// <inheritdoc/>
    public override void Write(StringBuilder text) => text.Append(Text);
}

/// <summary>Commands in parentheses, or one after the other.</summary>
/// <param name="Commands">In order.</param>
/// <param name="Tail">Redirections behind the parenthesis.</param>
/// <param name="Grouped">Whether parentheses stand around them.</param>
internal sealed record CmdBlock(IReadOnlyList<CmdNode> Commands, string Tail, bool Grouped) : CmdNode
{
    /// <inheritdoc/>
    public override void Write(StringBuilder text)
    {
        if (Grouped) { text.Append('('); }
        for (int i = 0; i < Commands.Count; i++)
        {
            if (i > 0) { text.Append(" & "); }
            Commands[i].Write(text);
        }
        if (Grouped) { text.Append(')').Append(Tail); }
    }
}

/// <summary>Two commands with <c>&amp;&amp;</c>, <c>||</c> or <c>|</c> between them.</summary>
internal sealed record CmdPair(string Operator, CmdNode Left, CmdNode Right) : CmdNode
{
    /// <inheritdoc/>
    public override void Write(StringBuilder text)
    {
        Left.Write(text);
        text.Append(Operator);
        Right.Write(text);
    }
}

/// <summary><c>for</c>.</summary>
/// <param name="Switch">f, l, d, r, or a space for none.</param>
/// <param name="Options">What stands between switch and variable, without quotes.</param>
/// <param name="Variable">The variable's one character.</param>
/// <param name="Set">What stands in the parentheses.</param>
/// <param name="Body">What is done with each.</param>
internal sealed record CmdFor(char Switch, string Options, char Variable, string Set, CmdNode Body) : CmdNode
{
    /// <summary>The text up to and with <c>do</c>.</summary>
    public string Head => $"for {(Switch == ' ' ? "" : $"/{Switch} ")}{(Options.Length == 0 ? "" : Switch == 'f' ? $"\"{Options}\" " : Options + " ")}%{Variable} in ({Set}) do ";

    /// <inheritdoc/>
    public override void Write(StringBuilder text)
    {
        text.Append(Head);
        Body.Write(text);
    }
}

/// <summary><c>if</c>.</summary>
/// <param name="IgnoreCase">Whether /i is given.</param>
/// <param name="Not">Whether <c>not</c> is given.</param>
/// <param name="Operator">==, EQU and so on, or EXIST, DEFINED, ERRORLEVEL, CMDEXTVERSION.</param>
/// <param name="Left">The left side; empty for the latter.</param>
/// <param name="Right">The right side.</param>
/// <param name="Then">What follows.</param>
/// <param name="Else">What follows otherwise.</param>
internal sealed record CmdIf(bool IgnoreCase, bool Not, string Operator, string Left, string Right, CmdNode Then, CmdNode? Else) : CmdNode
{
    /// <summary>The text up to the command.</summary>
    public string Head => $"if {(IgnoreCase ? "/i " : "")}{(Not ? "not " : "")}{(Left.Length == 0 ? "" : Left + " ")}{Operator} {Right} ";

    /// <inheritdoc/>
    public override void Write(StringBuilder text)
    {
        text.Append(Head);
        if (Else is null)
        {
            Then.Write(text);
            return;
        }
        text.Append('(');
        Then.Write(text);
        text.Append(") else ");
        Else.Write(text);
    }
}
