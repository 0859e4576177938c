using System.Diagnostics;
using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Members;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>
/// Writes a script anew where evaluating made it plainer: constants folded, names without ticks and random case, commands and members that
/// were computed by name. All else stays as it stands. In full it also fills in variables and writes names of commands and parameters out.
/// </summary>
internal sealed partial class Renderer(Interpreter interpreter, bool full) : AstVisitor2
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly EditList _edits = new();
    private readonly NaturalParts _natural = new(interpreter, full);

    /// <summary>The replacements.</summary>
    public EditList Render()
    {
        interpreter.Script.Ast.Visit(this);
        return _edits;
    }

    /// <inheritdoc/>
    public override AstVisitAction DefaultVisit(Ast ast)
    {
        if (Stopwatch.GetElapsedTime(_start) > Longest) { return AstVisitAction.StopVisit; }
        switch (ast)
        {
            case AssignmentStatementAst assignment:
                return Assignment(assignment);
            case CommandAst command:
                return Command(command);
            case CommandParameterAst parameter:
                Parameter(parameter);
                return AstVisitAction.Continue;
            case StringConstantExpressionAst text:
                Text(text);
                return AstVisitAction.Continue;
            case VariableExpressionAst variable:
                Variable(variable);
                return AstVisitAction.Continue;
            case TypeExpressionAst type:
                TypeName(type.TypeName);
                return AstVisitAction.Continue;
            case TypeConstraintAst type:
                TypeName(type.TypeName);
                return AstVisitAction.Continue;
            case ExpressionAst expression when Fold(expression):
                return AstVisitAction.SkipChildren;
            case ExpandableStringExpressionAst expandable:
                Quotes(expandable);
                return AstVisitAction.Continue;
            case InvokeMemberExpressionAst invoke:
                Invocation(invoke);
                return AstVisitAction.Continue;
            case MemberExpressionAst member:
                Member(member);
                return AstVisitAction.Continue;
            default:
                return AstVisitAction.Continue;
        }
    }

    /// <summary>The text that an expression is known to be, if it may be folded to it; null otherwise.</summary>
    public string? FoldedText(ExpressionAst node) =>
        IsFoldable(node) && !_natural.Holds(node) && interpreter.Recorded.TryGet(node, out object? value) ? value switch { string text => text, char c => c.ToString(), _ => null } : null;

    private bool Fold(ExpressionAst node)
    {
        if (!IsFoldable(node) || IsFixedPlace(node)) { return false; }
        if (!_natural.Holds(node) && interpreter.Recorded.TryGet(node, out object? value) && Literals.Of(value) is { } literal && IsWorthFolding(node, value))
        {
            if (node is ParenExpressionAst && node.Parent is CommandAst or CommandParameterAst && value is TypeRef) { literal = $"({literal})"; }
            Replace(node, literal, Evidence.Of(node));
            return true;
        }
        return Merge(node);
    }

    // 'stag'+'e '+"$id" is "stage $id".
    private bool Merge(ExpressionAst node)
    {
        if (node is not (ParenExpressionAst or BinaryExpressionAst { Operator: TokenKind.Plus or TokenKind.Format }) || node.Parent is BinaryExpressionAst { Operator: TokenKind.Plus }) { return false; }
        if (StringParts.Of(node, this) is not { Count: > 1 } parts || !parts.Exists(p => p.IsSource) || !Pieces(node)) { return false; }
        string text = string.Concat(parts.Select(p => p.IsSource ? p.Text : Literals.Escape(p.Text)));
        Replace(node, $"\"{text}\"", Evidence.Of(node));
        return true;
    }

    // Two pieces may have been meant so; more, or a cut through a word, were not.
    private static bool Pieces(Ast node) => node.FindAll(n => n is StringConstantExpressionAst or ExpandableStringExpressionAst, true).Count() is > 1 and var pieces && (pieces > 2 || Evidence.Of(node) > 0);

    private static bool IsFoldable(ExpressionAst node) => node is BinaryExpressionAst or UnaryExpressionAst or ConvertExpressionAst or InvokeMemberExpressionAst or MemberExpressionAst
        or IndexExpressionAst or ParenExpressionAst or SubExpressionAst or ExpandableStringExpressionAst;

    // Places where a literal cannot stand, or that are written by others.
    private static bool IsFixedPlace(ExpressionAst node) => node.Parent switch
    {
        ExpandableStringExpressionAst => true,
        MemberExpressionAst member => member.Member == node,
        CommandAst command => command.CommandElements[0] == node,
        UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus } => true,
        _ => false,
    };

    private bool IsWorthFolding(ExpressionAst node, object? value)
    {
        if (value is TypeRef) { return node is not ConvertExpressionAst { Child: TypeExpressionAst } && !IsPlainType(node); }
        switch (node)
        {
            case ExpandableStringExpressionAst expandable:
                return expandable.NestedExpressions.All(n => n is SubExpressionAst) || (full && Evidence.Of(node) > 0);
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Expression: StringConstantExpressionAst }] } }:
                return true;
            case BinaryExpressionAst { Operator: TokenKind.Format or TokenKind.Join } when !full:
                return Evidence.Of(node) > 0;
            case MemberExpressionAst { Member: StringConstantExpressionAst { Value: var name } } when !full && node is not InvokeMemberExpressionAst:
                return Evidence.Of(node) > 0 || name.Equals("Name", StringComparison.OrdinalIgnoreCase);
            default:
                return !full || !_natural.Holds(node) && (Evidence.Of(node) > 0 || node is ParenExpressionAst or BinaryExpressionAst or InvokeMemberExpressionAst);
        }
    }

    private static bool IsPlainType(ExpressionAst node) => node is ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Expression: TypeExpressionAst }] } };

    private void Replace(Ast node, string text, int evidence)
    {
        if (node.Extent.Text == text) { return; }
        // A word that stood against an operator or a keyword must not run into the literal.
        int start = node.Extent.StartOffset;
        string source = interpreter.Script.Text;
        if (start > 0 && char.IsLetterOrDigit(source[start - 1]) && text[0] is not ('[' or '(')) { text = " " + text; }
        int end = node.Extent.EndOffset;
        if (end < source.Length && char.IsLetterOrDigit(source[end]) && text[^1] == '\'') { text += " "; }
        _edits.Add(start, end, text, evidence);
    }

    private AstVisitAction Assignment(AssignmentStatementAst assignment)
    {
        // Only names are written anew on the left.
        foreach (Ast part in assignment.Left.FindAll(n => n is VariableExpressionAst, false)) { Variable((VariableExpressionAst)part); }
        if (assignment.Left is not VariableExpressionAst) { assignment.Left.Visit(this); }
        assignment.Right.Visit(this);
        return AstVisitAction.SkipChildren;
    }

    private void Invocation(InvokeMemberExpressionAst node)
    {
        // X.('Name').Invoke(...) is X.Name(...).
        if (NameOf(node.Member) is { } invoke && invoke.Equals("Invoke", StringComparison.OrdinalIgnoreCase) && node.Expression is MemberExpressionAst and not InvokeMemberExpressionAst
            && (MemberExpressionAst)node.Expression is var inner && !IsPlainName(inner.Member) && NameOf(inner.Member) is { } name && Literals.IsBareMember(name.Trim()))
        {
            string bare = MemberNames.Canonical(name.Trim());
            _edits.Add(inner.Member.Extent.StartOffset, node.Member.Extent.EndOffset, bare, 2);
            Target(inner);
            return;
        }
        Member(node);
    }

    private void Member(MemberExpressionAst node)
    {
        Target(node);
        if (NameOf(node.Member) is not { } name || !Literals.IsBareMember(name.Trim())) { return; }
        string canonical = MemberNames.Canonical(name.Trim()), written = node.Member.Extent.Text;
        if (IsPlainName(node.Member))
        {
            if (Casing.IsOdd(written, canonical)) { _edits.Add(node.Member.Extent.StartOffset, node.Member.Extent.EndOffset, canonical, Casing.Evidence(written, canonical)); }
            return;
        }
        if (node.Member is StringConstantExpressionAst { Value: var value } && value.Equals(written.Trim('\'', '"'), StringComparison.Ordinal) && node is not InvokeMemberExpressionAst) { return; }
        _edits.Add(node.Member.Extent.StartOffset, node.Member.Extent.EndOffset, canonical, 2);
    }

    // $x::Method where $x holds a type: the type itself.
    private void Target(MemberExpressionAst node)
    {
        if (node.Static && node.Expression is VariableExpressionAst variable && interpreter.Recorded.TryGet(variable, out object? value) && value is TypeRef type)
        {
            _edits.Add(variable.Extent.StartOffset, variable.Extent.EndOffset, $"[{TypeNames.Canonical(type.Name)}]", 0);
        }
    }

    private static bool IsPlainName(CommandElementAst member) => member is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word && !word.Extent.Text.Contains('`', StringComparison.Ordinal);

    private string? NameOf(CommandElementAst member) => member switch
    {
        StringConstantExpressionAst text => text.Value,
        ExpressionAst expression when interpreter.Recorded.TryGet(expression, out object? value) => value as string,
        _ => null,
    };
}
