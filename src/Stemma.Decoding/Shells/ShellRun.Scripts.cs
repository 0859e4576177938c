namespace Stemma.Decoding.Shells;

internal sealed partial class ShellRun
{
    /// <summary>A script that this shell itself carries out: told, then followed in silence for what it sets and prints.</summary>
    private bool? Evaluate(string? script, string step)
    {
        if (script is null)
        {
            Print(null);
            return null;
        }
        Tell(ScriptKind.Shell, script, step, null);
        return Follow(script);
    }

    private bool? Follow(string script)
    {
        if (_depth + _calls >= DeepestChild) { return null; }
        bool silent = _silent;
        _silent = true;
        _calls++;
        ShellRun run = new(this, false, false) { _output = _output, _silent = true, _calls = _calls };
        bool? result = run.Execute(new ShellParser(script, Shared.Budget).Parse());
        _outputKnown &= run._outputKnown;
        Variables = run.Variables;
        _calls--;
        _silent = silent;
        return result;
    }

    private bool? Source(List<ShellText> arguments)
    {
        if (arguments.Count == 0) { return null; }
        string? script = arguments[0].Known ? arguments[0].Text is "/dev/stdin" or "/proc/self/fd/0" or "/dev/fd/0" ? _input : Shared.Files.GetValueOrDefault(arguments[0].Text) : null;
        return Evaluate(script, "source");
    }

    /// <summary>Another shell: what it is given to carry out is told.</summary>
    private bool? Shell(string program, List<ShellText> arguments, int start, int length)
    {
        int i = 0;
        bool command = false;
        while (i < arguments.Count && arguments[i].Text is ['-' or '+', _, ..])
        {
            command |= arguments[i].Text is ['-', not '-', ..] && arguments[i].Text.Contains('c');
            if (arguments[i].Text is "-o" or "+o" or "--rcfile" or "--init-file") { i++; }
            i++;
            if (command) { break; }
        }
        Called(program, arguments, start, length);
        string? script = i < arguments.Count
            ? !arguments[i].Known ? null : command ? arguments[i].Text : Shared.Files.GetValueOrDefault(arguments[i].Text) ?? (arguments[i].Text is "/dev/stdin" or "/dev/fd/0" or "-" ? _input : null)
            : _input;
        if (script is null)
        {
            Print(null);
            return null;
        }
        Tell(ScriptKind.Shell, script, command ? $"{program} -c" : i < arguments.Count ? program : $"piped into {program}", command && _hasInput ? _input : null);
        return Follow(script);
    }

    private bool? Interpreter(string program, List<ShellText> arguments, int start, int length)
    {
        Called(program, arguments, start, length);
        Print(null);
        ScriptKind kind = program[..2] switch { "py" => ScriptKind.Python, "no" => ScriptKind.JavaScript, "os" => ScriptKind.AppleScript, "pw" => ScriptKind.PowerShell, _ => ScriptKind.Text };
        if (program == "pwsh")
        {
            if (Joined(arguments) is { } line) { Tell(ScriptKind.CommandLine, "pwsh " + string.Join(' ', arguments.Select(argument => ShellStrings.Quote(argument.Text))), program, _input); }
            return null;
        }
        string flag = kind is ScriptKind.Python ? "-c" : program == "php" ? "-r" : "-e";
        int at = arguments.FindIndex(argument => argument.Text == flag || (argument.Text.Length is > 2 and < 6 && argument.Text[0] == '-' && argument.Text[^1] == flag[1]));
        if (at >= 0 && at + 1 < arguments.Count)
        {
            if (arguments[at + 1].Known) { Tell(kind, arguments[at + 1].Text, $"{program} {flag}", _input); }
        }
        else if (arguments.Count == 0 || arguments[0].Text is "-" or "/dev/stdin") { Tell(kind, _input, $"piped into {program}", null); }
        else if (arguments[0].Known && Shared.Files.TryGetValue(arguments[0].Text, out string? file)) { Tell(kind, file, program, null); }
        return null;
    }

    private void Tell(ScriptKind kind, string? text, string step, string? input)
    {
        // Code that nobody reads here is worth a layer only when it is not already there to be read.
        if (kind == ScriptKind.Text && text is not null && Shared.Text.Contains(text, StringComparison.Ordinal)) { return; }
        if (_silent || string.IsNullOrWhiteSpace(text) || !Shared.IsNew(text, input)) { return; }
        _sink?.Hidden(kind, text, step, new ScriptContext(Variables.Inherited(), input, null));
    }

    private bool? SetArguments(string program, List<ShellText> arguments)
    {
        if (program == "shift")
        {
            if (Arguments is { Count: > 1 }) { Arguments = [Arguments[0], .. Arguments.Skip(2)]; }
            return true;
        }
        int dashes = arguments.FindIndex(argument => argument.Text == "--");
        if (dashes < 0 && (arguments.Count == 0 || arguments[0].Text.StartsWith('-') || arguments[0].Text.StartsWith('+'))) { return true; }
        List<ShellText> rest = arguments[(dashes + 1)..];
        Arguments = rest.TrueForAll(argument => argument.Known) ? ["sh", .. rest.Select(argument => argument.Text)] : null;
        return true;
    }

    private bool? Read(string program, List<ShellText> arguments)
    {
        List<string> names = [];
        bool array = program != "read", all = array;
        string? delimiter = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i].Text;
            if (word == "-a" || (word.Length > 1 && word[0] == '-' && word[^1] == 'a')) { array = true; }
            else if (word is "-d" or "-p" or "-t" or "-n" or "-u" or "-N")
            {
                if (word == "-d" && i + 1 < arguments.Count) { delimiter = arguments[i + 1].Text; }
                i++;
            }
            else if (!word.StartsWith('-')) { names.Add(word); }
        }
        if (names.Count == 0) { names.Add(program == "read" ? "REPLY" : "MAPFILE"); }
        if (_input is not { } input)
        {
            foreach (string name in names) { Variables.Set(name, null); }
            return null;
        }
        if (input.Length == 0) { return false; }
        char stop = delimiter is null ? '\n' : delimiter.Length == 0 ? '\0' : delimiter[0];
        int end = all ? input.Length : input.IndexOf(stop);
        string line = end < 0 ? input : input[..end];
        _input = end < 0 || end + 1 >= input.Length ? "" : input[(end + 1)..];
        string separators = all ? "\n" : Separators;
        List<string> parts = separators.Length == 0 ? [line] : [.. line.Split(separators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries)];
        if (array)
        {
            var items = ShellVariable.NoItems.ToBuilder();
            for (int i = 0; i < parts.Count; i++) { items[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = parts[i]; }
            Variables.SetItems(names[0], items.ToImmutable());
            return true;
        }
        for (int i = 0; i < names.Count; i++)
        {
            Variables.Set(names[i], names.Count == 1 ? separators.Contains(' ') ? line.Trim(' ', '\t') : line
                : i < names.Count - 1 ? i < parts.Count ? parts[i] : "" : string.Join(' ', parts.Skip(i)));
        }
        return true;
    }
}
