namespace Stemma.Sigma.Matching;

/// <summary>What one thread remembers of a program for the event at hand. Marks carry the event's number, so nothing is cleared.</summary>
internal sealed class ProgramState(MatchProgram program)
{
    private readonly int[] _known = new int[program.Tests];
    private int _generation;

    /// <summary>The program.</summary>
    public MatchProgram Program { get; } = program;

    /// <summary>The rules that the event may match.</summary>
    public CandidateSet Candidates { get; } = new(program);

    /// <summary>Values of fields without a search of their own that need not be searched again.</summary>
    public BarrenValues Barren { get; } = new();

    /// <summary>Forgets the event before.</summary>
    public void Begin()
    {
        // Two numbers an event: known to hold, known not to.
        if ((_generation += 2) >= int.MaxValue - 2)
        {
            Array.Clear(_known);
            _generation = 2;
        }

        Candidates.Begin();
    }

    /// <summary>Whether a test was decided already, and how.</summary>
    public bool TryRecall(int test, out bool holds)
    {
        int known = _known[test];
        holds = known == _generation;
        return known >= _generation;
    }

    /// <summary>Notes what a test came to.</summary>
    public void Remember(int test, bool holds) => _known[test] = holds ? _generation : _generation + 1;
}
