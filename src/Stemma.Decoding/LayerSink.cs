namespace Stemma.Decoding;

/// <summary>Where a decoder tells what it found in one layer.</summary>
internal abstract class LayerSink(DecodeBudget budget)
{
    /// <summary>What decoding may still cost.</summary>
    public DecodeBudget Budget => budget;

    /// <summary>The same script as it reads when evaluated: a new layer of the same kind when it differs in more than white space. It is not decoded again.</summary>
    /// <param name="text">The whole script, re-rendered.</param>
    /// <param name="step">How it was made: <c>evaluated</c>, <c>variables expanded</c>.</param>
    /// <returns>The number of the layer that holds it: the new one, or the one that has this text already.</returns>
    public abstract int Simplified(string text, string step);

    /// <summary>A script that this layer would start, made out of its data: a new layer, decoded in its turn unless the same text was seen before.</summary>
    /// <param name="kind">Its language, or <see cref="ScriptKind.Auto"/>.</param>
    /// <param name="text">The script.</param>
    /// <param name="step">How it would be started: <c>Invoke-Expression</c>, <c>-EncodedCommand</c>, <c>eval</c>.</param>
    /// <param name="context">What it would find when it starts; null for nothing.</param>
    public abstract void Hidden(ScriptKind kind, string text, string step, ScriptContext? context = null);

    /// <summary>A call with what is known of its arguments. <see cref="DecodedCall.Layer"/> is the layer whose text the span is in.</summary>
    public abstract void Call(DecodedCall call);

    /// <summary>Something that whoever reads the answer should know: a part that is unknown, left out, or beyond a limit.</summary>
    public abstract void Note(string text);
}
