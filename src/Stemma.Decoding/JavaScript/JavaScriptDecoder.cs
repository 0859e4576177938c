using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>Reads JavaScript and JScript: evaluates what is pure, hands on what would be run, and writes the script with its values in place.</summary>
internal sealed class JavaScriptDecoder : IScriptDecoder
{
    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        if (layer.Text.Length < 4) { return; }
        sink.Budget.Reserve(layer.Text.Length * 4L);
        Program? program = Syntax.Parse(layer.Text, out string text);
        if (program is null)
        {
            sink.Note($"layer {layer.Number}: not read as JavaScript");
            return;
        }
        var interpreter = new Interpreter(sink, text, layer.Number);
        interpreter.Run(program);
        if (interpreter.Stopped is { } why) { sink.Note($"layer {layer.Number}: evaluation ended early, {why}"); }
        // First with what is constant by itself, then with the values of variables too.
        var constants = new Folder(text, interpreter, false, sink.Budget);
        string folded = Leftovers.Remove(constants.Write(program), sink.Budget);
        var all = new Folder(text, interpreter, true, sink.Budget);
        string withVariables = all.Write(program);
        string whole = all.Evidence > 1 ? Leftovers.Remove(withVariables, sink.Budget) : folded;
        if (constants.Evidence > 0) { sink.Simplified(folded, "evaluated"); }
        if (all.Evidence > 1 && whole != folded) { sink.Simplified(whole, "variables put in"); }
    }
}
