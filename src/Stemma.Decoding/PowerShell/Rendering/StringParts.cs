using System.Globalization;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Stemma.Decoding.PowerShell.Parsing;

namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>A string put together out of literals and variables, as the parts that one string in double quotes would have.</summary>
internal static partial class StringParts
{
    private const int MostParts = 512;

    /// <summary>The parts of an expression; null when it is not put together so. A part has text, or the source of what is filled in.</summary>
    public static List<(string Text, bool IsSource)>? Of(ExpressionAst node, Renderer renderer)
    {
        if (renderer.FoldedText(node) is { } known) { return [(known, false)]; }
        switch (node)
        {
            case StringConstantExpressionAst constant:
                return [(constant.Value, false)];
            case ExpandableStringExpressionAst expandable:
                List<(string, bool)> parts = [];
                foreach ((string literal, ExpressionAst? nested) in ExpandableParts.Of(expandable)) { parts.Add(nested is null ? (literal, false) : (nested.Extent.Text, true)); }
                return parts;
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst inner] } }:
                return Of(inner.Expression, renderer);
            case BinaryExpressionAst { Operator: TokenKind.Plus } sum:
                if (Of(sum.Left, renderer) is not { } left || Of(sum.Right, renderer) is not { } right || left.Count + right.Count > MostParts) { return null; }
                left.AddRange(right);
                return left;
            case BinaryExpressionAst { Operator: TokenKind.Format } format:
                return Formatted(format, renderer);
            default:
                return null;
        }
    }

    private static List<(string, bool)>? Formatted(BinaryExpressionAst format, Renderer renderer)
    {
        if (Of(format.Left, renderer) is not [(var pattern, false)] || !OnlyPlaces().IsMatch(pattern)) { return null; }
        IReadOnlyList<ExpressionAst> arguments = format.Right is ArrayLiteralAst list ? list.Elements : [format.Right];
        List<(string, bool)> parts = [];
        foreach (Match place in Place().Matches(pattern))
        {
            int index = int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            if (index >= arguments.Count || Of(arguments[index], renderer) is not { } part || parts.Count + part.Count > MostParts) { return null; }
            parts.AddRange(part);
        }
        return parts;
    }

    /// <summary>Whether a format consists of places only, which is of no use but to hide.</summary>
    public static bool IsOnlyPlaces(string format) => OnlyPlaces().IsMatch(format);

    [GeneratedRegex(@"^(?:\{\d{1,4}\}){2,}$")]
    private static partial Regex OnlyPlaces();

    [GeneratedRegex(@"\{(\d{1,4})\}")]
    private static partial Regex Place();
}
