using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>How much an expression that was folded shows that something was hidden: two points are enough for a whole script.</summary>
internal static class Evidence
{
    private const int Strong = 2;

    /// <summary>The points of a folded expression, its parts included.</summary>
    public static int Of(Ast node)
    {
        Counter counter = new();
        node.Visit(counter);
        return Math.Min(counter.Points, Strong);
    }

    // Stops as soon as it is enough, and after so many parts: it is asked at every level of a tree.
    private sealed class Counter : AstVisitor2
    {
        private const int MostParts = 256;

        private int _parts;

        public int Points { get; private set; }

        public override AstVisitAction DefaultVisit(Ast ast)
        {
            Points += OfOne(ast);
            return Points >= Strong || ++_parts > MostParts ? AstVisitAction.StopVisit : AstVisitAction.Continue;
        }
    }

    private static int OfOne(Ast node)
    {
        switch (node)
        {
            case BinaryExpressionAst { Operator: TokenKind.Plus, Right: StringConstantExpressionAst right } sum:
                string? left = sum.Left switch { StringConstantExpressionAst text => text.Value, BinaryExpressionAst { Operator: TokenKind.Plus, Right: StringConstantExpressionAst last } => last.Value, _ => null };
                return left is { Length: > 0 } && right.Value.Length > 0 && char.IsLetterOrDigit(left[^1]) && char.IsLetterOrDigit(right.Value[0]) && left.Length + right.Value.Length < 64 ? Strong : 0;
            case BinaryExpressionAst { Operator: TokenKind.Plus, Left: ConvertExpressionAst } or BinaryExpressionAst { Operator: TokenKind.Plus, Right: ConvertExpressionAst }:
                return Strong;
            case BinaryExpressionAst { Operator: TokenKind.Format, Left: StringConstantExpressionAst format }:
                return StringParts.IsOnlyPlaces(format.Value) ? Strong : 0;
            case BinaryExpressionAst { Operator: TokenKind.Join, Right: StringConstantExpressionAst { Value: "" } } or UnaryExpressionAst { TokenKind: TokenKind.Join }:
                return Strong;
            case BinaryExpressionAst { Operator: TokenKind.Ireplace or TokenKind.Creplace }:
                return Strong;
            case ConvertExpressionAst convert when TypeNames.Key(convert.Type.TypeName.FullName) is "char" or "char[]":
                return 1;
            case ConvertExpressionAst convert when TypeNames.Key(convert.Type.TypeName.FullName) == "type":
                return Strong;
            case InvokeMemberExpressionAst { Member: StringConstantExpressionAst member }:
                return member.Value.ToLowerInvariant() is "replace" or "frombase64string" or "getstring" or "tochararray" or "reverse" or "readtoend" or "insert" or "substring" ? Strong : 0;
            case IndexExpressionAst { Index: ArrayLiteralAst or BinaryExpressionAst { Operator: TokenKind.DotDot } }:
                return Strong;
            case CommandAst { CommandElements: [StringConstantExpressionAst name, ..] }:
                return Cmdlets.CommandNames.Resolve(name.Value, Nothing) is "Get-Variable" ? Strong : 0;
            default:
                return 0;
        }
    }

    private static readonly Dictionary<string, string> Nothing = [];
}
