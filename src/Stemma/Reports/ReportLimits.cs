namespace Stemma.Reports;

/// <summary>How much a report shows. Of what goes beyond, the count is said.</summary>
public sealed record ReportLimits
{
    /// <summary>Characters after which no further incident is told at length; those left are in the summary.</summary>
    public long Size { get; init; } = 8 << 20;

    /// <summary>Incidents in the summary.</summary>
    public int Incidents { get; init; } = 500;

    /// <summary>Processes of an incident in a picture.</summary>
    public int Drawn { get; init; } = 60;

    /// <summary>Rows of a table.</summary>
    public int Rows { get; init; } = 200;

    /// <summary>Characters of a value from a log.</summary>
    public int Value { get; init; } = 1_000;

    /// <summary>Characters of a script.</summary>
    public int Script { get; init; } = 4_000;

    /// <summary>Scripts of an incident.</summary>
    public int Scripts { get; init; } = 20;

    /// <summary>Files in the list of what was read.</summary>
    public int Inputs { get; init; } = 2_000;
}
