namespace Stemma.Decoding.Shells;

internal sealed partial class ShellRun
{
    private bool? If(ShellIf condition)
    {
        for (int i = 0; i < condition.Branches.Count; i++)
        {
            (ShellNode? test, ShellNode body) = condition.Branches[i];
            if (test is null) { return Execute(body); }
            switch (Execute(test))
            {
                case true: return Execute(body);
                case false: continue;
            }

            // Not known: all ways from here are walked, and what they set differently is not known behind them.
            ShellVariables before = Variables.Clone(), merged;
            Execute(body);
            _flow = Flow.On;
            merged = Variables;
            for (int j = i + 1; j < condition.Branches.Count; j++)
            {
                Variables = before.Clone();
                if (condition.Branches[j].Condition is { } other) { Execute(other); }
                Execute(condition.Branches[j].Body);
                _flow = Flow.On;
                merged.Merge(Variables);
            }
            merged.Merge(before);
            Variables = merged;
            return null;
        }
        return true;
    }

    /// <summary>Carries out a turn of a loop; false when the loop is left.</summary>
    private bool Turn(ShellNode body)
    {
        Execute(body);
        bool on = _flow is Flow.On or Flow.Continue;
        if (_flow is Flow.Break or Flow.Continue) { _flow = Flow.On; }
        return on;
    }

    /// <summary>A loop of which nothing is known: its body once, and what it sets is not known.</summary>
    private bool? Once(ShellNode body, bool print = true)
    {
        ShellVariables before = Variables.Clone();
        Execute(body);
        _flow = Flow.On;
        Variables.Merge(before);
        if (print) { Print(null); }
        return null;
    }

    private bool? While(ShellWhile loop)
    {
        (string? input, bool has) = (_input, _hasInput);
        foreach (ShellRedirect redirect in loop.Redirects) { Redirected(redirect); }
        for (int turns = 0; ; turns++)
        {
            (object state, string? left) = (Variables.State, _input);
            bool? holds = Execute(loop.Condition);
            if (holds is null || turns > MostTurns || (turns == 0 && loop.Condition is ShellSimple { Words: [{ Raw: "true" or ":" }] }))
            {
                Once(loop.Body);
                break;
            }
            if (holds == loop.Until || !Turn(loop.Body)) { break; }

            // A turn that changes nothing is followed by turns that change nothing.
            if (ReferenceEquals(state, Variables.State) && left == _input) { break; }
        }
        (_input, _hasInput) = (input, has);
        return null;
    }

    private bool? For(ShellFor loop)
    {
        List<ShellText> items = [];
        if (loop.Words is null)
        {
            if (Arguments is null) { return Open(loop); }
            items = [.. Arguments.Skip(1).Select(argument => new ShellText(argument, true))];
        }
        else
        {
            foreach (ShellWord word in loop.Words)
            {
                var expander = new ShellExpander(this);
                List<ShellText> fields = expander.Fields(word.Raw);
                items.AddRange(fields);
            }
        }
        if (items.Any(item => !item.Known)) { return Open(loop); }
        foreach (ShellText item in items)
        {
            Shared.Step();
            Variables.Set(loop.Name, item.Text);
            if (!Turn(loop.Body)) { break; }
        }
        return true;
    }

    private bool? Open(ShellFor loop)
    {
        Variables.Set(loop.Name, null);
        return Once(loop.Body);
    }

    private bool? Count(ShellCount loop)
    {
        string Sum(string text) => new ShellExpander(this).Single(text).Text;
        Arithmetic(Sum(loop.First));
        for (int turns = 0; turns < MostTurns; turns++)
        {
            long? holds = loop.Condition.Trim().Length == 0 ? null : Arithmetic(Sum(loop.Condition));
            if (holds is null) { return Once(loop.Body); }
            if (holds == 0 || !Turn(loop.Body)) { return true; }
            Arithmetic(Sum(loop.Next));
        }
        return null;
    }

    private bool? Case(ShellCase choice)
    {
        ShellText word = new ShellExpander(this).Single(choice.Word.Raw);
        if (!word.Known)
        {
            ShellVariables before = Variables.Clone(), merged = Variables.Clone();
            foreach ((_, ShellNode body) in choice.Branches)
            {
                Variables = before.Clone();
                Execute(body);
                _flow = Flow.On;
                merged.Merge(Variables);
            }
            Variables = merged;
            return null;
        }
        foreach ((IReadOnlyList<string> patterns, ShellNode body) in choice.Branches)
        {
            foreach (string raw in patterns)
            {
                ShellText pattern = new ShellExpander(this).Single(raw);
                if (pattern.Known && new ShellPattern(pattern.Text, Shared.Budget).Matches(word.Text)) { return Execute(body); }
            }
        }
        return true;
    }

    private bool? Test(List<ShellText> arguments, bool wide)
    {
        if (arguments.Any(argument => !argument.Known)) { return null; }
        List<string> words = [.. arguments.Select(argument => argument.Text)];
        bool not = false;
        while (words.Count > 1 && words[0] == "!")
        {
            not = !not;
            words.RemoveAt(0);
        }
        bool? result = words switch
        {
            [] => false,
            [string one] => one.Length > 0,
            ["-z", string text] => text.Length == 0,
            ["-n", string text] => text.Length > 0,
            [string left, "=" or "==", string right] => wide ? new ShellPattern(right, Shared.Budget).Matches(left) : left == right,
            [string left, "!=", string right] => wide ? !new ShellPattern(right, Shared.Budget).Matches(left) : left != right,
            [string left, "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge", string right] => Compare(words[1], left, right),
            _ => null,
        };
        return not ? !result : result;
    }

    private bool? Compare(string sign, string left, string right)
    {
        if (Arithmetic(left) is not long a || Arithmetic(right) is not long b) { return null; }
        return sign switch { "-eq" => a == b, "-ne" => a != b, "-lt" => a < b, "-le" => a <= b, "-gt" => a > b, _ => a >= b };
    }
}
