namespace Stemma.Decoding.Cmd;

internal sealed partial class CmdRun
{
    private const int MostJumpsBack = 5_000;
    private const int DeepestCall = 16;
    private const string EndOfFile = "";

    private string[] _lines = [];
    private Dictionary<string, int> _labels = [];
    private IReadOnlyList<string>? _arguments;
    private int _line;
    private int _calls;
    private int _jumpsBack;
    private string? _jump;

    /// <summary>What is piped into the script.</summary>
    public string? StandardInput { init => _input = value; }

    /// <summary>Carries out a batch file.</summary>
    public void Batch(string text)
    {
        _lines = text.Split('\n');
        _labels = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < _lines.Length; i++)
        {
            string line = _lines[i].Trim(' ', '\t', '\r', ',', ';', '=');
            _lines[i] = _lines[i].TrimEnd('\r');
            if (line.StartsWith(':') && Label(line) is { Length: > 0 } label) { _labels.TryAdd(label, i + 1); }
        }
        From(0);
    }

    private void From(int start)
    {
        _line = start;
        while (_line < _lines.Length)
        {
            _shared.Step();
            string line = _lines[_line++];
            if (line.AsSpan().TrimStart(" \t,;=").StartsWith(":")) { continue; }
            string expanded = _shared.Expansion.Percent(line, _variables, batch: true, _arguments);
            if (new CmdParser(expanded, Next, _shared.Marks, _shared.Budget).Parse() is { } node) { Execute(node); }
            if (_jump is not { } label) { continue; }
            _jump = null;
            if (label == EndOfFile || !_labels.TryGetValue(label, out int target)) { return; }
            if (target <= _line && ++_jumpsBack > MostJumpsBack) { throw new CmdStopException(); }
            _line = target;
        }
    }

    private string? Next() => _line < _lines.Length ? _shared.Expansion.Percent(_lines[_line++], _variables, batch: true, _arguments) : null;

    private static string Label(string text)
    {
        string label = text.TrimStart(' ', '\t', ',', ';', '=').TrimStart(':');
        int end = label.AsSpan().IndexOfAny(" \t:,;=+&|<>\r");
        return end < 0 ? label : label[..end];
    }

    private void Flow(string name, string rest)
    {
        // Where it is not known whether a jump is taken, what follows is read as if it were not.
        if (!_batch || _uncertain > 0) { return; }
        if (name == "exit") { _jump = EndOfFile; }
        else if (name == "goto")
        {
            string label = Label(rest);
            _jump = label.Equals("eof", StringComparison.OrdinalIgnoreCase) ? EndOfFile : label;
        }
        else if (name == "shift" && _arguments is { Count: > 1 })
        {
            _arguments = [.. _arguments.Skip(1)];
        }
    }

    private void CallLabel(string target)
    {
        string label = Label(target);
        if (!_batch || _calls >= DeepestCall || !_labels.TryGetValue(label, out int start)) { return; }
        (int line, IReadOnlyList<string>? arguments) = (_line, _arguments);
        _calls++;
        _arguments = [label, .. CmdWords.Split(target, " \t,;=").Skip(1)];
        From(start);
        _calls--;
        (_line, _arguments, _jump) = (line, arguments, null);
    }
}
