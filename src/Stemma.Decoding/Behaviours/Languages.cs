namespace Stemma.Decoding.Behaviours;

/// <summary>The languages that a rule is about.</summary>
[Flags]
internal enum Languages
{
    None = 0,
    PowerShell = 1,
    Windows = 2,
    VisualBasic = 4,
    JavaScript = 8,
    Shell = 16,
    Python = 32,
    Other = 64,

    /// <summary>Scripts of Windows: PowerShell, command lines and the languages of the script host.</summary>
    Wintel = PowerShell | Windows | VisualBasic | JavaScript,
    Any = 127,
}
