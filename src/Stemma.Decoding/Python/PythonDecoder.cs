using System.Collections.Immutable;

namespace Stemma.Decoding.Python;

/// <summary>
/// Reads Python. Tells the code that <c>exec</c> and <c>eval</c> would be given, the commands that it would start, its calls, and how
/// expressions read that hide their text; the rest of a script stays as it is written.
/// </summary>
internal sealed class PythonDecoder : IScriptDecoder
{
    // Names of an outer script stand among the environment's variables, where none begins like this.
    private const string Names = "\u0001python ";

    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        var shared = new PyShared(layer.Text, sink);
        var run = new PyRun(shared, context);
        try
        {
            foreach ((string name, string value) in context.Environment)
            {
                if (name.StartsWith(Names, StringComparison.Ordinal)) { run.Scope.Names[name[Names.Length..].TrimEnd('\u0001')] = value; }
            }
            var parser = new PyParser(layer.Text, sink.Budget);
            run.Execute(parser.Module());
        }
        catch (PyStopException)
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

    /// <summary>What code finds that an outer script carries out: its environment, and the outer script's texts by name.</summary>
    public static ImmutableDictionary<string, string> WithNames(ImmutableDictionary<string, string> environment, PyScope scope)
    {
        ImmutableDictionary<string, string>.Builder all = environment.ToBuilder();
        for (PyScope? each = scope; each is not null; each = each.Outer)
        {
            foreach ((string name, object value) in each.Names)
            {
                if (value is not string text || all.Count > 256) { continue; }
                string key = Names + name;
                while (all.ContainsKey(key)) { key += '\u0001'; }
                all[key] = text;
            }
        }
        return all.ToImmutable();
    }

    private static void Tell(Layer layer, PyShared shared, LayerSink sink)
    {
        (string text, Func<int, int> map) = shared.Rewritten();
        int number = text == layer.Text ? layer.Number : sink.Simplified(text, "evaluated");
        bool rewritten = number != layer.Number;
        string within = rewritten ? text : layer.Text;
        foreach ((string name, IReadOnlyList<string?> arguments, int start, int end) in shared.Calls)
        {
            int from = Math.Clamp(rewritten ? map(start) : start, 0, within.Length), to = Math.Clamp(rewritten ? map(end) : end, from, within.Length);
            sink.Call(new DecodedCall(number, name, arguments, from, to - from));
        }
    }
}
