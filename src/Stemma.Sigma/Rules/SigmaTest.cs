using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;

namespace Stemma.Sigma;

/// <summary>
/// One test of one field's value. A field with several values passes when one of them passes. Unless a test says otherwise, an
/// absent or null value fails it. Tests are values: equal tests may be evaluated once for all rules that share them.
/// </summary>
/// <param name="Field">The field's Sigma name; null for a keyword, which is tried on every value of the event.</param>
/// <param name="Pattern">What the rule wrote, for explanations: <c>*\cmd.exe</c>, <c>/re/i</c>, <c>&gt; 10</c>.</param>
public abstract record SigmaTest(string? Field, string Pattern)
{
    /// <summary>The private-use character that stands in a literal where <c>windash</c> lets any dash stand: <c>-</c> <c>/</c> <c>–</c> <c>—</c> <c>―</c>.</summary>
    public const char DashClass = '\uE02D';

    /// <summary>The value contains, equals, begins or ends with a literal.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Text">The literal, unescaped. Empty with <see cref="TextAnchor.Contains"/>: any value that is not null.</param>
    /// <param name="Anchor">Where in the value it must stand.</param>
    /// <param name="Cased">Case matters (<c>cased</c>).</param>
    /// <param name="Windash">Some character of <paramref name="Text"/> is <see cref="DashClass"/>.</param>
    public sealed record Literal(string? Field, string Pattern, string Text, TextAnchor Anchor, bool Cased = false, bool Windash = false)
        : SigmaTest(Field, Pattern);

    /// <summary>The whole value matches a pattern with inner wildcards.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Parts">Literals and wildcards in order; neighbours are never both literals.</param>
    /// <param name="Cased">Case matters.</param>
    /// <param name="Windash">As in <see cref="Literal"/>.</param>
    public sealed record Glob(string? Field, string Pattern, ImmutableArray<GlobPart> Parts, bool Cased = false, bool Windash = false)
        : SigmaTest(Field, Pattern)
    {
        /// <inheritdoc/>
        public bool Equals(Glob? other) => other is not null && Field == other.Field && Pattern == other.Pattern
            && Cased == other.Cased && Windash == other.Windash && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Field, Pattern, Cased, Windash, Parts.Length);
    }

    /// <summary>A regular expression is found somewhere in the value (<c>re</c>); case-sensitive unless the options say otherwise.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Syntax">The expression, in .NET syntax.</param>
    /// <param name="Options">From the sub-modifiers <c>i</c>, <c>m</c>, <c>s</c>.</param>
    public sealed record Regexp(string? Field, string Pattern, string Syntax, RegexOptions Options) : SigmaTest(Field, Pattern);

    /// <summary>The value is an address inside a network (<c>cidr</c>).</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Network">The network, v4 or v6.</param>
    public sealed record Cidr(string? Field, string Pattern, IPNetwork Network) : SigmaTest(Field, Pattern);

    /// <summary>The value, read as a number (decimal, or hexadecimal with <c>0x</c>), compares so with a number.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Comparison">How the value must compare; <see cref="NumberComparison.Equal"/> for a plain number, which also
    /// holds when the value's text is <paramref name="Pattern"/>.</param>
    /// <param name="Value">The rule's number.</param>
    public sealed record Number(string? Field, string Pattern, NumberComparison Comparison, double Value) : SigmaTest(Field, Pattern);

    /// <summary>The field is absent or null (<c>null</c> in a rule). The string "null" is not null.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    public sealed record Null(string? Field, string Pattern) : SigmaTest(Field, Pattern);

    /// <summary>The field is there, even with a null value, or is not there (<c>exists</c>).</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Wanted">Whether it must be there.</param>
    public sealed record Exists(string? Field, string Pattern, bool Wanted) : SigmaTest(Field, Pattern);

    /// <summary>The value compares so with another field's value (<c>fieldref</c>).</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Other">The other field.</param>
    /// <param name="Anchor">How they must compare: the other's value stands there in this field's value.</param>
    /// <param name="Cased">Case matters.</param>
    public sealed record FieldReference(string? Field, string Pattern, string Other, TextAnchor Anchor, bool Cased = false)
        : SigmaTest(Field, Pattern);

    /// <summary>
    /// Some other process that stands so to the event's satisfies a condition (Stemma's extension, docs/lineage-rules.md). An engine that sees
    /// events alone leaves it open (<see cref="SigmaRule.EventCondition"/>).
    /// </summary>
    /// <param name="Field">What stands before the dot, such as <c>ancestor(3)</c>.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Relation">Which processes.</param>
    /// <param name="Depth">How many steps away at most.</param>
    /// <param name="Process">What one of them must satisfy.</param>
    public sealed record Related(string? Field, string Pattern, SigmaRelation Relation, int Depth, SigmaExpression Process) : SigmaTest(Field, Pattern);

    /// <summary>A part of the value, read as a time, equals a number (<c>minute</c>, <c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>year</c>).</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Pattern">What the rule wrote.</param>
    /// <param name="Part">Which part, in UTC; weeks are ISO 8601 weeks.</param>
    /// <param name="Comparison">How it must compare.</param>
    /// <param name="Value">The rule's number.</param>
    public sealed record Time(string? Field, string Pattern, TimePart Part, NumberComparison Comparison, double Value) : SigmaTest(Field, Pattern);
}

/// <summary>Where a literal must stand in a value.</summary>
public enum TextAnchor
{
    /// <summary>It is the whole value.</summary>
    Equals,

    /// <summary>It begins the value.</summary>
    StartsWith,

    /// <summary>It ends the value.</summary>
    EndsWith,

    /// <summary>It stands anywhere in the value.</summary>
    Contains,
}

/// <summary>How two numbers compare.</summary>
public enum NumberComparison
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary><c>gt</c>.</summary>
    Greater,

    /// <summary><c>gte</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>lt</c>.</summary>
    Less,

    /// <summary><c>lte</c>.</summary>
    LessOrEqual,
}

/// <summary>A part of a point in time.</summary>
public enum TimePart
{
    /// <summary>0 to 59.</summary>
    Minute,

    /// <summary>0 to 23.</summary>
    Hour,

    /// <summary>1 to 31.</summary>
    Day,

    /// <summary>The ISO 8601 week, 1 to 53.</summary>
    Week,

    /// <summary>1 to 12.</summary>
    Month,

    /// <summary>Four digits.</summary>
    Year,
}

/// <summary>A piece of a wildcard pattern.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text of a literal; empty for wildcards.</param>
public readonly record struct GlobPart(GlobPartKind Kind, string Text = "");

/// <summary>The kinds of pieces of a wildcard pattern.</summary>
public enum GlobPartKind
{
    /// <summary>Text as it stands.</summary>
    Literal,

    /// <summary><c>?</c>: exactly one character.</summary>
    AnyOne,

    /// <summary><c>*</c>: any number of characters.</summary>
    AnyRun,
}
