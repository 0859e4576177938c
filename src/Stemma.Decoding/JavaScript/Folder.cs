using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Acornima;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>
/// Writes a script with values in the place of the expressions that had them. All else stays as it was written. A plain script joins strings too, so it
/// is only rewritten where something in it shows that it hides: <see cref="Evidence"/>.
/// </summary>
internal sealed class Folder(string source, Interpreter interpreter, bool variables, DecodeBudget budget)
{
    private const int LongestValue = 1 << 20;

    private readonly StringBuilder _made = new(source.Length);

    /// <summary>How much shows that the script hides: words cut in two, escapes of plain letters, calls of functions that decode.</summary>
    public int Evidence { get; private set; }

    /// <summary>The whole script.</summary>
    public string Write(Program program)
    {
        Write(program, null, 0, source.Length);
        return _made.ToString();
    }

    private void Write(Node node, Node? parent, int from, int to)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        int at = from;
        foreach (Node child in node.ChildNodes)
        {
            if (child.Start < at || child.End > to) { continue; } // a shorthand property is there twice
            _made.Append(source, at, child.Start - at);
            at = child.End;
            if (Replacement(child, node) is { } text) { Put(text); }
            else { Write(child, node, child.Start, child.End); }
        }
        _made.Append(source, at, to - at);
    }

    /// <summary>Letters that would run into one another are kept apart.</summary>
    private void Put(string text)
    {
        if (_made.Length > 0 && text.Length > 0 && IsName(_made[^1]) && (IsName(text[0]) || text[0] is '"')) { _made.Append(' '); }
        else if (_made.Length > 0 && text.Length > 0 && text[0] == '-' && _made[^1] == '-') { _made.Append(' '); }
        _made.Append(text);
    }

    private string? Replacement(Node node, Node parent)
    {
        switch (node)
        {
            case StringLiteral s: return Literal(s, parent);
            case NumericLiteral { Raw: ['0', 'x' or 'X', ..] } n when parent is not Property: return JsConvert.Number(n.Value);
            case MemberExpression { Computed: true } m when NameOf(m.Property) is { } name && !IsTarget(node, parent): return Dotted(m, name) ?? Value(node, parent);
            case MemberExpression { Computed: true } m when NameOf(m.Property) is { } name: return Dotted(m, name);
            case IfStatement i: return Dead(i);
            case WhileStatement w: return Flattened(w);
            case Expression e: return Value(e, parent);
            default: return null;
        }
    }

    private string? Value(Node node, Node parent)
    {
        if (IsTarget(node, parent) || node is ParenthesizedExpression) { return null; }
        object? value = Folded.Of(node);
        if (value is not (string or double or bool)) { return null; }
        switch (node)
        {
            case BinaryExpression b:
                if (b is LogicalExpression && !Constant(b)) { return null; }
                break;
            case CallExpression c:
                if (!interpreter.IsPure(c)) { return null; }
                break;
            case MemberExpression m:
                if (!m.Computed || value is bool) { return null; }
                break;
            case UnaryExpression u and not UpdateExpression:
                if (u.Argument is NumericLiteral || u.Operator is Operator.Void or Operator.TypeOf or Operator.Delete || (u is { Operator: Operator.LogicalNot, Argument: NumericLiteral })) { return null; }
                break;
            case ConditionalExpression or TemplateLiteral { Expressions.Count: > 0 } or SequenceExpression:
                break;
            case Identifier i:
                if (!variables || value is not string text || text.Length < 2 || i.Name is "undefined" or "NaN") { return null; }
                if (parent is not (CallExpression or NewExpression or BinaryExpression or AssignmentExpression or VariableDeclarator or ReturnStatement or MemberExpression { Computed: true } or ArrayExpression)) { return null; }
                break;
            default: return null;
        }
        if (value is string { Length: > LongestValue }) { return null; }
        if ((!variables || value is bool) && !Constant(node)) { return null; }
        if (value is bool && Names(node)) { return null; }
        if (Effects(node)) { return null; }
        Evidence += Shows(node, value);
        return Written(value);
    }

    /// <summary>Whether what an expression is made of is the same whenever it is evaluated: literals, tables, functions of the script that decode.</summary>
    private bool Constant(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        switch (node)
        {
            case Identifier i:
                return IsMachine(i.Name) || i.Name is "String" or "Math" or "Number" or "Array" or "parseInt" or "parseFloat" or "unescape" or "atob" or "decodeURIComponent" or "undefined" or "NaN" or "Infinity" or "Object" or "RegExp" or "Boolean" or "escape" or "btoa" or "JSON"
                || Folded.Of(i) is JsFunction || (Folded.Of(i) is JsArray { Items.Count: > 0 } table && table.Items.TrueForAll(item => item is string or double));
            case FunctionExpression or ArrowFunctionExpression: return true;
            case MemberExpression { Computed: false } m: return Constant(m.Object) && (m.Property is not Identifier { Name: "length" } || m.Object is StringLiteral or ArrayExpression);
            case AssignmentExpression or UpdateExpression or UnaryExpression { Operator: Operator.TypeOf }: return false;
        }
        foreach (Node child in node.ChildNodes) { if (!Constant(child)) { return false; } }
        return true;
    }

    /// <summary>Whether an expression names something that a person named: what holds of it now need not hold elsewhere.</summary>
    private bool Names(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (node is Identifier i) { return !IsMachine(i.Name); }
        foreach (Node child in node.ChildNodes) { if (Names(child)) { return true; } }
        return false;
    }

    private static bool IsMachine(string name) => name.StartsWith("_0x", StringComparison.Ordinal) || name.StartsWith("a0_0x", StringComparison.Ordinal);

    /// <summary>Whether evaluating an expression does more than give its value.</summary>
    private bool Effects(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (node is AssignmentExpression or UpdateExpression or AwaitExpression or YieldExpression or NewExpression || (node is CallExpression c && !interpreter.IsPure(c))) { return true; }
        if (node is FunctionExpression or ArrowFunctionExpression) { return false; }
        foreach (Node child in node.ChildNodes) { if (Effects(child)) { return true; } }
        return false;
    }

    private int Shows(Node node, object value)
    {
        switch (node)
        {
            case BinaryExpression { Operator: Operator.Addition } b when value is string: return Cut(b) + Deep(b);
            case BinaryExpression or UnaryExpression: return Deep(node);
            case CallExpression c: return interpreter.IsDecoder(c) ? 2 : value is string { Length: > 1 } ? Decodes(c) + Deep(c) : 0;
            case MemberExpression m: return m.Object is ArrayExpression || Folded.Of(m.Object) is JsArray && value is string { Length: > 1 } ? 1 : 0;
            default: return Deep(node);
        }
    }

    private static int Decodes(CallExpression c) => c.Callee is MemberExpression { Property: Identifier { Name: "fromCharCode" or "replace" or "concat" or "substr" or "charAt" or "toString" } } || JoinsTight(c) ? 1
        : c.Callee is Identifier { Name: "unescape" or "atob" or "decodeURIComponent" } ? 1 : 0;

    private static bool JoinsTight(CallExpression c) => c is { Callee: MemberExpression { Property: Identifier { Name: "join" } or StringLiteral { Value: "join" } }, Arguments: [StringLiteral { Value: "" }] };

    private int Deep(Node node)
    {
        int shows = 0;
        foreach (Node child in node.ChildNodes)
        {
            if (child is CallExpression c && Folded.Of(c) is string) { shows += interpreter.IsDecoder(c) ? 2 : Decodes(c); }
            if (child is ArrayExpression { Elements.Count: 0 }) { shows++; }
            if (child is StringLiteral s && Escapes(s)) { shows++; }
            if (child is BinaryExpression { Operator: Operator.Addition } b && Folded.Of(b) is string) { shows += Cut(b); }
        }
        return shows;
    }

    /// <summary>Whether a word is cut in two by a sum of strings.</summary>
    private static int Cut(BinaryExpression b)
    {
        string? left = b.Left is BinaryExpression { Operator: Operator.Addition, Right: { } last } ? Text(last) : Text(b.Left), right = Text(b.Right);
        return left is { Length: > 0 } && right is { Length: > 0 } && char.IsAsciiLetterOrDigit(left[^1]) && char.IsAsciiLetterOrDigit(right[0]) && (left.Length < 24 || right.Length < 24) ? 1 : 0;

        static string? Text(Expression e) => e is StringLiteral s ? s.Value : Folded.Of(e) as string;
    }

    private static bool Escapes(StringLiteral s) => s.Raw.Contains("\\x", StringComparison.Ordinal) || s.Raw.Contains("\\u00", StringComparison.Ordinal);

    private string? Literal(StringLiteral s, Node parent)
    {
        if (!s.Raw.Contains('\\', StringComparison.Ordinal)) { return null; }
        int hidden = 0;
        for (int i = 0; i + 3 < s.Raw.Length; i++)
        {
            if (s.Raw[i] != '\\') { continue; }
            int code = s.Raw[i + 1] == 'x' && int.TryParse(s.Raw.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int x) ? x
                : s.Raw[i + 1] == 'u' && i + 5 < s.Raw.Length && int.TryParse(s.Raw.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int u) ? u
                : char.IsAsciiDigit(s.Raw[i + 1]) && char.IsAsciiDigit(s.Raw[i + 2]) ? 'a' : 0;
            if (code is >= 0x20 and < 0x7F) { hidden++; }
            i++;
        }
        if (hidden == 0) { return null; }
        if (hidden >= 3 || hidden * 2 >= s.Value.Length) { Evidence++; }
        return parent is Property p && p.Key == s || !s.Value.All(c => c is >= ' ' or '\t' or '\n' or '\r') ? null : Quoted(s.Value, s.Raw[0]);
    }

    /// <summary>Whether a node stands where something is written to, not read.</summary>
    private static bool IsTarget(Node node, Node parent) => parent switch
    {
        AssignmentExpression a => a.Left == node,
        UpdateExpression => true,
        UnaryExpression { Operator: Operator.Delete or Operator.TypeOf } => true,
        VariableDeclarator d => d.Id == node,
        MemberExpression m => m.Object == node && Folded.Of(node) is not string || (m.Property == node && !m.Computed),
        CallExpression c => c.Callee == node,
        NewExpression n => n.Callee == node,
        Property p => p.Key == node || p.Shorthand,
        ForInStatement f => f.Left == node,
        ForOfStatement f => f.Left == node,
        FunctionDeclaration or FunctionExpression or ClassDeclaration or LabeledStatement or BreakStatement or ContinueStatement or AssignmentPattern or RestElement or ArrayPattern or ObjectPattern or CatchClause => true,
        ExpressionStatement => true,
        TemplateLiteral or TaggedTemplateExpression or ChainExpression or ImportDeclaration => true,
        _ => false,
    };

    /// <summary>The name of a computed member, where it is one that can be written behind a dot.</summary>
    private string? NameOf(Expression property)
    {
        string? name = property is StringLiteral s ? s.Value : Folded.Of(property) as string;
        if (name is null || name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] is '_' or '$') || !name.All(IsName)) { return null; }
        return property is StringLiteral || ((variables || Constant(property)) && !Effects(property)) ? name : null;
    }

    private string Dotted(MemberExpression m, string name)
    {
        int start = _made.Length;
        if (Replacement(m.Object, m) is { } owner) { Put(owner); }
        else { Write(m.Object, m, m.Object.Start, m.Object.End); }
        if (m.Property is not StringLiteral) { Evidence += 1 + Shows(m.Property, name); }
        else if (Escapes((StringLiteral)m.Property)) { Evidence++; }
        // Brackets around the object are the member's own text, not the object's.
        string before = source[m.Start..m.Object.Start], behind = source[m.Object.End..m.Property.Start];
        int open = behind.LastIndexOf('[');
        string made = before + _made.ToString(start, _made.Length - start) + (open < 0 ? "" : behind[..open].TrimEnd().TrimEnd('?', '.')) + (m.Optional ? "?." : ".") + name;
        _made.Length = start;
        return made;
    }

    /// <summary>Of a branch whose condition is a constant only what is done stays.</summary>
    private string? Dead(IfStatement i)
    {
        if (Folded.Of(i.Test) is not { } value || JsConvert.ToBoolean(value) is not { } truth || !Constant(i.Test) || Names(i.Test) || Effects(i.Test) || i.Test is BooleanLiteral) { return null; }
        Statement? taken = truth ? i.Consequent : i.Alternate;
        Evidence++;
        if (taken is null) { return ";"; }
        int start = _made.Length;
        if (taken is BlockStatement block && block.Body.Count > 0 && !block.Body.Any(s => s is VariableDeclaration { Kind: not VariableDeclarationKind.Var }))
        {
            Write(block, i, block.Body[0].Start, block.Body[^1].End);
        }
        else { Write(taken, i, taken.Start, taken.End); }
        string made = _made.ToString(start, _made.Length - start);
        _made.Length = start;
        return made;
    }

    /// <summary>A loop around a switch over a list of steps is the steps one after the other.</summary>
    private string? Flattened(WhileStatement w)
    {
        if (w.Body is not BlockStatement { Body: [SwitchStatement { Discriminant: MemberExpression { Computed: true, Object: Identifier order, Property: UpdateExpression } } steps, BreakStatement] }) { return null; }
        if (Folded.Of(order) is not JsArray list || list.Items.Count > steps.Cases.Count) { return null; }
        int start = _made.Length;
        foreach (object step in list.Items)
        {
            SwitchCase? found = steps.Cases.FirstOrDefault(c => c.Test is StringLiteral s && step is string name && s.Value == name);
            if (found is null) { _made.Length = start; return null; }
            foreach (Statement statement in found.Consequent)
            {
                if (statement is ContinueStatement or BreakStatement) { continue; }
                if (_made.Length > start) { _made.Append('\n'); }
                if (Replacement(statement, found) is { } text) { Put(text); } else { Write(statement, found, statement.Start, statement.End); }
            }
        }
        Evidence += 2;
        string made = _made.ToString(start, _made.Length - start);
        _made.Length = start;
        return made;
    }

    private static string Written(object value) => value switch
    {
        string s => Quoted(s, '"'),
        double d => JsConvert.Number(d),
        bool b => b ? "true" : "false",
        _ => "",
    };

    private static string Quoted(string text, char quote)
    {
        var made = new StringBuilder(text.Length + 2).Append(quote);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\\' => made.Append("\\\\"),
                '\n' => made.Append("\\n"),
                '\r' => made.Append("\\r"),
                '\t' => made.Append("\\t"),
                _ when c == quote => made.Append('\\').Append(c),
                < ' ' or '\x7F' or '\u2028' or '\u2029' => made.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => made.Append(c),
            };
        }
        return made.Append(quote).ToString();
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$';
}
