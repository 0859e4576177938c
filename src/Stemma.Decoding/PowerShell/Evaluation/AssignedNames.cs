using System.Management.Automation.Language;

namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>The variables that a script assigns by name.</summary>
internal static class AssignedNames
{
    /// <summary>All names assigned in a tree, and those assigned more than once.</summary>
    public static (HashSet<string> All, HashSet<string> Twice) In(Ast tree)
    {
        HashSet<string> all = new(StringComparer.OrdinalIgnoreCase), twice = new(StringComparer.OrdinalIgnoreCase);
        foreach (Ast node in tree.FindAll(n => n is AssignmentStatementAst or ForEachStatementAst or UnaryExpressionAst or ParameterAst, true))
        {
            switch (node)
            {
                case AssignmentStatementAst assignment:
                    Targets(assignment.Left, assignment.Operator != TokenKind.Equals);
                    break;
                case ForEachStatementAst each:
                    Add(each.Variable, true);
                    break;
                case ParameterAst parameter:
                    Add(parameter.Name, true);
                    break;
                case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus, Child: VariableExpressionAst variable }:
                    Add(variable, true);
                    break;
            }
        }
        return (all, twice);

        void Targets(ExpressionAst target, bool again)
        {
            switch (target)
            {
                case VariableExpressionAst variable: Add(variable, again); break;
                case AttributedExpressionAst { Child: ExpressionAst child }: Targets(child, again); break;
                case ArrayLiteralAst list: foreach (ExpressionAst one in list.Elements) { Targets(one, again); } break;
                case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst inner] } }: Targets(inner.Expression, again); break;
                case IndexExpressionAst index: Targets(index.Target, true); break;
                case MemberExpressionAst member: Targets(member.Expression, true); break;
            }
        }

        void Add(VariableExpressionAst variable, bool again)
        {
            string name = Interpreter.PlainName(variable.VariablePath.UserPath);
            if (!all.Add(name) || again) { twice.Add(name); }
        }
    }

    /// <summary>The names assigned in a tree.</summary>
    public static HashSet<string> All(Ast tree) => In(tree).All;
}
