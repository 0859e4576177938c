namespace Stemma.Decoding.Python;

internal sealed partial class PyParser
{
    /// <summary>All statements of the text. A line that cannot be read is passed over.</summary>
    public List<PyStatement> Module()
    {
        List<PyStatement> all = [];
        while (Here.Kind != PyKind.End)
        {
            Enter();
            if (Here.Kind is PyKind.Line or PyKind.Indent or PyKind.Dedent) { _at++; continue; }
            int before = _at;
            try
            {
                Statement(all);
            }
            catch (PySyntaxException)
            {
                Problems++;
                _at = Math.Max(_at, before);
                while (Here.Kind is not (PyKind.Line or PyKind.End)) { _at++; }
            }
            if (_at == before) { _at++; }
        }
        return all;
    }

    /// <summary>Lines that could not be read.</summary>
    public int Problems { get; private set; }

    private List<PyStatement> Block()
    {
        Enter();
        Need(":");
        List<PyStatement> all = [];
        if (Here.Kind != PyKind.Line)
        {
            Simple(all);
            return all;
        }
        while (Here.Kind == PyKind.Line) { _at++; }
        if (Here.Kind != PyKind.Indent) { return all; }
        _at++;
        while (Here.Kind is not (PyKind.Dedent or PyKind.End))
        {
            if (Here.Kind is PyKind.Line or PyKind.Indent) { _at++; continue; }
            int before = _at;
            try
            {
                Statement(all);
            }
            catch (PySyntaxException)
            {
                Problems++;
                while (Here.Kind is not (PyKind.Line or PyKind.End)) { _at++; }
            }
            if (_at == before) { _at++; }
        }
        if (Here.Kind == PyKind.Dedent) { _at++; }
        return all;
    }

    private void Statement(List<PyStatement> into)
    {
        Enter();
        if (Here.Kind == PyKind.Name)
        {
            switch (Here.Text)
            {
                case "if": into.Add(If()); return;
                case "while":
                    _at++;
                    into.Add(new PyWhile(Expression(), Block()));
                    OrElse(into);
                    return;
                case "for":
                    _at++;
                    PyExpr target = Targets();
                    Need("in");
                    into.Add(new PyFor(target, Tuple(), Block()));
                    OrElse(into);
                    return;
                case "def": into.Add(Definition()); return;
                case "class": into.Add(Class()); return;
                case "try": into.Add(Try()); return;
                case "with": into.Add(With()); return;
                case "async":
                    _at++;
                    Statement(into);
                    return;
            }
        }
        if (Take("@"))
        {
            Expression();
            return;
        }
        Simple(into);
    }

    private void OrElse(List<PyStatement> into)
    {
        if (Take("else")) { into.AddRange(Block()); }
    }

    private PyIf If()
    {
        List<(PyExpr?, IReadOnlyList<PyStatement>)> branches = [];
        do
        {
            _at++;
            PyExpr condition = Expression();
            branches.Add((condition, Block()));
        }
        while (Is("elif"));
        if (Take("else")) { branches.Add((null, Block())); }
        return new PyIf(branches);
    }

    private PyDefinition Definition()
    {
        _at++;
        if (Here.Kind != PyKind.Name) { throw new PySyntaxException(); }
        string name = _tokens[_at++].Text;
        Need("(");
        List<PyParameter> parameters = Parameters(")");
        Need(")");
        if (Take("->")) { Expression(); }
        return new PyDefinition(name, parameters, Block());
    }

    private PyDefinition Class()
    {
        _at++;
        if (Here.Kind != PyKind.Name) { throw new PySyntaxException(); }
        string name = _tokens[_at++].Text;
        if (Is("(")) { Arguments(); }
        return new PyDefinition(name, null, Block());
    }

    private PyTry Try()
    {
        _at++;
        List<PyStatement> body = Block();
        List<IReadOnlyList<PyStatement>> rest = [];
        while (Is("except") || Is("else") || Is("finally"))
        {
            _at++;
            Take("*");
            if (!Is(":"))
            {
                Tuple();
                if (Take("as") && Here.Kind == PyKind.Name) { _at++; }
            }
            rest.Add(Block());
        }
        return new PyTry(body, rest);
    }

    private PyWith With()
    {
        _at++;
        List<(PyExpr, PyExpr?)> items = [];
        do
        {
            PyExpr value = Expression();
            items.Add((value, Take("as") ? Binary(0) : null));
        }
        while (Take(","));
        return new PyWith(items, Block());
    }

    /// <summary>Statements of one line.</summary>
    private void Simple(List<PyStatement> into)
    {
        do
        {
            if (Here.Kind is PyKind.Line or PyKind.End) { break; }
            Small(into);
        }
        while (Take(";"));
        if (Here.Kind is not (PyKind.Line or PyKind.End or PyKind.Dedent)) { throw new PySyntaxException(); }
        if (Here.Kind == PyKind.Line) { _at++; }
    }

    private void Small(List<PyStatement> into)
    {
        Enter();
        if (Here.Kind == PyKind.Name)
        {
            switch (Here.Text)
            {
                case "pass" or "global" or "nonlocal" or "del":
                    while (Here.Kind is not (PyKind.Line or PyKind.End) && !Is(";")) { _at++; }
                    return;
                case "break" or "continue":
                    into.Add(new PyLeave(_tokens[_at++].Text == "break"));
                    return;
                case "return":
                    _at++;
                    into.Add(new PyReturn(Here.Kind is PyKind.Line or PyKind.End || Is(";") ? null : Tuple()));
                    return;
                case "raise" or "assert":
                    _at++;
                    if (Here.Kind is not (PyKind.Line or PyKind.End) && !Is(";"))
                    {
                        into.Add(new PyDo(Tuple()));
                        if (Take("from")) { Expression(); }
                    }
                    return;
                case "import" or "from": into.Add(Import()); return;
                case "exec" or "print" when _tokens[_at + 1].Kind is PyKind.Text or PyKind.Name && !Keywords.Contains(_tokens[_at + 1].Text):
                    int start = Start;
                    var function = new PyName(_tokens[_at++].Text, start, Behind);
                    PyExpr code = Tuple();
                    if (Take("in")) { Tuple(); }
                    into.Add(new PyDo(new PyCall(function, [new PyArgument(null, 0, code)], start, Behind)));
                    return;
            }
        }
        PyExpr first = Tuple();
        if (Take(":"))
        {
            Expression();
            if (Take("=")) { into.Add(new PyAssign([first], "", Tuple())); }
            return;
        }
        if (Here.Kind == PyKind.Sign && Here.Text.Length > 1 && Here.Text.EndsWith('=') && Here.Text is not ("==" or "!=" or "<=" or ">=" or ":="))
        {
            string sign = _tokens[_at++].Text[..^1];
            into.Add(new PyAssign([first], sign, Tuple()));
            return;
        }
        List<PyExpr> targets = [first];
        while (Take("=")) { targets.Add(Tuple()); }
        into.Add(targets.Count == 1 ? new PyDo(first) : new PyAssign(targets[..^1], "", targets[^1]));
    }

    private PyImport Import()
    {
        string? from = null;
        if (Take("from")) { from = Dotted(); }
        Need("import");
        bool bracket = Take("(");
        List<(string, string?)> names = [];
        do
        {
            if (Take("*")) { names.Add(("*", null)); break; }
            if (Here.Kind != PyKind.Name) { break; }
            string name = Dotted();
            names.Add((name, Take("as") && Here.Kind == PyKind.Name ? _tokens[_at++].Text : null));
        }
        while (Take(","));
        if (bracket) { Need(")"); }
        return new PyImport(from, names);
    }

    private string Dotted()
    {
        var name = new System.Text.StringBuilder();
        while ((Here.Kind == PyKind.Name && !Keywords.Contains(Here.Text)) || Is(".") || Is("...")) { name.Append(_tokens[_at++].Text); }
        return name.ToString();
    }
}
