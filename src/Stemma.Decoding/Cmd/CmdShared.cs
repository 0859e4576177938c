using System.Text;

namespace Stemma.Decoding.Cmd;

/// <summary>What all runs of one layer share: costs, marks, notes.</summary>
internal sealed class CmdShared(DecodeBudget budget)
{
    // Endless loops end here, so that what follows in the artifact is still decoded.
    private const int MostSteps = 200_000;
    private const int MostText = 1 << 20;

    private const int MostCalls = 256;

    private readonly HashSet<string> _called = [];
    private readonly HashSet<(string, string?)> _handedOn = [];
    private int _steps;
    private long _text;

    /// <summary>What the whole artifact may cost.</summary>
    public DecodeBudget Budget { get; } = budget;

    /// <summary>Signs of hiding.</summary>
    public CmdMarks Marks { get; } = new();

    /// <summary>Expands variables.</summary>
    public CmdExpansion Expansion => field ??= new CmdExpansion(Marks, Budget);

    /// <summary>Text that was copied to the clipboard.</summary>
    public string? Clipboard { get; set; }

    /// <summary>Commands that would be started, each text once.</summary>
    public List<CmdCall> Calls { get; } = [];

    /// <summary>Keeps a command that would be started.</summary>
    public void Called(string name, string arguments, string text)
    {
        if (name.Length > 0 && Calls.Count < MostCalls && _called.Add(text)) { Calls.Add(new CmdCall(name, arguments, text)); }
    }

    /// <summary>Whether a script was not handed on before with the same input.</summary>
    public bool IsNew(string text, string? input) => _handedOn.Add((text, input));

    /// <summary>Counts one command.</summary>
    /// <exception cref="CmdStopException">The layer has had its share.</exception>
    public void Step()
    {
        Budget.Spend();
        if (++_steps > MostSteps) { throw new CmdStopException(); }
    }

    /// <summary>Counts a line that is kept.</summary>
    /// <exception cref="CmdStopException">The layer has had its share.</exception>
    public void Written(string line)
    {
        _text += line.Length + 1;
        if (_text > MostText) { throw new CmdStopException(); }
    }
}

/// <summary>A command that would be started.</summary>
/// <param name="Name">Its program, without folder and ending.</param>
/// <param name="Arguments">What stands behind it.</param>
/// <param name="Text">All of it, as it is written down.</param>
internal readonly record struct CmdCall(string Name, string Arguments, string Text);

/// <summary>A script goes on too long; what was found stays.</summary>
internal sealed class CmdStopException : Exception;

/// <summary>What commands print, as long as it is known.</summary>
internal sealed class CmdOutput(DecodeBudget budget)
{
    /// <summary>Stands for input that is there but not known.</summary>
    public const string NotKnown = "\uF8FF";

    private readonly StringBuilder _text = new();
    private bool _known = true;

    /// <summary>All of it, null when a part is not known.</summary>
    public string? Text => _known ? _text.ToString() : null;

    /// <summary>Adds text; null for text that is not known.</summary>
    public void Add(string? text)
    {
        if (text is null) { _known = false; }
        else if (_text.Length + text.Length > budget.Limits.OutputLength) { throw new DecodeLimitException("output"); }
        else { _text.Append(text); }
    }
}
