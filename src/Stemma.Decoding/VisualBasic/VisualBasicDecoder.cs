namespace Stemma.Decoding.VisualBasic;

/// <summary>Reads VBScript and VBA: evaluates what is pure, hands on what would be run, and writes the script with its values in place.</summary>
internal sealed class VisualBasicDecoder : IScriptDecoder
{
    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        sink.Budget.Reserve(layer.Text.Length * 8L);
        var parser = new Parser(Tokens.Of(layer.Text, sink.Budget), sink.Budget);
        List<Statement> script = parser.Script();
        if (parser.Missed > 0) { sink.Note($"layer {layer.Number}: {parser.Missed} statements not understood"); }
        var interpreter = new Interpreter(sink, layer.Number);
        interpreter.Run(script);
        if (interpreter.Stopped is { } why) { sink.Note($"layer {layer.Number}: evaluation ended early, {why}"); }
        var constants = new Folder(layer.Text, false, sink.Budget);
        string folded = constants.Write(parser.Roots);
        var all = new Folder(layer.Text, true, sink.Budget);
        string whole = all.Write(parser.Roots);
        if (constants.Evidence > 0) { sink.Simplified(folded, "evaluated"); }
        if (all.Evidence > 1 && whole != folded) { sink.Simplified(whole, "variables put in"); }
    }
}
