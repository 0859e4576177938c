using System.Text.RegularExpressions;

namespace Stemma.Decoding.Cmd;

/// <summary>
/// Reads the language of cmd.exe: a batch file, a line typed at a prompt, or what stands behind <c>cmd /c</c>. Tells the commands that are
/// left when variables, loops, carets and listings are evaluated, and hands on what other programs would be started with.
/// </summary>
internal sealed partial class CmdDecoder : IScriptDecoder
{
    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        string text = layer.Text.Trim('\uFEFF', ' ', '\t', '\r', '\n', '\0');
        if (text.Length == 0) { return; }
        bool batch = text.Contains('\n') || Batch().IsMatch(text);
        var shared = new CmdShared(sink.Budget) { Clipboard = context.Clipboard };
        var run = new CmdRun(shared, new CmdVariables(context.Environment), batch, sink) { StandardInput = context.Input };
        try
        {
            if (batch) { run.Batch(text); } else { run.Line(text); }
        }
        catch (CmdStopException)
        {
            sink.Note($"layer {layer.Number}: goes on for too long; followed only so far");
        }
        catch (DecodeLimitException)
        {
            Tell(layer, shared, run, batch, sink);
            throw;
        }
        Tell(layer, shared, run, batch, sink);
    }

    private static void Tell(Layer layer, CmdShared shared, CmdRun run, bool batch, LayerSink sink)
    {
        string text = string.Join('\n', run.Trace.Distinct());
        bool hides = shared.Marks.Tricks > 0 || (shared.Marks.OwnVariables > 0 && !batch);
        int number = hides && text.Length > 0 ? sink.Simplified(text, "evaluated") : layer.Number;
        string within = number == layer.Number ? layer.Text : text;
        int from = 0;
        foreach (CmdCall call in shared.Calls)
        {
            int at = within.IndexOf(call.Text, from, StringComparison.Ordinal);
            if (at >= 0) { from = at; }
            sink.Call(new DecodedCall(number, call.Name, CmdWords.Arguments(call.Arguments), Math.Max(0, at), at < 0 ? 0 : call.Text.Length));
        }
    }

    [GeneratedRegex(@"^@?(?:echo\s+off|rem\b|::)|\bfor\b[^%\r\n]{0,200}%%[a-z]\s+in\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Batch();
}
