namespace Stemma.Decoding;

/// <summary>Reads one language. Stateless: one instance serves all threads.</summary>
internal interface IScriptDecoder
{
    /// <summary>Reads a layer and tells the sink what it hides and how it reads when evaluated. Never runs any of it.</summary>
    /// <remarks>Text that means nothing in the language is no error: the decoder just tells nothing.</remarks>
    /// <exception cref="DecodeLimitException">A limit is reached; what was told until then stays.</exception>
    /// <exception cref="InsufficientExecutionStackException">Nested too deeply; what was told until then stays.</exception>
    void Decode(Layer layer, ScriptContext context, LayerSink sink);
}
