namespace Stemma.Decoding.Behaviours;

/// <summary>The languages that a rule is about.</summary>
[Flags]
internal enum Languages
{
    None = 0,
    InPowerShell = 1,
    InWindows = 2,
    InVisualBasic = 4,
    InJavaScript = 8,
    InShell = 16,
    InPython = 32,
    InOther = 64,

    /// <summary>Scripts of Windows: PowerShell, command lines and the languages of the script host.</summary>
    OnWindows = InPowerShell | InWindows | InVisualBasic | InJavaScript,
    Anywhere = 127,
}
