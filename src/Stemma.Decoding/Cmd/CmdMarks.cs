namespace Stemma.Decoding.Cmd;

/// <summary>Counts what a script does to hide how it reads. A script without such marks comes out as it is.</summary>
internal sealed class CmdMarks
{
    /// <summary>Carets before letters, parts of variables, commands out of listings and the like.</summary>
    public int Tricks { get; set; }

    /// <summary>References to variables that the script set.</summary>
    public int OwnVariables { get; set; }
}
