using System.Management.Automation.Language;

namespace Stemma.Decoding.PowerShell.Parsing;

/// <summary>A script as PowerShell's own parser reads it, without errors thrown: what does not parse is missing from the tree.</summary>
/// <param name="Text">The source.</param>
/// <param name="Ast">Its tree; places in it are places in the source.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Aside">Values of literals that <see cref="SourceGuard"/> kept aside.</param>
/// <param name="HasErrors">Whether the parser complained.</param>
internal sealed record ParsedScript(string Text, ScriptBlockAst Ast, Token[] Tokens, List<object?> Aside, bool HasErrors)
{
    private const int ShortLength = 2048, DeepStack = 128 << 20;

    /// <summary>Parses; null when the text is too much for the parser.</summary>
    public static ParsedScript? Parse(string text, DecodeBudget budget)
    {
        budget.Check();
        if (SourceGuard.Guard(text, budget, out List<object?> aside) is not { } guarded) { return null; }
        ScriptBlockAst ast;
        Token[] tokens;
        ParseError[] errors;
        try
        {
            (ast, tokens, errors) = guarded.Length <= ShortLength ? Parsed(guarded) : budget.OrLeave(DeepStack, () => Parsed(guarded));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or DecodeLimitException))
        {
            // The parser gives up on some texts by an exception of its own (too complicated), and fails on few by others.
            return null;
        }
        budget.Check();
        return new ParsedScript(text, ast, tokens, aside, errors.Length > 0);
    }

    private static (ScriptBlockAst, Token[], ParseError[]) Parsed(string text)
    {
        ScriptBlockAst ast = Parser.ParseInput(text, out Token[] tokens, out ParseError[] errors);
        return (ast, tokens, errors);
    }

    /// <summary>The source between the ends of a node.</summary>
    public string TextOf(Ast node) => Text[node.Extent.StartOffset..node.Extent.EndOffset];
}
