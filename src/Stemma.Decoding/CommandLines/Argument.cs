namespace Stemma.Decoding.CommandLines;

/// <summary>One argument of a command line.</summary>
/// <param name="Value">What the program gets: without quotes and escapes.</param>
/// <param name="Start">Where it begins in the command line.</param>
/// <param name="End">Where it ends, quotes included.</param>
internal readonly record struct Argument(string Value, int Start, int End);
