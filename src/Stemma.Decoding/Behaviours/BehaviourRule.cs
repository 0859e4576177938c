using System.Text.RegularExpressions;

namespace Stemma.Decoding.Behaviours;

/// <summary>How one behaviour is told.</summary>
/// <param name="Name">What the script does.</param>
/// <param name="Technique">Id of the technique.</param>
/// <param name="Level">How seldom harmless scripts do it.</param>
/// <param name="In">Languages it is told in; a text without language may be any.</param>
/// <param name="Any">One of these stands in the text, without regard to case. Each has at least three characters.</param>
/// <param name="Pattern">What also matches around that place; null when the literal says enough.</param>
/// <param name="All">These stand somewhere in the same text, too.</param>
internal sealed record BehaviourRule(string Name, string Technique, string Level, Languages In, string[] Any, string? Pattern = null, string[]? All = null)
{
    private Regex? _expression;

    /// <summary>The pattern, made when first needed. It never looks at more than a window around a literal, and gives up after a time.</summary>
    public Regex? Expression => Pattern is null ? null
        : _expression ??= new Regex(Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
}
