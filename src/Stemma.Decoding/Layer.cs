namespace Stemma.Decoding;

/// <summary>One decoding step of a script or document. Layer 0 is what the log or the file held.</summary>
/// <param name="Number">Place in the artifact's list of layers, from 0.</param>
/// <param name="Parent">Number of the layer that this one came out of; -1 for layer 0.</param>
/// <param name="Kind">The language that it is written in.</param>
/// <param name="Step">How it came out of its parent, in a few words: <c>-EncodedCommand</c>, <c>Invoke-Expression</c>, <c>evaluated</c>. Empty for layer 0.</param>
/// <param name="Text">The text of the layer.</param>
public sealed record Layer(int Number, int Parent, ScriptKind Kind, string Step, string Text);
