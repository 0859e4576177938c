using System.Runtime.CompilerServices;

namespace Stemma.Decoding.VisualBasic;

/// <summary>Statements.</summary>
internal sealed partial class Parser
{
    private static readonly string[] Ends = ["end", "loop", "next", "wend", "else", "elseif", "case"];

    /// <summary>The whole script.</summary>
    public List<Statement> Script()
    {
        List<Statement> all = [];
        while (Now.Kind != TokenKind.End)
        {
            all.AddRange(Block());
            if (Now.Kind != TokenKind.End) { SkipLine(); } // an end without beginning
        }
        return all;
    }

    private void SkipLine()
    {
        while (Now.Kind is not (TokenKind.Line or TokenKind.End)) { _at++; }
        if (Now.Kind == TokenKind.Line) { _at++; }
    }

    /// <summary>Statements up to what ends a block, which is not taken.</summary>
    private List<Statement> Block()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        List<Statement> body = [];
        while (true)
        {
            while (Now.Kind == TokenKind.Line) { _at++; }
            if (Now.Kind == TokenKind.End || IsEnd()) { return body; }
            Add(body);
        }
    }

    private bool IsEnd()
    {
        if (Now.Kind != TokenKind.Name) { return false; }
        foreach (string end in Ends)
        {
            if (!Now.Is(end)) { continue; }
            // End alone stops the script; Next, Case and the others always end a block.
            return !Now.Is("end") || Ahead(1).Kind == TokenKind.Name;
        }
        return false;
    }

    private void Add(List<Statement> body)
    {
        int before = _at;
        budget.Spend();
        if (Statement(body)) { if (Now.Kind is TokenKind.Line or TokenKind.End || Now.Is("else")) { return; } }
        else { Missed++; }
        if (_at == before) { _at++; }
        while (Now.Kind is not (TokenKind.Line or TokenKind.End)) { _at++; }
    }

    private bool Statement(List<Statement> body)
    {
        Token first = Now;
        if (first.Kind is not TokenKind.Name && !first.Is(".")) { return false; }
        string word = first.Kind == TokenKind.Name && !Ahead(1).Is("=") && !Ahead(1).Is(".") ? first.Text.ToLowerInvariant() : "";
        switch (word)
        {
            case "dim" or "redim" or "const" or "global": _at++; return Declaration(body, word);
            case "public" or "private" or "static" or "friend":
                _at++;
                if (Now.Is("default")) { _at++; }
                if (Now.Is("static")) { _at++; }
                if (Now.Is("sub") || Now.Is("function") || Now.Is("property")) { return Procedure(body); }
                if (Now.Is("declare") || Now.Is("type") || Now.Is("enum") || Now.Is("withevents") || Now.Is("event")) { return Skip(); }
                if (Now.Is("const")) { _at++; return Declaration(body, "const"); }
                return Declaration(body, "dim");
            case "sub" or "function" or "property": return Procedure(body);
            case "if": return If(body);
            case "for": return ForLoop(body);
            case "do": return DoLoop(body);
            case "while":
                {
                    _at++;
                    Expression? test = Root();
                    List<Statement> inner = Block();
                    if (Now.Is("wend")) { _at++; }
                    body.Add(new Repeat(test, false, false, inner));
                    return test is not null;
                }
            case "select": return Select(body);
            case "with":
                {
                    _at++;
                    if (Root() is not { } owner) { return false; }
                    List<Statement> inner = Block();
                    TakeEnd();
                    body.Add(new With(owner, inner));
                    return true;
                }
            case "exit": _at++; body.Add(new Exit(Now.Text.ToLowerInvariant())); _at++; return true;
            case "end" or "stop": _at++; body.Add(new Exit("script")); return true;
            case "class": SkipLine(); body.AddRange(Block()); TakeEnd(); return true;
            case "set" or "let" or "call": _at++; return Simple(body, word == "call");
            case "on" or "option" or "attribute" or "goto" or "resume" or "declare" or "deftype" or "event" or "implements" or "randomize" or "gosub" or "version" or "begin": return Skip();
            case "type" or "enum" when Ahead(1).Kind == TokenKind.Name: Skip(); Block(); TakeEnd(); return true;
            default: return Simple(body, false);
        }
    }

    private bool Skip()
    {
        while (Now.Kind is not (TokenKind.Line or TokenKind.End)) { _at++; }
        return true;
    }

    private void TakeEnd()
    {
        if (!Now.Is("end")) { return; }
        _at += 2;
    }

    /// <summary>An assignment or a call.</summary>
    private bool Simple(List<Statement> body, bool isCall)
    {
        int start = _at;
        if (Primary() is not { } target) { return false; }
        if (!isCall && Take("="))
        {
            if (Root() is not { } value) { return false; }
            Roots.Add(target);
            body.Add(new Assign(target, value));
            return true;
        }
        if (Now.Kind is TokenKind.Line or TokenKind.End || Now.Is("else"))
        {
            Roots.Add(target);
            body.Add(new Invoke(target as Call ?? new Call(target, []) { Start = target.Start, End = target.End }));
            return true;
        }
        // What looked like the brackets of a call was those of its first argument, or there were none.
        if (target is Call c && c.Callee is Name or Member && !Now.Is("."))
        {
            _at = start;
            while (tokens[_at].End < c.Callee.End) { _at++; }
            _at++;
            target = c.Callee;
        }
        List<Expression?> arguments = Arguments("\n");
        if (arguments.Count == 0) { return false; }
        var call = new Call(target, arguments) { Start = target.Start, End = arguments[^1]?.End ?? target.End };
        Roots.Add(call);
        body.Add(new Invoke(call));
        return true;
    }

    private bool Declaration(List<Statement> body, string word)
    {
        bool keep = word == "redim" && Take("preserve");
        do
        {
            if (Now.Kind != TokenKind.Name) { return false; }
            string name = Now.Text;
            _at++;
            List<Expression>? sizes = null;
            if (Take("("))
            {
                sizes = [];
                while (!Now.Is(")") && Now.Kind is not (TokenKind.Line or TokenKind.End))
                {
                    if (Expression(0) is { } size) { if (Take("to")) { size = Expression(0) ?? size; } sizes.Add(size); } else { break; }
                    Take(",");
                }
                Take(")");
            }
            if (Take("as")) { Take("new"); while (Now.Kind == TokenKind.Name || Now.Is(".") || Now.Kind == TokenKind.Number || Now.Is("*")) { _at++; } }
            Expression? value = Take("=") ? Root() : null;
            body.Add(new Declare(name, sizes, value, keep));
        } while (Take(","));
        return true;
    }

    private bool Procedure(List<Statement> body)
    {
        bool property = Now.Is("property");
        _at += property ? 2 : 1;
        if (Now.Kind != TokenKind.Name) { return false; }
        string name = Now.Text;
        _at++;
        List<string> parameters = [];
        if (Take("("))
        {
            while (!Now.Is(")") && Now.Kind is not (TokenKind.Line or TokenKind.End))
            {
                while (Now.Is("byval") || Now.Is("byref") || Now.Is("optional") || Now.Is("paramarray")) { _at++; }
                if (Now.Kind == TokenKind.Name) { parameters.Add(Now.Text); }
                int depth = 0;
                while (Now.Kind is not (TokenKind.Line or TokenKind.End) && (depth > 0 || (!Now.Is(",") && !Now.Is(")"))))
                {
                    depth += Now.Is("(") ? 1 : Now.Is(")") ? -1 : 0;
                    _at++;
                }
                Take(",");
            }
            Take(")");
        }
        while (Now.Kind is not (TokenKind.Line or TokenKind.End)) { _at++; }
        List<Statement> inner = Block();
        while (Now.Is("next") || Now.Is("loop") || Now.Is("wend") || Now.Is("else") || Now.Is("elseif") || Now.Is("case")) { SkipLine(); inner.AddRange(Block()); }
        TakeEnd();
        body.Add(new Procedure(name, parameters, inner));
        return true;
    }

    private bool If(List<Statement> body)
    {
        _at++;
        Expression? test = Root();
        Take("then");
        List<(List<Expression>?, List<Statement>)> branches = [];
        if (Now.Kind == TokenKind.Line && Now.Text == "\n")
        {
            branches.Add((test is null ? [] : [test], Block()));
            while (true)
            {
                if (Take("elseif"))
                {
                    Expression? other = Root();
                    Take("then");
                    branches.Add((other is null ? [] : [other], Block()));
                }
                else if (Take("else")) { branches.Add((null, Block())); }
                else { break; }
            }
            TakeEnd();
        }
        else
        {
            branches.Add((test is null ? [] : [test], OnLine()));
            if (Take("else")) { branches.Add((null, OnLine())); }
            if (Now.Is("end") && Ahead(1).Is("if")) { _at += 2; }
        }
        body.Add(new Choice(null, branches));
        return true;
    }

    /// <summary>The statements of an <c>If</c> on one line.</summary>
    private List<Statement> OnLine()
    {
        List<Statement> body = [];
        while (Now.Kind != TokenKind.End && !(Now.Kind == TokenKind.Line && Now.Text == "\n") && !Now.Is("else") && !(Now.Is("end") && Ahead(1).Is("if")))
        {
            if (Now.Kind == TokenKind.Line) { _at++; continue; }
            int before = _at;
            if (!Statement(body)) { Missed++; }
            if (_at == before) { _at++; }
        }
        return body;
    }

    private bool ForLoop(List<Statement> body)
    {
        _at++;
        if (Take("each"))
        {
            if (Primary() is not { } item || !Take("in") || Root() is not { } over) { return false; }
            List<Statement> each = Block();
            EndFor();
            body.Add(new ForEach(item, over, each));
            return true;
        }
        if (Primary() is not { } variable || !Take("=") || Root() is not { } from || !Take("to") || Root() is not { } to) { return false; }
        Expression? step = Take("step") ? Root() : null;
        List<Statement> inner = Block();
        EndFor();
        body.Add(new For(variable, from, to, step, inner));
        return true;

        void EndFor()
        {
            if (!Take("next")) { return; }
            if (Now.Kind == TokenKind.Name && !Now.Is("end")) { _at++; }
        }
    }

    private bool DoLoop(List<Statement> body)
    {
        _at++;
        bool until = Now.Is("until"), first = until || Now.Is("while");
        Expression? test = null;
        if (first) { _at++; test = Root(); }
        List<Statement> inner = Block();
        Take("loop");
        if (!first && (Now.Is("until") || Now.Is("while")))
        {
            until = Now.Is("until");
            _at++;
            test = Root();
        }
        body.Add(new Repeat(test, until, !first, inner));
        return true;
    }

    private bool Select(List<Statement> body)
    {
        _at++;
        Take("case");
        if (Root() is not { } subject) { return false; }
        List<(List<Expression>?, List<Statement>)> branches = [];
        while (Now.Kind == TokenKind.Line) { _at++; }
        while (Take("case"))
        {
            List<Expression>? tests = [];
            if (Take("else")) { tests = null; }
            else
            {
                do
                {
                    Take("is");
                    if (Root() is { } test) { tests.Add(test); } else { break; }
                    if (Take("to")) { Root(); }
                } while (Take(","));
            }
            branches.Add((tests, Block()));
        }
        TakeEnd();
        body.Add(new Choice(subject, branches));
        return true;
    }
}
