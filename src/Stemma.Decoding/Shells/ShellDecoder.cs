namespace Stemma.Decoding.Shells;

/// <summary>
/// Reads scripts of Unix shells. Tells the scripts that they would hand to a shell or another interpreter, and how words read that hide what
/// they say; the rest of a script stays as it is written.
/// </summary>
internal sealed class ShellDecoder : IScriptDecoder
{
    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        var shared = new ShellShared(layer.Text, sink.Budget);
        var run = new ShellRun(shared, new ShellVariables(context.Environment), sink, context.Input);
        try
        {
            run.Execute(new ShellParser(layer.Text, sink.Budget).Parse());
        }
        catch (ShellStopException)
        {
            sink.Note($"layer {layer.Number}: goes on for too long; followed only so far");
        }
        catch (Exception e) when (e is DecodeLimitException or InsufficientExecutionStackException)
        {
            Tell(layer, shared, sink);
            throw;
        }
        Tell(layer, shared, sink);
    }

    private static void Tell(Layer layer, ShellShared shared, LayerSink sink)
    {
        (string text, Func<int, int> map) = shared.Rewritten();
        int number = text == layer.Text ? layer.Number : sink.Simplified(text, "evaluated");
        bool rewritten = number != layer.Number;
        foreach ((string name, IReadOnlyList<string?> arguments, int start, int length) in shared.Calls)
        {
            int from = start < 0 ? 0 : rewritten ? map(start) : start;
            int to = start < 0 ? 0 : rewritten ? map(start + length) : start + length;
            sink.Call(new DecodedCall(number, name, arguments, from, Math.Max(0, Math.Min(to, rewritten ? text.Length : layer.Text.Length) - from)));
        }
    }
}
