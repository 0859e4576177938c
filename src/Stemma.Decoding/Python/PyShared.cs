namespace Stemma.Decoding.Python;

/// <summary>What all parts of the run over one layer share.</summary>
internal sealed class PyShared(string text, LayerSink sink)
{
    // Endless loops end here, so that what follows in the artifact is still decoded.
    private const int MostSteps = 400_000;
    private const int MostCalls = 256;

    private readonly HashSet<string> _handedOn = [];
    private int _steps;

    /// <summary>Where scripts are told.</summary>
    public LayerSink Sink { get; } = sink;

    /// <summary>What the whole artifact may cost.</summary>
    public DecodeBudget Budget { get; } = sink.Budget;

    /// <summary>How often something was evaluated that hides how text reads.</summary>
    public int Tricks { get; set; }

    /// <summary>Parts of the layer that read differently when evaluated: null where not always the same.</summary>
    public Dictionary<(int Start, int End), string?> Edits { get; } = [];

    /// <summary>Calls out of the script.</summary>
    public List<(string Name, IReadOnlyList<string?> Arguments, int Start, int End)> Calls { get; } = [];

    /// <summary>Counts a step.</summary>
    /// <exception cref="PyStopException">The layer has had its share.</exception>
    public void Step()
    {
        Budget.Spend();
        if (++_steps > MostSteps) { throw new PyStopException(); }
    }

    /// <summary>Notes how a part of the layer reads.</summary>
    public void Edit(int start, int end, string? by) =>
        Edits[(start, end)] = Edits.TryGetValue((start, end), out string? before) && before != by ? null : by;

    /// <summary>Keeps a call.</summary>
    public void Called(string name, IReadOnlyList<string?> arguments, int start, int end)
    {
        if (Calls.Count < MostCalls && !Calls.Exists(call => call.Start == start && call.Name == name && call.Arguments.SequenceEqual(arguments))) { Calls.Add((name, arguments, start, end)); }
    }

    /// <summary>Whether a script was not handed on before.</summary>
    public bool IsNew(string script) => _handedOn.Add(script);

    /// <summary>The layer's text with what was noted in place, the outermost part each time, and where old places are in it.</summary>
    public (string Text, Func<int, int> Map) Rewritten()
    {
        var result = new System.Text.StringBuilder(text.Length);
        List<(int From, int Shift)> shifts = [];
        int at = 0;
        foreach (((int start, int end), string? by) in Edits.OrderBy(edit => edit.Key.Start).ThenByDescending(edit => edit.Key.End))
        {
            if (by is null || start < at || end > text.Length || end <= start || text.AsSpan(start, end - start).SequenceEqual(by)) { continue; }
            result.Append(text, at, start - at).Append(by);
            at = end;
            shifts.Add((at, result.Length - at));
        }
        result.Append(text, at, text.Length - at);
        return (result.ToString(), place => place + shifts.FindLast(shift => shift.From <= place).Shift);
    }
}

/// <summary>A script goes on too long; what was found stays.</summary>
internal sealed class PyStopException : Exception;
