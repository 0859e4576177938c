using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Cmdlets;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Rendering;

// Names: of commands, parameters, variables and types.
internal sealed partial class Renderer
{
    private AstVisitAction Command(CommandAst node)
    {
        if (SetVariable(node)) { return AstVisitAction.SkipChildren; }
        CommandElementAst head = node.CommandElements[0];
        if (NameOfCommand(node, head) is { } name)
        {
            int start = node.InvocationOperator == TokenKind.Unknown ? head.Extent.StartOffset : node.Extent.StartOffset;
            string written = interpreter.Script.Text[start..head.Extent.EndOffset];
            bool isBare = Literals.IsBareCommand(name);
            string text = isBare ? name : $"{(node.InvocationOperator == TokenKind.Dot ? "." : "&")} {Literals.Quote(name)}";
            bool computed = head is not StringConstantExpressionAst;
            bool ticked = written.Contains('`', StringComparison.Ordinal);
            bool plainPath = head is StringConstantExpressionAst && !isBare;
            if (written != text && !plainPath && (computed || ticked || node.InvocationOperator != TokenKind.Unknown || full || Casing.IsOdd(written, name)))
            {
                int evidence = ticked || (computed && head is not VariableExpressionAst && Evidence.Of(head) > 0) ? 2
                    : node.InvocationOperator != TokenKind.Unknown && isBare && head is StringConstantExpressionAst or ParenExpressionAst && CommandNames.Spelled(name) is not null ? 2 : Casing.Evidence(written, name);
                // ;&('x') may touch what stands before it.
                bool touches = start > 0 && char.IsLetterOrDigit(interpreter.Script.Text[start - 1]);
                int end = head.Extent.EndOffset;
                bool runsOn = end < interpreter.Script.Text.Length && (char.IsLetterOrDigit(interpreter.Script.Text[end]) || interpreter.Script.Text[end] is '\'' or '"' or '(' or '$' or '-');
                _edits.Add(start, end, (touches ? " " : "") + text + (runsOn && !computed ? "" : runsOn ? " " : ""), evidence);
            }
        }
        foreach (CommandElementAst element in node.CommandElements.Skip(NameOfCommand(node, head) is null ? 0 : 1)) { element.Visit(this); }
        foreach (RedirectionAst redirection in node.Redirections) { redirection.Visit(this); }
        return AstVisitAction.SkipChildren;
    }

    private string? NameOfCommand(CommandAst node, CommandElementAst head)
    {
        string? written = head switch
        {
            StringConstantExpressionAst text => text.Value,
            VariableExpressionAst when !full => null,
            ExpressionAst expression => interpreter.Recorded.TryGet(expression, out object? value) ? value switch { string s => s, char c => c.ToString(), _ => null } : null,
            _ => null,
        };
        string? resolved = interpreter.Recorded.CommandOf(node);
        if (written is null) { return head is ScriptBlockExpressionAst || (head is VariableExpressionAst && !full) ? null : resolved; }
        written = written.Trim();
        if (written.Length == 0) { return null; }
        if (resolved is null) { return written; }
        // A name that PowerShell completes with Get- is not an alias.
        return full || resolved.Equals(written, StringComparison.OrdinalIgnoreCase) ? resolved : written;
    }

    // Set-Variable -Name x -Value (y) is $x = y.
    private bool SetVariable(CommandAst node)
    {
        if (node.Parent is not PipelineAst { PipelineElements.Count: 1 } || node.Redirections.Count > 0 || interpreter.Recorded.CommandOf(node) is not ("Set-Variable" or "New-Variable")) { return false; }
        string? name = null;
        ExpressionAst? value = null;
        int alone = 0;
        for (int i = 1; i < node.CommandElements.Count; i++)
        {
            CommandElementAst element = node.CommandElements[i];
            string? parameter = null;
            if (element is CommandParameterAst given)
            {
                parameter = CmdletParameters.Of("Set-Variable")!.Full(given.ParameterName);
                element = given.Argument ?? (++i < node.CommandElements.Count ? node.CommandElements[i] : element);
            }
            parameter ??= alone++ == 0 ? "Name" : "Value";
            if (element is not ExpressionAst expression) { return false; }
            if (parameter == "Name") { name = NameOf(expression); }
            else if (parameter == "Value" && value is null) { value = expression; }
            else { return false; }
        }
        if (name is null || value is null || !name.All(c => char.IsLetterOrDigit(c) || c == '_')) { return false; }
        value.Visit(this);
        (int from, int to) = (value.Extent.StartOffset, value.Extent.EndOffset);
        bool isConstant = value is ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Expression: StringConstantExpressionAst }] } };
        string inner = _edits.Apply(interpreter.Script.Text, from, to);
        if (value is ParenExpressionAst && inner.StartsWith('(') && inner.EndsWith(')')) { inner = inner[1..^1].Trim(); }
        bool bareWord = value is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord };
        _edits.Clear(from, to);
        _edits.Add(node.Extent.StartOffset, node.Extent.EndOffset, $"${name} = {(bareWord ? Literals.Quote(inner) : inner)}", isConstant || value is ParenExpressionAst ? 2 : 1);
        return true;
    }

    private void Parameter(CommandParameterAst node)
    {
        if (node.Extent.Text[0] is '\u2013' or '\u2014' or '\u2015') { _edits.Add(node.Extent.StartOffset, node.Extent.StartOffset + 1, "-", 2); }
        if (node.Parent is not CommandAst command || interpreter.Recorded.CommandOf(command) is not { } name || CmdletParameters.Of(name)?.Full(node.ParameterName) is not { } whole) { return; }
        string written = interpreter.Script.Text.Substring(node.Extent.StartOffset + 1, Math.Min(node.ParameterName.Length, node.Extent.Text.Length - 1));
        if (!written.Equals(node.ParameterName, StringComparison.Ordinal)) { return; }
        string canonical = whole.StartsWith(written, StringComparison.OrdinalIgnoreCase) ? whole[..written.Length] : written;
        int start = node.Extent.StartOffset + 1, end = start + written.Length;
        if (full && whole != written && (Casing.IsOdd(written, canonical) || written.Length < whole.Length)) { _edits.Add(start, end, whole, Casing.Evidence(written, canonical)); }
        else if (Casing.IsOdd(written, canonical)) { _edits.Add(start, end, canonical, Casing.Evidence(written, canonical)); }
    }

    // Typographic quotes and dashes, which PowerShell takes for the plain ones.
    private void Quotes(ExpressionAst node)
    {
        string text = node.Extent.Text;
        if (text.Length < 2 || text[0] is not ('\u201C' or '\u201D' or '\u201E' or '\u2018' or '\u2019' or '\u201A' or '\u201B')) { return; }
        bool isDouble = text[0] is '\u201C' or '\u201D' or '\u201E';
        if (text.AsSpan(1, text.Length - 2).Contains(isDouble ? '"' : '\'')) { return; }
        _edits.Add(node.Extent.StartOffset, node.Extent.StartOffset + 1, isDouble ? "\"" : "'", 1);
        _edits.Add(node.Extent.EndOffset - 1, node.Extent.EndOffset, isDouble ? "\"" : "'", 1);
    }

    // Ticks that mean nothing go: one before a letter that is no escape, outside of single quotes.
    private void Text(StringConstantExpressionAst node)
    {
        Quotes(node);
        if (node.StringConstantType is StringConstantType.SingleQuoted or StringConstantType.SingleQuotedHereString || node.Parent is MemberExpressionAst { Member: var member } && member == node) { return; }
        string text = node.Extent.Text;
        bool quoted = node.StringConstantType != StringConstantType.BareWord;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] != '`') { continue; }
            char next = text[i + 1];
            // In text a tick stands before a word now and then; inside of one it has no business.
            bool inside = i > 0 && (!quoted || char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '-' or '"');
            if (char.IsAsciiLetter(next) && inside && !(quoted && next is '0' or 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v') && !(!quoted && next is 'n' or 'r' or 't' or 'a' or 'b' or 'f' or 'v'))
            {
                _edits.Add(node.Extent.StartOffset + i, node.Extent.StartOffset + i + 1, "", 2);
            }
            i++;
        }
    }

    private void Variable(VariableExpressionAst node)
    {
        string text = node.Extent.Text;
        if (!text.StartsWith("${", StringComparison.Ordinal) || node.Splatted) { return; }
        string path = node.VariablePath.UserPath;
        bool bare = path.Length > 0 && path.Replace(":", "", StringComparison.Ordinal).All(c => char.IsLetterOrDigit(c) || c == '_') && path.Count(c => c == ':') <= 1 && !path.StartsWith(':') && !path.EndsWith(':');
        bool ticked = text.Contains('`', StringComparison.Ordinal) && bare;
        string source = interpreter.Script.Text;
        int end = node.Extent.EndOffset;
        bool runsOn = end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] is '_' or ':') || node.Parent is ExpandableStringExpressionAst;
        if (bare && !runsOn) { _edits.Add(node.Extent.StartOffset, end, "$" + path, ticked ? 2 : 0); }
        else if (ticked) { _edits.Add(node.Extent.StartOffset, end, "${" + path + "}", 2); }
    }

    private void TypeName(ITypeName type)
    {
        if (type is GenericTypeName) { return; }
        string written = type.Extent.Text, canonical = TypeNames.Canonical(written);
        if (Casing.IsOdd(written, canonical)) { _edits.Add(type.Extent.StartOffset, type.Extent.EndOffset, canonical, Casing.Evidence(written, canonical)); }
    }
}
