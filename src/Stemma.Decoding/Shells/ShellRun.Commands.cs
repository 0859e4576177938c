using System.Text;

namespace Stemma.Decoding.Shells;

internal sealed partial class ShellRun
{
    private static readonly HashSet<string> Declarations = ["declare", "typeset", "local", "export", "readonly"];

    private bool? Simple(ShellSimple simple)
    {
        (string? input, bool has) = (_input, _hasInput);
        string? written = null;
        bool appends = false, discards = false;
        bool fed = false;
        foreach (ShellRedirect redirect in simple.Redirects)
        {
            bool feeds = Redirected(redirect);
            fed |= feeds;
            if (feeds || redirect.Operator[0] == '2') { continue; }
            ShellText target = new ShellExpander(this).Single(redirect.Target);
            discards = true;
            written = redirect.Operator is ">" or ">>" or ">|" && target.Known && target.Text != "/dev/null" ? target.Text : null;
            appends = redirect.Operator == ">>";
        }
        StringBuilder? before = _output;
        bool known = _outputKnown;
        if (discards) { (_output, _outputKnown) = (new StringBuilder(), true); }

        bool? result = Words(simple);

        if (written is not null)
        {
            if (!_outputKnown) { Shared.Files.Remove(written); }
            else { Shared.Files[written] = (appends && Shared.Files.TryGetValue(written, out string? old) ? old : "") + _output; }
        }
        if (discards) { (_output, _outputKnown) = (before, known); }
        if (fed) { (_input, _hasInput) = (input, has); }
        return result;
    }

    private bool? Words(ShellSimple simple)
    {
        int first = 0;
        while (first < simple.Words.Count && ShellParser.IsAssignment(simple.Words[first].Raw)) { first++; }
        bool only = first == simple.Words.Count;
        if (only && first == 0)
        {
            if (_hasInput && simple.Redirects.Count > 0) { Print(_input); }
            return true;
        }
        List<(string, ShellVariable?)> restore = [];
        for (int i = 0; i < first; i++)
        {
            string name = AssignedName(simple.Words[i].Raw);
            if (!only) { restore.Add((name, Variables.Get(name))); }
            Assign(simple.Words[i]);
        }
        if (only) { return simple.Words.All(word => Variables.Get(AssignedName(word.Raw)) is { } set && (set.Items is not null || set.Value is not null)) ? true : null; }

        bool? result = Command(simple, first);
        foreach ((string name, ShellVariable? old) in restore)
        {
            Variables.Remove(name);
            if (old is { Items: null }) { Variables.Set(name, old.Value); }
            else if (old is not null) { Variables.SetItems(name, old.Items!); }
        }
        return result;
    }

    private static string AssignedName(string raw)
    {
        int end = raw.AsSpan().IndexOfAny('=', '[', '+');
        return end < 0 ? raw : raw[..end];
    }

    private void Assign(ShellWord word)
    {
        string raw = word.Raw;
        int equals = raw.IndexOf('=');
        if (raw.IndexOf('[') is int open && open >= 0 && open < equals) { equals = raw.IndexOf(']', open) is int close && close > 0 ? raw.IndexOf('=', close) : equals; }
        if (equals < 0) { return; }
        bool adds = raw[equals - 1] == '+';
        string name = raw[..(adds ? equals - 1 : equals)], value = raw[(equals + 1)..];
        int bracket = name.IndexOf('[');
        if (bracket > 0)
        {
            ShellText index = new ShellExpander(this).Single(name[(bracket + 1)..].TrimEnd(']'));
            name = $"{name[..bracket]}[{(Arithmetic(index.Text) is long place && !index.Text.Any(char.IsLetter) ? place.ToString(System.Globalization.CultureInfo.InvariantCulture) : index.Text)}]";
        }
        if (value.StartsWith('(') && value.EndsWith(')') && bracket < 0)
        {
            AssignItems(name, value[1..^1], adds);
            return;
        }
        var expander = new ShellExpander(this);
        ShellText text = expander.Single(value);
        string? before = adds ? Number(name) : "";
        string? after = text.Known && before is not null ? before + text.Text : null;
        Shared.Budget.Reserve(after?.Length ?? 0);
        Variables.Set(name, after);
        if (expander.Tricks > 0) { Edit(word.Start + equals + 1, value.Length, text.Known ? ShellStrings.Quote(text.Text) : null); }
    }

    private void AssignItems(string name, string words, bool adds)
    {
        var items = ShellVariable.NoItems.ToBuilder();
        if (adds && Variables.Get(name)?.Items is { } before) { items.AddRange(before); }
        long next = items.Count == 0 ? 0 : items.Keys.Select(key => long.TryParse(key, out long n) ? n : -1).Max() + 1;
        if (new ShellParser("_ " + words.Replace('\n', ' '), Shared.Budget).Parse() is not ShellSimple { Words: var parsed }) { return; }
        foreach (ShellWord word in parsed.Skip(1))
        {
            int equals = word.Raw.IndexOf("]=", StringComparison.Ordinal);
            if (word.Raw.StartsWith('[') && equals > 0)
            {
                ShellText index = new ShellExpander(this).Single(word.Raw[1..equals]), value = new ShellExpander(this).Single(word.Raw[(equals + 2)..]);
                items[index.Text] = value.Known ? value.Text : null;
                if (long.TryParse(index.Text, out long place)) { next = place + 1; }
                continue;
            }
            foreach (ShellText field in new ShellExpander(this).Fields(word.Raw))
            {
                items[next++.ToString(System.Globalization.CultureInfo.InvariantCulture)] = field.Known ? field.Text : null;
            }
        }
        Variables.SetItems(name, items.ToImmutable());
    }

    private void Edit(int start, int length, string? text)
    {
        // What comes to nothing says nothing either.
        if (_top && !_silent) { Shared.Edit(start, length, text is "''" ? null : text); }
    }

    private bool? Command(ShellSimple simple, int first)
    {
        List<ShellText> fields = [];
        List<(ShellWord Word, string? Text, bool Tricky)> rewritten = [];
        bool declares = Declarations.Contains(simple.Words[first].Raw);
        for (int i = first; i < simple.Words.Count; i++)
        {
            ShellWord word = simple.Words[i];
            if (declares && i > first && ShellParser.IsAssignment(word.Raw))
            {
                Assign(word);
                continue;
            }
            var expander = new ShellExpander(this);
            int at = fields.Count;
            List<ShellText> made = expander.Fields(word.Raw);
            fields.AddRange(made);
            bool command = i == first;
            if (command && made.Count > 0 && made[0].Known && ShellPaths.Resolve(made[0].Text, Shared.Budget) is { } path)
            {
                fields[at] = new ShellText(path, true);
                made[0] = fields[at];
                rewritten.Add((word, string.Join(' ', made.Select(field => ShellStrings.Quote(field.Text))), true));
                continue;
            }
            bool tricky = expander.Tricks > 0 || (command && ((expander.Expansions > 1 && !word.Raw.Contains('/')) || (expander.Expansions > 0 && word.Raw.Contains('('))));
            rewritten.Add((word, made.All(field => field.Known) ? string.Join(' ', made.Select(field => ShellStrings.Quote(field.Text))) : null, tricky));
        }
        foreach ((ShellWord word, string? text, bool tricky) in rewritten)
        {
            if (tricky) { Edit(word.Start, word.Raw.Length, text); }
            else if (_top && Shared.Edits.ContainsKey(word.Start)) { Edit(word.Start, word.Raw.Length, text); }
        }
        if (fields.Count == 0) { return true; }
        ShellWord last = simple.Words[^1];
        return Started(fields, simple.Words[first].Start, last.Start + last.Raw.Length - simple.Words[first].Start);
    }

    /// <summary>Carries out a command when its words are made.</summary>
    private bool? Started(List<ShellText> fields, int start, int length)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        Shared.Step();
        if (!fields[0].Known)
        {
            Print(null);
            return null;
        }
        string name = fields[0].Text;
        if (_functions.TryGetValue(name, out ShellNode? body)) { return Function(body, fields); }
        string program = name[(name.LastIndexOf('/') + 1)..];
        List<ShellText> arguments = fields[1..];
        switch (program)
        {
            case "true" or ":": return true;
            case "false": return false;
            case "test": return Test(arguments, false);
            case "[": return Test(arguments.Count > 0 ? arguments[..^1] : arguments, false);
            case "[[": return Test(arguments.Count > 0 ? arguments[..^1] : arguments, true);
            case "eval": return Evaluate(Joined(arguments), "eval");
            case "." or "source": return Source(arguments);
            case "export" or "declare" or "typeset" or "local" or "readonly": return true;
            case "unset":
                foreach (ShellText each in arguments) { Variables.Remove(each.Text); }
                return true;
            case "set" or "shift": return SetArguments(program, arguments);
            case "read" or "mapfile" or "readarray": return Read(program, arguments);
            case "break": _flow = Flow.Break; return true;
            case "continue": _flow = Flow.Continue; return true;
            case "return": _flow = Flow.Return; return null;
            case "exit" or "alias" or "trap" or "cd" or "umask" or "ulimit" or "shopt" or "hash" or "wait" or "sleep" or "clear": return null;
            case "let":
                foreach (ShellText each in arguments) { Arithmetic(each.Text); }
                return null;
            case "command" or "builtin" or "exec" or "nohup" or "sudo" or "env" or "setsid" or "nice" or "time" or "busybox" or "stdbuf" or "timeout" or "doas" or "ionice" or "xargs" when Behind(program, arguments) is { Count: > 0 } rest:
                return Started(rest, start, length);
            case "sh" or "bash" or "dash" or "zsh" or "ksh" or "ash" or "rbash": return Shell(program, arguments, start, length);
            case "python" or "python2" or "python3" or "node" or "osascript" or "pwsh" or "perl" or "ruby" or "php": return Interpreter(program, arguments, start, length);
        }
        if (arguments.TrueForAll(argument => argument.Known))
        {
            string? output = ShellTools.Run(program, [.. arguments.Select(argument => argument.Text)], _hasInput ? _input : null, Shared, out bool known);
            if (known)
            {
                Print(output);
                return output is null ? null : true;
            }
        }
        else if (program is "echo" or "printf")
        {
            Print(null);
            return true;
        }
        Called(program, arguments, start, length);
        Print(null);
        return null;
    }

    private void Called(string program, List<ShellText> arguments, int start, int length)
    {
        if (!_silent) { Shared.Called(program, [.. arguments.Select(argument => argument.Known ? argument.Text : null)], _top ? start : -1, length); }
    }

    private bool? Function(ShellNode body, List<ShellText> fields)
    {
        if (_depth >= DeepestChild || _calls >= DeepestChild || _inner || ++Shared.Functions > MostFunctions)
        {
            Print(null);
            return null;
        }
        List<string>? before = Arguments;
        Arguments = fields.TrueForAll(field => field.Known) ? [.. fields.Select(field => field.Text)] : null;
        _calls++;
        bool? result = Execute(body);
        _calls--;
        if (_flow == Flow.Return) { _flow = Flow.On; }
        Arguments = before;
        return result;
    }

    private const int MostFunctions = 300;

    private int _calls;

    private static string? Joined(List<ShellText> arguments)
    {
        if (!arguments.TrueForAll(argument => argument.Known)) { return null; }
        return string.Join(' ', arguments.Select(argument => argument.Text));
    }

    /// <summary>A program behind one that only starts it.</summary>
    private List<ShellText>? Behind(string program, List<ShellText> arguments)
    {
        int i = 0;
        if (program == "timeout") { i = 1; }
        while (i < arguments.Count && (arguments[i].Text.StartsWith('-') || (program is "env" or "sudo" && arguments[i].Text.Contains('='))))
        {
            if (program is "sudo" or "nice" or "xargs" && arguments[i].Text is "-u" or "-n" or "-g" or "-I" or "-L" or "-P") { i++; }
            i++;
        }
        if (i >= arguments.Count) { return null; }
        List<ShellText> rest = arguments[i..];
        if (program != "xargs") { return rest; }
        if (_input is not { } input) { return null; }
        int hole = arguments.FindIndex(argument => argument.Text == "-I");
        string mark = hole >= 0 && hole + 1 < arguments.Count ? arguments[hole + 1].Text : arguments.Exists(argument => argument.Text is "-I{}" or "-i") ? "{}" : "";
        if (mark.Length > 0) { return [.. rest.Select(word => word with { Text = word.Text.Replace(mark, input.TrimEnd('\n'), StringComparison.Ordinal) })]; }
        return [.. rest, .. input.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(word => new ShellText(word, true))];
    }
}
