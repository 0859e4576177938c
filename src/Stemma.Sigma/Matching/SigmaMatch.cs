namespace Stemma.Sigma;

/// <summary>One item of a rule that an event satisfied: why the rule fired.</summary>
/// <param name="Field">The field, by the name that the rule uses; for a keyword the name of the field that holds it.</param>
/// <param name="Value">The field's value, cut around the hit when it is long; null where the field has none.</param>
/// <param name="Pattern">What the rule asked for.</param>
public readonly record struct MatchedItem(string Field, string? Value, string Pattern);
