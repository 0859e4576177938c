using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Parsing;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

// Expressions.
internal sealed partial class Interpreter
{
    private object? EvalCore(ExpressionAst node) => node switch
    {
        StringConstantExpressionAst text => Literal(text),
        ConstantExpressionAst constant => constant.Value,
        ExpandableStringExpressionAst expandable => Expand(expandable),
        VariableExpressionAst variable => variable.Splatted ? Unknown.Value : GetVariable(variable.VariablePath.UserPath),
        BinaryExpressionAst binary => Binary(binary),
        UnaryExpressionAst unary => Unary(unary),
        ConvertExpressionAst convert => ConvertTo(convert),
        AttributedExpressionAst { Child: ExpressionAst child } => Eval(child),
        TypeExpressionAst type => new TypeRef(type.TypeName.FullName),
        InvokeMemberExpressionAst invoke => InvokeMember(invoke),
        MemberExpressionAst member => GetMember(member),
        IndexExpressionAst index => GetIndex(Eval(index.Target), Eval(index.Index)),
        ParenExpressionAst paren => ValueOf(paren.Pipeline),
        SubExpressionAst sub => Conversions.Collapse(Outputs(sub.SubExpression)),
        ArrayExpressionAst array => ArrayOf(array),
        ArrayLiteralAst literal => new PsList([.. literal.Elements.Select(Eval)]),
        HashtableAst table => Table(table),
        ScriptBlockExpressionAst block => new ScriptBlockValue(block.ScriptBlock, BlockText(block.ScriptBlock)),
        UsingExpressionAst { SubExpression: ExpressionAst inner } => Eval(inner),
        TernaryExpressionAst ternary => Conversions.Truth(Eval(ternary.Condition)) is { } truth ? Eval(truth ? ternary.IfTrue : ternary.IfFalse) : Unknown.Value,
        ErrorExpressionAst broken => Broken(broken.NestedAst),
        _ => Unknown.Value,
    };

    // What did not parse is read for the parts that did.
    private Unknown Broken(IEnumerable<Ast>? parts)
    {
        foreach (Ast part in parts ?? [])
        {
            if (part is ExpressionAst expression) { Eval(expression); }
            else if (part is StatementAst statement) { RunStatement(statement, []); }
            else if (part is CommandParameterAst { Argument: { } argument }) { Eval(argument); }
        }
        return Unknown.Value;
    }

    // Windows PowerShell has no escape `e: there it is the letter.
    private object? Literal(StringConstantExpressionAst text)
    {
        string value = text.Value;
        if (value.Contains('\u001b', StringComparison.Ordinal) && text.StringConstantType is not (StringConstantType.SingleQuoted or StringConstantType.SingleQuotedHereString)
            && !text.Extent.Text.Contains('\u001b', StringComparison.Ordinal)) { value = value.Replace('\u001b', 'e'); }
        return SourceGuard.Restore(value, _aside);
    }

    private object? Expand(ExpandableStringExpressionAst text)
    {
        StringBuilder all = new();
        foreach ((string literal, ExpressionAst? nested) in ExpandableParts.Of(text))
        {
            if (nested is null) { all.Append(SourceGuard.Restore(literal, _aside)); continue; }
            object? value = Eval(nested);
            if (!Conversions.TryText(value, out string part, Budget, Separator))
            {
                foreach (ExpressionAst rest in text.NestedExpressions.SkipWhile(n => n != nested).Skip(1)) { Eval(rest); }
                return Unknown.Value;
            }
            Budget.Reserve((long)all.Length + part.Length);
            all.Append(part);
        }
        return all.ToString();
    }

    private object? Binary(BinaryExpressionAst node)
    {
        if (node.Operator is TokenKind.And or TokenKind.Or)
        {
            bool? left = Conversions.Truth(Eval(node.Left));
            if (left == (node.Operator == TokenKind.Or)) { return left; }
            bool? right = Conversions.Truth(Eval(node.Right));
            return right == (node.Operator == TokenKind.Or) ? right : left is null || right is null ? Unknown.Value : right;
        }
        // A sum of thousands of parts leans to the left as deep as it is long: its spine is walked, not recursed into.
        Stack<BinaryExpressionAst> spine = new();
        ExpressionAst first = node;
        while (first is BinaryExpressionAst { Operator: not (TokenKind.And or TokenKind.Or) } inner) { spine.Push(inner); first = inner.Left; }
        object? value = Eval(first);
        while (spine.TryPop(out BinaryExpressionAst? part))
        {
            Budget.Spend();
            value = Operate(part, value, Eval(part.Right));
            if (_recording && part != node) { Recorded.Add(part, value); }
        }
        return value;
    }

    private object? Operate(BinaryExpressionAst node, object? left, object? right)
    {
        if (node.Operator is TokenKind.Imatch or TokenKind.Cmatch) { NoteMatches(node.Operator, left, right); }
        if (node.Operator is TokenKind.Ireplace or TokenKind.Creplace && right is PsList { Items: [_, ScriptBlockValue] }) { return Unknown.Value; }
        return BinaryOperators.Apply(node.Operator, left, right, Separator, Budget);
    }

    private void NoteMatches(TokenKind kind, object? left, object? right)
    {
        if (left is not string text || right is not string pattern) { SetVariable("Matches", Unknown.Value); return; }
        try
        {
            Match? match = new PatternValue(pattern, kind == TokenKind.Imatch ? RegexOptions.IgnoreCase : RegexOptions.None).Compile(Budget)?.Match(text);
            if (match is not { Success: true }) { return; }
            PsTable groups = new();
            foreach (Group group in match.Groups.Values) { groups[group.Name] = group.Value; }
            SetVariable("Matches", groups);
        }
        catch (RegexMatchTimeoutException)
        {
            SetVariable("Matches", Unknown.Value);
        }
    }

    private object? Unary(UnaryExpressionAst node)
    {
        if (node.TokenKind is TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus)
        {
            object? before = Eval(node.Child);
            TokenKind kind = node.TokenKind is TokenKind.PlusPlus or TokenKind.PostfixPlusPlus ? TokenKind.Plus : TokenKind.Minus;
            object? after = before is Unknown ? before : Arithmetic.OfNumbers(kind, before, 1);
            Assign(node.Child, after);
            return node.TokenKind is TokenKind.PlusPlus or TokenKind.MinusMinus ? after : before ?? 0;
        }
        object? value = Eval(node.Child);
        if (value is Unknown) { return value; }
        return node.TokenKind switch
        {
            TokenKind.Not or TokenKind.Exclaim => Conversions.Truth(value) is { } truth ? !truth : Unknown.Value,
            TokenKind.Minus => Arithmetic.OfNumbers(TokenKind.Minus, 0, value),
            TokenKind.Plus => Conversions.ToNumber(value) ?? Unknown.Value,
            TokenKind.Bnot => Conversions.ToLong(value) is { } bits ? Conversions.Smallest(~bits) : Unknown.Value,
            TokenKind.Join => TextOperators.Join(value, "", Budget),
            TokenKind.Isplit or TokenKind.Csplit => TextOperators.SplitBlank(value, Budget),
            TokenKind.Comma => new PsList([value]),
            _ => Unknown.Value,
        };
    }

    private object? ConvertTo(ConvertExpressionAst node)
    {
        TypeRef type = new(node.Type.TypeName.FullName);
        if (type.Key == "management.automation.psreference" && node.Child is VariableExpressionAst variable) { Eval(node.Child); return new VariableRef(PlainName(variable.VariablePath.UserPath)); }
        object? value = Eval(node.Child);
        if (type.Key == "management.automation.scriptblock" && value is string text) { return BlockOf(text, "[ScriptBlock]"); }
        if (type.Key is "management.managementclass" or "management.managementobject" && value is string path) { return new Opaque($"[wmiclass]{path}"); }
        return Casts.To(type, value, Budget, Separator);
    }

    private PsList ArrayOf(ArrayExpressionAst array)
    {
        if (array.SubExpression.Statements is [PipelineAst { PipelineElements: [CommandExpressionAst single] }] && Eval(single.Expression) is var value)
        {
            return value is PsList list ? new PsList([.. list.Items]) : new PsList([.. Conversions.Elements(value)]);
        }
        return new PsList(Outputs(array.SubExpression));
    }

    private PsTable Table(HashtableAst node)
    {
        PsTable table = new();
        foreach ((ExpressionAst key, StatementAst statement) in node.KeyValuePairs)
        {
            object? value = ValueOf(statement);
            if (Conversions.TryText(Eval(key), out string name, Budget)) { table[name] = value; }
        }
        return table;
    }

    private object? GetIndex(object? target, object? index)
    {
        if (target is Unknown or null || index is Unknown) { return Unknown.Value; }
        if (target is PsTable table)
        {
            if (index is PsList keys) { return new PsList([.. keys.Items.Select(k => Conversions.TryText(k, out string one, Budget) ? table[one] : Unknown.Value)]); }
            return Conversions.TryText(index, out string key, Budget) ? table[key] : Unknown.Value;
        }
        if (target is PsObject { TypeName: "groups" } groups) { return Conversions.TryText(index, out string group, Budget) ? groups.Properties.GetValueOrDefault(group) ?? Unknown.Value : Unknown.Value; }
        IReadOnlyList<object?>? items = target is PsList or byte[]? Conversions.Elements(target) : null;
        string? text = target as string;
        if (items is null && text is null)
        {
            if (target is Opaque or MethodGroup or Cipher) { return Unknown.Value; }
            items = [target];
        }
        int length = items?.Count ?? text!.Length;
        if (index is PsList { Items: var many })
        {
            Budget.Reserve(many.Count * 8L);
            List<object?> picked = new(many.Count);
            foreach (object? one in many)
            {
                if (Conversions.ToInt(one) is not { } place) { return Unknown.Value; }
                if (place < 0) { place += length; }
                if (place >= 0 && place < length) { picked.Add(items is null ? text![place] : items[place]); }
            }
            Budget.Spend(many.Count >> 3);
            return new PsList(picked);
        }
        if (Conversions.ToInt(index) is not { } at) { return Unknown.Value; }
        if (at < 0) { at += length; }
        return at < 0 || at >= length ? null : items is null ? text![at] : items[at];
    }
}
