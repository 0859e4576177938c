using System.Runtime.CompilerServices;

namespace Stemma.Decoding.VisualBasic;

/// <summary>Parses VBScript and VBA. A line that is not understood is passed over; the rest goes on.</summary>
internal sealed partial class Parser(List<Token> tokens, DecodeBudget budget)
{
    // From the lowest rank up; each level from left to right.
    private static readonly string[][] Ranks = [["imp"], ["eqv"], ["xor"], ["or", "orelse"], ["and", "andalso"], ["not"], ["=", "<>", "<", ">", "<=", ">=", "is", "like"], ["&"], ["+", "-"], ["mod"], ["\\"], ["*", "/"], ["-"], ["^"]];
    private const int NotRank = 5, MinusRank = 12;

    private int _at;

    /// <summary>All expressions of the script, in the order of their places.</summary>
    public List<Expression> Roots { get; } = [];

    /// <summary>Lines that were not understood.</summary>
    public int Missed { get; private set; }

    private Token Now => tokens[_at];

    private Token Ahead(int by) => tokens[Math.Min(_at + by, tokens.Count - 1)];

    private bool Take(string word)
    {
        if (!Now.Is(word)) { return false; }
        _at++;
        return true;
    }

    /// <summary>An expression at the top; null when there is none.</summary>
    private Expression? Root()
    {
        Expression? made = Expression(0);
        if (made is not null) { Roots.Add(made); }
        return made;
    }

    private Expression? Expression(int rank)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (rank == Ranks.Length) { return Primary(); }
        if (rank is NotRank or MinusRank)
        {
            Token op = Now;
            if (rank == NotRank ? op.Is("not") : op.Is("-") || op.Is("+"))
            {
                _at++;
                Expression? operand = Expression(rank);
                return operand is null ? null : new Unary(op.Text.ToLowerInvariant(), operand) { Start = op.Start, End = operand.End };
            }
            return Expression(rank + 1);
        }
        Expression? first = Expression(rank + 1);
        if (first is null || !IsOperator(rank)) { return first; }
        List<Expression> operands = [first];
        List<string> operators = [];
        while (IsOperator(rank))
        {
            string op = Now.Text.ToLowerInvariant();
            int back = _at++;
            Expression? next = Expression(rank + 1);
            if (next is null) { _at = back; break; }
            operands.Add(next);
            operators.Add(op);
        }
        return operators.Count == 0 ? first : new Chain(operands, operators) { Start = first.Start, End = operands[^1].End };
    }

    private bool IsOperator(int rank)
    {
        if (Now.Kind is not (TokenKind.Operator or TokenKind.Name)) { return false; }
        foreach (string each in Ranks[rank]) { if (Now.Is(each)) { return true; } }
        return false;
    }

    private Expression? Primary()
    {
        Token token = Now;
        Expression? made;
        switch (token.Kind)
        {
            case TokenKind.Text: _at++; made = new Literal(token.Text) { Start = token.Start, End = token.End }; break;
            case TokenKind.Number: _at++; return new Literal(token.Number) { Start = token.Start, End = token.End };
            case TokenKind.Name:
                if (token.Is("new") && Ahead(1).Kind == TokenKind.Name)
                {
                    _at++;
                    string type = Now.Text;
                    int end = Now.End;
                    _at++;
                    while (Now.Is(".") && Ahead(1).Kind == TokenKind.Name) { type += "." + Ahead(1).Text; end = Ahead(1).End; _at += 2; }
                    return new New(type) { Start = token.Start, End = end };
                }
                if (token.Is("then") || token.Is("else") || token.Is("to") || token.Is("step") || token.Is("until") || token.Is("while")) { return null; }
                _at++;
                made = token.Text.ToLowerInvariant() switch
                {
                    "true" => new Literal(true),
                    "false" => new Literal(false),
                    "byval" or "byref" => Expression(0),
                    _ => new Name(token.Text),
                };
                if (made is null) { return null; }
                made.Start = token.Start;
                made.End = Math.Max(made.End, token.End);
                break;
            case TokenKind.Operator when token.Is("("):
                {
                    _at++;
                    Expression? inner = Expression(0);
                    if (inner is null || !Now.Is(")")) { return null; }
                    made = new Paren(inner) { Start = token.Start, End = Now.End };
                    _at++;
                    break;
                }
            case TokenKind.Operator when token.Is(".") && Ahead(1).Kind == TokenKind.Name:
                _at += 2;
                made = new Member(null, Ahead(-1).Text) { Start = token.Start, End = tokens[_at - 1].End };
                break;
            default: return null;
        }
        return Postfix(made);
    }

    private Expression Postfix(Expression made)
    {
        while (true)
        {
            budget.Spend();
            if ((Now.Is(".") || Now.Is("!")) && Ahead(1).Kind == TokenKind.Name)
            {
                made = new Member(made, Ahead(1).Text) { Start = made.Start, End = Ahead(1).End };
                _at += 2;
                continue;
            }
            if (Now.Is("(") && made is not Literal)
            {
                int back = _at++;
                List<Expression?> arguments = Arguments(")");
                if (!Now.Is(")")) { _at = back; return made; }
                made = new Call(made, arguments) { Start = made.Start, End = Now.End };
                _at++;
                continue;
            }
            return made;
        }
    }

    /// <summary>Arguments up to what closes them, or to the end of the statement; one left out is null.</summary>
    private List<Expression?> Arguments(string close)
    {
        List<Expression?> arguments = [];
        while (!Now.Is(close) && Now.Kind is not (TokenKind.Line or TokenKind.End))
        {
            if (Now.Is(",")) { arguments.Add(null); _at++; continue; }
            if (Now.Kind == TokenKind.Name && Ahead(1).Is(":=")) { _at += 2; }
            Expression? argument = Expression(0);
            if (argument is null) { break; }
            arguments.Add(argument);
            if (!Take(",")) { break; }
        }
        return arguments;
    }
}
