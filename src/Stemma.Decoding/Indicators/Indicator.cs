namespace Stemma.Decoding.Indicators;

/// <summary>Something in a layer that can be searched for elsewhere.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its value, refanged: <c>hxxp://a[.]b</c> is <c>http://a.b</c>; doubled backslashes are single.</param>
/// <param name="Layer">Number of the first layer that holds it.</param>
/// <param name="Start">Where it begins in that layer's text, in characters.</param>
/// <param name="Length">Its length there, in characters.</param>
public sealed record Indicator(IndicatorKind Kind, string Value, int Layer, int Start, int Length);
