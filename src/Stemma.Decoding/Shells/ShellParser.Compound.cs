namespace Stemma.Decoding.Shells;

internal sealed partial class ShellParser
{
    private ShellIf If()
    {
        List<(ShellNode?, ShellNode)> branches = [];
        _at += 2;
        while (true)
        {
            ShellNode condition = List();
            Take("then");
            branches.Add((condition, List()));
            if (Take("elif")) { continue; }
            if (Take("else")) { branches.Add((null, List())); }
            Take("fi");
            return new ShellIf(branches);
        }
    }

    private ShellWhile While(string word)
    {
        _at += word.Length;
        ShellNode condition = List();
        ShellNode body = Body();
        return new ShellWhile(word == "until", condition, body, Redirects());
    }

    private ShellNode Body()
    {
        if (Take("do"))
        {
            ShellNode body = List();
            Take("done");
            return body;
        }
        if (Take("{"))
        {
            ShellNode body = List();
            Take("}");
            return body;
        }
        return new ShellList([]);
    }

    private ShellNode? For()
    {
        _at += Peek().Length;
        Space();
        if (At("(("))
        {
            string[] parts = Sum() is { } sum ? sum.Expression.Split(';') : [];
            Space();
            if (Here == ';') { _at++; }
            ShellNode counted = Body();
            return parts.Length == 3 ? new ShellCount(parts[0], parts[1], parts[2], counted) : counted;
        }
        string name = Word();
        List<ShellWord>? words = null;
        if (Take("in"))
        {
            words = [];
            while (true)
            {
                Space();
                int start = _at;
                string raw = Word();
                if (_at == start) { break; }
                words.Add(new ShellWord(raw, start));
            }
        }
        Space();
        if (Here == ';') { _at++; }
        ShellNode body = Body();
        return name.Length == 0 ? null : new ShellFor(name, words, body, Redirects());
    }

    private ShellCase Case()
    {
        _at += 4;
        Space();
        int start = _at;
        var word = new ShellWord(Word(), start);
        Take("in");
        List<(IReadOnlyList<string>, ShellNode)> branches = [];
        while (true)
        {
            Space(lines: true);
            if (_at >= text.Length || Take("esac")) { break; }
            budget.Spend();
            int before = _at;
            if (Here == '(') { _at++; }
            List<string> patterns = [];
            while (true)
            {
                Space();
                patterns.Add(Word());
                Space();
                if (Here != '|') { break; }
                _at++;
            }
            if (Here == ')') { _at++; }
            branches.Add((patterns, List()));
            while (Here is ';' or '&') { _at++; }
            if (_at == before) { _at++; }
        }
        return new ShellCase(word, branches);
    }

    private ShellFunction? Function()
    {
        _at += 8;
        Space();
        string name = Word();
        Space();
        if (Here == '(')
        {
            _at++;
            Space();
            if (Here == ')') { _at++; }
        }
        Space(lines: true);
        return Command() is { } body ? new ShellFunction(name, body) : null;
    }
}
