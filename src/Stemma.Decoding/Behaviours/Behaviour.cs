namespace Stemma.Decoding.Behaviours;

/// <summary>Something that a layer does, told by its text or by a call in it, whatever the rest may be.</summary>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Technique">Id of the MITRE ATT&amp;CK technique.</param>
/// <param name="Level"><c>informational</c>, <c>low</c>, <c>medium</c> or <c>high</c>: how seldom harmless scripts do it.</param>
/// <param name="Layer">Number of the first layer that shows it.</param>
/// <param name="Start">Where in that layer's text, in characters.</param>
/// <param name="Length">Length of what shows it, in characters.</param>
/// <param name="Evidence">The text that shows it, at most 200 characters; of a call its name and arguments.</param>
public sealed record Behaviour(string Name, string Technique, string Level, int Layer, int Start, int Length, string Evidence);
