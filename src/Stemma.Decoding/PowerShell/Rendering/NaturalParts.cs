using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>
/// The parts of a script that whoever wrote it may have meant as they stand, though their values are known: what reads its own variables or
/// calls functions. They are not folded, so that a plain script comes out as itself.
/// </summary>
internal sealed class NaturalParts
{
    private static readonly HashSet<string> HelperCommands = new(StringComparer.OrdinalIgnoreCase)
    {
        "Get-Variable", "Get-Item", "Get-ChildItem", "Get-Command", "Get-Alias", "ForEach-Object", "Where-Object", "Select-Object", "Set-Item", "Set-Variable", "Out-String", "Write-Output", "Sort-Object",
    };

    private static readonly HashSet<string> HelperVariables = new(StringComparer.OrdinalIgnoreCase)
    {
        "PSHOME", "ShellId", "VerbosePreference", "true", "false", "null", "_", "?", "ExecutionContext", "env:ComSpec", "env:Public", "MaximumDriveCount", "OFS", "ErrorActionPreference", "ConfirmPreference", "env:PSModulePath", "env:PATHEXT",
    };

    private static readonly HashSet<string> HelperTypes = new(StringComparer.Ordinal)
    {
        "string", "char", "array", "convert", "int32", "int16", "int64", "byte", "text.regularexpressions.regex", "environment", "type", "runtime.interopservices.marshal", "double",
    };

    private readonly HashSet<Ast> _natural = [];

    /// <summary>Finds them.</summary>
    /// <param name="interpreter">What evaluated the script.</param>
    /// <param name="full">Whether variables and decoding functions are to be filled in too.</param>
    public NaturalParts(Interpreter interpreter, bool full)
    {
        foreach (Ast leaf in interpreter.Script.Ast.FindAll(n => IsNatural(n, interpreter, full), true))
        {
            for (Ast? node = leaf; node is not null && _natural.Add(node); node = node.Parent) { }
        }
    }

    /// <summary>Whether a node is, or holds, such a part.</summary>
    public bool Holds(Ast node) => _natural.Contains(node);

    private static bool IsNatural(Ast node, Interpreter interpreter, bool full) => node switch
    {
        VariableExpressionAst variable => !full && !HelperVariables.Contains(Interpreter.PlainName(variable.VariablePath.UserPath)),
        CommandAst command => interpreter.Recorded.CommandOf(command) is not { } name
            || (!HelperCommands.Contains(name) && !(full && (name is "New-Object" or "ConvertTo-SecureString" || (interpreter.Functions.ContainsKey(name) && !interpreter.Recorded.IsActing(name))))),
        TypeExpressionAst type => !full && !HelperTypes.Contains(TypeNames.Key(type.TypeName.FullName)),
        AssignmentStatementAst or LoopStatementAst => true,
        InvokeMemberExpressionAst { Member: StringConstantExpressionAst member } => !full && member.Value.StartsWith("FromBase64", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
