using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Parsing;
using Stemma.Decoding.PowerShell.Rendering;

namespace Stemma.Decoding.PowerShell;

/// <summary>
/// Reads PowerShell as Windows PowerShell 5.1 would: parses it with PowerShell's own parser, evaluates what is pure, tells the scripts that
/// it would start, and writes it anew with what was evaluated filled in. A plain script comes out as itself.
/// </summary>
internal sealed partial class PowerShellDecoder : IScriptDecoder
{
    private const int ShallowLength = 512;
    private const int DeepStack = 128 << 20;

    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        if (layer.Text.Length <= ShallowLength) { Read(layer, context, sink); }
        else { sink.Budget.OnDeepStack(DeepStack, () => Read(layer, context, sink)); }
    }

    private static void Read(Layer layer, ScriptContext context, LayerSink sink)
    {
        if (ParsedScript.Parse(layer.Text, sink.Budget) is not { } script)
        {
            sink.Note($"layer {layer.Number}: too many operations for the parser; searched as text only");
            return;
        }
        Interpreter interpreter = new(script, context, sink);
        try
        {
            interpreter.Run();
        }
        finally
        {
            Tell(layer, interpreter, sink);
        }
    }

    private static void Tell(Layer layer, Interpreter interpreter, LayerSink sink)
    {
        int number = layer.Number;
        EditList? edits = null;
        foreach ((bool full, string step) in (ReadOnlySpan<(bool, string)>)[(false, "evaluated"), (true, "evaluated, names in full")])
        {
            EditList made = new Renderer(interpreter, full).Render();
            if (!made.HasEvidence || made.Count == 0) { continue; }
            number = sink.Simplified(made.Apply(layer.Text), step);
            edits = number == layer.Number ? null : made;
        }
        foreach ((Ast node, string name, string?[] arguments) in interpreter.Calls.All)
        {
            (int start, int end) = (node.Extent.StartOffset, node.Extent.EndOffset);
            if (edits is not null) { (start, end) = (edits.Map(start, false), edits.Map(end, true)); }
            sink.Call(new DecodedCall(number, name, arguments, start, Math.Max(0, end - start)));
        }
    }
}
