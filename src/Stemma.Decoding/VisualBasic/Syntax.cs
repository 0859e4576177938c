namespace Stemma.Decoding.VisualBasic;

/// <summary>An expression, with the value that it had each time it was evaluated.</summary>
internal abstract class Expression
{
    private static readonly object Various = new();
    private object? _value;

    public int Start { get; set; }

    public int End { get; set; }

    /// <summary>The value, where it was always the same; null where not, or never evaluated.</summary>
    public object? Value => ReferenceEquals(_value, Various) ? null : _value;

    public void Keep(object value)
    {
        if (_value is null) { _value = value; }
        else if (!ReferenceEquals(_value, value) && !_value.Equals(value)) { _value = Various; }
    }
}

internal sealed class Literal(object value) : Expression
{
    public object Content => value;
}

internal sealed class Name(string name) : Expression
{
    public string Text => name;
}

/// <summary><c>Owner.Name</c>; without owner within <c>With</c>.</summary>
internal sealed class Member(Expression? owner, string name) : Expression
{
    public Expression? Owner => owner;

    public string Text => name;
}

/// <summary>A call, or an element of an array: the language writes them alike.</summary>
internal sealed class Call(Expression callee, List<Expression?> arguments) : Expression
{
    public Expression Callee => callee;

    public List<Expression?> Arguments => arguments;

    /// <summary>Whether it may do more than give its value.</summary>
    public bool Impure { get; set; }

    /// <summary>Whether it is of a function of the script that decodes.</summary>
    public bool Decodes { get; set; }
}

internal sealed class Unary(string op, Expression operand) : Expression
{
    public string Operator => op;

    public Expression Operand => operand;
}

/// <summary>Operands of operators of one rank, from left to right: a sum of ten thousand strings is one node and not ten thousand deep.</summary>
internal sealed class Chain(List<Expression> operands, List<string> operators) : Expression
{
    public List<Expression> Operands => operands;

    public List<string> Operators => operators;
}

internal sealed class Paren(Expression inner) : Expression
{
    public Expression Inner => inner;
}

internal sealed class New(string type) : Expression
{
    public string Type => type;
}

/// <summary>A statement.</summary>
internal abstract class Statement;

internal sealed class Assign(Expression target, Expression value) : Statement
{
    public Expression Target => target;

    public Expression Value => value;
}

internal sealed class Invoke(Call call) : Statement
{
    public Call Call => call;
}

/// <summary><c>If</c> with its <c>ElseIf</c>s, or <c>Select Case</c>: the first branch whose test holds; one without test always.</summary>
internal sealed class Choice(Expression? subject, List<(List<Expression>? Tests, List<Statement> Body)> branches) : Statement
{
    /// <summary>What <c>Select Case</c> compares; null for <c>If</c>.</summary>
    public Expression? Subject => subject;

    public List<(List<Expression>? Tests, List<Statement> Body)> Branches => branches;
}

internal sealed class For(Expression variable, Expression from, Expression to, Expression? step, List<Statement> body) : Statement
{
    public Expression Variable => variable;
    public Expression From => from;
    public Expression To => to;
    public Expression? Step => step;
    public List<Statement> Body => body;
}

internal sealed class ForEach(Expression variable, Expression over, List<Statement> body) : Statement
{
    public Expression Variable => variable;
    public Expression Over => over;
    public List<Statement> Body => body;
}

/// <summary><c>Do</c>, <c>Loop</c> and <c>While</c>.</summary>
internal sealed class Repeat(Expression? test, bool until, bool atEnd, List<Statement> body) : Statement
{
    public Expression? Test => test;
    public bool Until => until;
    public bool AtEnd => atEnd;
    public List<Statement> Body => body;
}

/// <summary><c>Dim</c> and <c>ReDim</c> with sizes, <c>Const</c> with values.</summary>
internal sealed class Declare(string name, List<Expression>? sizes, Expression? value, bool keep) : Statement
{
    public string Name => name;
    public List<Expression>? Sizes => sizes;
    public Expression? Value => value;
    public bool Keep => keep;
}

internal sealed class With(Expression owner, List<Statement> body) : Statement
{
    public Expression Owner => owner;
    public List<Statement> Body => body;
}

internal sealed class Exit(string what) : Statement
{
    public string What => what;
}

/// <summary>A function, sub or property.</summary>
internal sealed class Procedure(string name, List<string> parameters, List<Statement> body) : Statement
{
    public string Name => name;
    public List<string> Parameters => parameters;
    public List<Statement> Body => body;
    public bool Called { get; set; }
}
