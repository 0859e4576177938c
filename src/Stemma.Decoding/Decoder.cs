namespace Stemma.Decoding;

/// <summary>
/// Decodes scripts and command lines layer by layer. It parses and evaluates pure functions; nothing that it reads is ever run, no process
/// starts, no file is touched, no socket opens.
/// </summary>
public static partial class Decoder
{
    /// <summary>Decodes one text.</summary>
    /// <param name="text">A script or a command line, as the log or the file holds it.</param>
    /// <param name="kind">Its language; <see cref="ScriptKind.Auto"/> to go by the text.</param>
    /// <param name="limits">How far to go; null for <see cref="DecodeLimits.Default"/>.</param>
    /// <returns>At least layer 0. Text that hides nothing has no other layer.</returns>
    public static DecodedArtifact Decode(string text, ScriptKind kind = ScriptKind.Auto, DecodeLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var run = new DecodingRun(new DecodeBudget(limits ?? DecodeLimits.Default));
        run.Start(kind, text);
        return run.Finish();
    }

    /// <summary>Decodes one text and tells the layers alone: for whoever looks through many and asks each layer something else.</summary>
    /// <param name="text">A script or a command line, as the log holds it.</param>
    /// <param name="kind">Its language; <see cref="ScriptKind.Auto"/> to go by the text.</param>
    /// <param name="limits">How far to go; null for <see cref="DecodeLimits.Default"/>.</param>
    /// <returns>As <see cref="Decode"/>, without behaviours, indicators and score.</returns>
    public static DecodedArtifact DecodeLayers(string text, ScriptKind kind = ScriptKind.Auto, DecodeLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var run = new DecodingRun(new DecodeBudget(limits ?? DecodeLimits.Default));
        run.Start(kind, text);
        return run.Finish(examine: false);
    }

    /// <summary>
    /// Whether a text can hide anything: false only when its layers would be the text itself or pieces that stand in it in clear. Looks at each character a few
    /// times, parses and allocates nothing, so that a scan can ask it of everything.
    /// </summary>
    /// <param name="text">A script or a command line.</param>
    /// <param name="kind">Its language; true for scripts in languages that have no such test.</param>
    public static bool MayHide(ReadOnlySpan<char> text, ScriptKind kind) => kind switch
    {
        ScriptKind.CommandLine => CommandLines.CommandLineDecoder.MayHide(text),
        ScriptKind.PowerShell => PowerShell.PowerShellDecoder.MayHide(text),
        ScriptKind.Text or ScriptKind.NetworkDevice or ScriptKind.AppleScript => false,
        _ => true,
    };

    /// <summary>The decoder of a language; null for one that holds nothing to decode.</summary>
    internal static IScriptDecoder? For(ScriptKind kind) => kind switch
    {
        ScriptKind.PowerShell => new PowerShell.PowerShellDecoder(),
        ScriptKind.CommandLine => new CommandLines.CommandLineDecoder(),
        ScriptKind.Cmd => new Cmd.CmdDecoder(),
        ScriptKind.JavaScript => new JavaScript.JavaScriptDecoder(),
        ScriptKind.Html => new Markup.MarkupDecoder(),
        ScriptKind.VisualBasic => new VisualBasic.VisualBasicDecoder(),
        ScriptKind.Shell => new Shells.ShellDecoder(),
        ScriptKind.Python => new Python.PythonDecoder(),
        ScriptKind.AppleScript => new AppleScript.AppleScriptDecoder(),
        _ => null,
    };
}
