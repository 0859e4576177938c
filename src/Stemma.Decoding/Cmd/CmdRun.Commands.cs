using System.Text;

namespace Stemma.Decoding.Cmd;

internal sealed partial class CmdRun
{
    // Built-in commands: their names end where a letter would not go on, so that set/a and echo.text are known.
    private static readonly HashSet<string> BuiltIn = new(StringComparer.OrdinalIgnoreCase)
    {
        "assoc", "call", "cd", "chdir", "cls", "color", "copy", "date", "del", "dir", "echo", "endlocal", "erase", "exit", "ftype", "goto", "md", "mkdir",
        "mklink", "move", "path", "pause", "popd", "prompt", "pushd", "rd", "ren", "rename", "rmdir", "set", "setlocal", "shift", "start", "time", "title",
        "type", "ver", "verify", "vol", "cmd",
    };

    private static readonly HashSet<string> Interpreters =
    [
        "powershell", "pwsh", "mshta", "wmic", "rundll32", "regsvr32", "wscript", "cscript", "forfiles", "bash", "sh", "wsl", "python", "pythonw", "python3",
        "py", "node", "pcalua", "conhost", "schtasks", "msiexec", "hh", "control",
    ];

    /// <summary>One command, when nothing is left to expand in it.</summary>
    private void Simple(string text, string bare)
    {
        string command = bare.TrimStart(' ', '\t', ',', ';', '=', '@');
        (string name, string rest) = Name(command);
        switch (name)
        {
            case "": break;
            case "set": Set(rest, text); break;
            case "call": Call(rest); break;
            case "echo": Echo(text, rest); break;
            case "goto" or "exit" or "setlocal" or "endlocal" or "shift": Flow(name, rest); break;
            case "cmd": Nested(text, rest); break;
            case "start": Start(text, rest); break;
            case "assoc" or "ftype" when _output is not null:
                _output.Add(string.Concat((name == "assoc" ? CmdListings.Assoc(rest) : CmdListings.Ftype(rest)).Select(line => line + "\n")));
                break;
            case "find" or "findstr" or "more" or "sort": Filter(name, text, rest); break;
            case "clip":
                if (Input is not null) { _shared.Clipboard = Input.TrimEnd('\r', '\n'); }
                External(name, text, rest);
                break;
            default:
                External(name, text, rest);
                HandOn(name, command);
                break;
        }
    }

    private string? Input => _input is CmdOutput.NotKnown ? null : _input;

    /// <summary>The name of a command without folder and quotes, and what stands behind it.</summary>
    private static (string Program, string Arguments) Name(string command)
    {
        int end = 0;
        while (end < command.Length && char.IsAsciiLetter(command[end])) { end++; }
        if (command.StartsWith("cmd.exe", StringComparison.OrdinalIgnoreCase) && (command.Length == 7 || !char.IsLetterOrDigit(command[7]))) { return ("cmd", command[7..]); }
        if (end > 0 && (end == command.Length || !char.IsLetterOrDigit(command[end])) && BuiltIn.Contains(command[..end])
            && (end == command.Length || command[end] is not ('_' or '-' or '%' or '!')) && (command[..end].Equals("assoc", StringComparison.OrdinalIgnoreCase) || !IsFile(command.AsSpan(end))))
        {
            return (command[..end].ToLowerInvariant(), command[end..]);
        }
        bool quoted = false;
        for (end = 0; end < command.Length; end++)
        {
            char c = command[end];
            if (c == '"') { quoted = !quoted; }
            if (!quoted && (c is ' ' or '\t' or ',' or ';' or '=' || (c == '/' && end > 0))) { break; }
        }
        return (CmdWords.ProgramName(command[..end]), command[end..]);
    }

    private static bool IsFile(ReadOnlySpan<char> behind) => behind.Length >= 4 && (behind.Length == 4 || !char.IsLetterOrDigit(behind[4]))
        && (behind.StartsWith(".exe", StringComparison.OrdinalIgnoreCase) || behind.StartsWith(".bat", StringComparison.OrdinalIgnoreCase));

    private void Set(string rest, string text)
    {
        string body = rest.TrimStart();
        if (body.StartsWith("/a", StringComparison.OrdinalIgnoreCase))
        {
            _shared.Marks.OwnVariables++;
            string sum = body[2..].Replace("%%", "%", StringComparison.Ordinal);
            int? value = new CmdArithmetic(sum, _variables, _shared.Budget).Evaluate();
            _output?.Add(value?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return;
        }
        bool prompt = body.StartsWith("/p", StringComparison.OrdinalIgnoreCase);
        if (prompt) { body = body[2..].TrimStart(); }
        if (body.StartsWith('"'))
        {
            int last = body.LastIndexOf('"');
            body = last == 0 ? body[1..] : body[1..last];
        }
        int equals = body.IndexOf('=', body.Length > 0 ? 1 : 0);
        if (prompt)
        {
            _output?.Add(equals < 0 ? (body.StartsWith('=') ? body[1..].Trim('"') : "") : body[(equals + 1)..].Trim('"'));
            if (equals > 0) { _variables.Set(body[..equals], Input?.Split('\n')[0].TrimEnd('\r')); }
            if (_output is null) { Write(text.Trim()); }
        }
        else if (equals > 0)
        {
            _variables.Set(body[..equals], body[(equals + 1)..]);
        }
        else if (_output is not null)
        {
            // Lines that are not known whole pass for themselves; a filter behind them keeps those that it can see.
            foreach (string? line in _variables.List(body.Trim())) { if (line is not null) { _output.Add(line + "\n"); } }
        }
        else
        {
            Write(text.Trim());
        }
    }

    private void Echo(string text, string rest)
    {
        string printed = rest.Length > 0 ? rest[1..] : rest;
        bool setting = printed.Trim() is "" or "off" or "on" or "OFF" or "ON";
        if (setting && _output is null) { return; }
        _output?.Add(printed + "\n");
        Write(text.Trim());
    }

    /// <summary>CALL expands and parses what stands behind it once more.</summary>
    private void Call(string rest)
    {
        string target = rest.TrimStart(' ', '\t', ',', ';', '=');
        if (target.StartsWith(':'))
        {
            CallLabel(target);
            return;
        }
        _shared.Step();
        string again = _shared.Expansion.Percent(target.Replace("^", "^^", StringComparison.Ordinal), _variables, _batch, _arguments);
        again = Uncaret(again);
        if (again != target) { _shared.Marks.Tricks++; }
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        Simple(again, again);
    }

    private static string Uncaret(string text)
    {
        if (!text.Contains('^')) { return text; }
        var result = new StringBuilder(text.Length);
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') { quoted = !quoted; }
            if (text[i] == '^' && i + 1 < text.Length && (!quoted || text[i + 1] == '^')) { i++; }
            result.Append(text[i]);
        }
        return result.ToString();
    }

    private void Nested(string text, string rest)
    {
        string? command = CmdSwitches.Command(rest);
        External("cmd", text, rest, printed: false);
        Tell(ScriptKind.Cmd, command ?? Input?.TrimEnd('\r', '\n'), command is null ? "piped into cmd" : "cmd /c");
        if (_output is not null) { _output.Add(command is null ? null : Printed(command, _input)); }
    }

    private void Start(string text, string rest)
    {
        External("start", text, rest);
        string left = rest.TrimStart();
        bool title = true;
        while (left.Length > 0)
        {
            if (left[0] == '"' && title)
            {
                int end = left.IndexOf('"', 1);
                string quoted = end < 0 ? left[1..] : left[1..end];
                string behind = end < 0 ? "" : left[(end + 1)..].TrimStart();
                if (behind.Length == 0) { left = quoted; break; }
                left = behind;
                title = false;
            }
            else if (left[0] == '/')
            {
                int space = left.IndexOf(' ');
                if (space < 0) { return; }
                bool folder = left.StartsWith("/d ", StringComparison.OrdinalIgnoreCase);
                left = left[space..].TrimStart();
                if (folder && left.IndexOf(' ') is int next && next > 0) { left = left[next..].TrimStart(); }
            }
            else { break; }
        }
        (string name, string arguments) = Name(left);
        if (name == "cmd") { Tell(ScriptKind.Cmd, CmdSwitches.Command(arguments), "start cmd /c"); }
        else { HandOn(name, left); }
    }

    private void Filter(string name, string text, string rest)
    {
        External(name, text, rest, printed: false);
        if (_output is null) { return; }
        if (Input is not { } input)
        {
            _output.Add(null);
            return;
        }
        if (name is "more" or "sort")
        {
            _output.Add(input);
            return;
        }
        IEnumerable<string> lines = input.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));
        _output.Add(CmdFilters.Apply(name, rest, lines, _shared.Budget) is { } passed ? string.Concat(passed.Select(line => line + "\n")) : null);
    }

    /// <summary>Writes a command down that would be started.</summary>
    private void External(string name, string text, string rest, bool printed = true)
    {
        if (printed) { _output?.Add(null); }
        string line = text.TrimStart(' ', '\t', ',', ';', '=', '@').TrimEnd();
        Write(line);
        if (_sink is not null && name is not ("find" or "findstr" or "more" or "sort")) { _shared.Called(name, rest, line); }
    }

    private void HandOn(string name, string command)
    {
        if (Interpreters.Contains(name)) { Tell(ScriptKind.CommandLine, command.Trim(), name); }
    }

    private void Tell(ScriptKind kind, string? text, string step)
    {
        if (_sink is null || string.IsNullOrWhiteSpace(text) || !_shared.IsNew(text, Input)) { return; }
        _sink.Hidden(kind, text, step, new ScriptContext(_variables.Inherited(), Input, _shared.Clipboard));
    }
}
