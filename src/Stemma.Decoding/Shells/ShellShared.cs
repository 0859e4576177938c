using System.Globalization;
using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>What all runs of one layer share: costs, files that only they know, calls, and what is to be written anew.</summary>
internal sealed class ShellShared(string text, DecodeBudget budget)
{
    // Endless loops end here, so that what follows in the artifact is still decoded.
    private const int MostSteps = 60_000;
    private const int MostCalls = 256;

    private readonly HashSet<(string, string?)> _handedOn = [];
    private int _steps;

    /// <summary>The text of the layer.</summary>
    public string Text { get; } = text;

    /// <summary>What the whole artifact may cost.</summary>
    public DecodeBudget Budget { get; } = budget;

    /// <summary>How often something was evaluated that exists to hide or to unpack.</summary>
    public int Decoders { get; set; }

    /// <summary>How often a function was followed.</summary>
    public int Functions { get; set; }

    /// <summary>Files that the script wrote, and what process substitutions hold.</summary>
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Parts of the layer's text that read differently when evaluated, by where they begin; null where that is not always the same.</summary>
    public SortedDictionary<int, (int Length, string? Text)> Edits { get; } = [];

    /// <summary>Commands that would be started.</summary>
    public List<(string Name, IReadOnlyList<string?> Arguments, int Start, int Length)> Calls { get; } = [];

    /// <summary>Keeps a text under a name of its own.</summary>
    public string KeepFile(string text)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"/dev/fd/{63 + Files.Count}");
        Files[name] = text;
        return name;
    }

    /// <summary>Counts one command.</summary>
    /// <exception cref="ShellStopException">The layer has had its share.</exception>
    public void Step()
    {
        Budget.Spend();
        if (++_steps > MostSteps) { throw new ShellStopException(); }
    }

    /// <summary>Notes how a part of the layer's text reads; if it reads differently each time, it stays.</summary>
    public void Edit(int start, int length, string? text) =>
        Edits[start] = (length, Edits.TryGetValue(start, out (int Length, string? Text) before) && before.Text != text ? null : text);

    /// <summary>Keeps a command that would be started.</summary>
    public void Called(string name, IReadOnlyList<string?> arguments, int start, int length)
    {
        if (Calls.Count < MostCalls && !Calls.Exists(call => call.Start == start && call.Name == name && call.Arguments.SequenceEqual(arguments))) { Calls.Add((name, arguments, start, length)); }
    }

    /// <summary>Whether a script was not handed on before with the same input.</summary>
    public bool IsNew(string text, string? input) => _handedOn.Add((text, input));

    /// <summary>The layer's text with what was noted in place, and where the places of the old text are in it.</summary>
    public (string Text, Func<int, int> Map) Rewritten()
    {
        string text = Text;
        var result = new StringBuilder(text.Length);
        List<(int From, int Shift)> shifts = [];
        int at = 0;
        foreach ((int start, (int length, string? by)) in Edits)
        {
            if (by is null || start < at || start + length > text.Length) { continue; }
            result.Append(text, at, start - at).Append(by);
            at = start + length;
            shifts.Add((at, result.Length - at));
        }
        result.Append(text, at, text.Length - at);
        return (result.ToString(), place => place + shifts.FindLast(shift => shift.From <= place).Shift);
    }
}

/// <summary>A script goes on too long; what was found stays.</summary>
internal sealed class ShellStopException : Exception;
