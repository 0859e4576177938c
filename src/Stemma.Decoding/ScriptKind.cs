namespace Stemma.Decoding;

/// <summary>The language that a layer is written in.</summary>
public enum ScriptKind
{
    /// <summary>Not known yet: <see cref="KindDetection"/> decides by the text.</summary>
    Auto,

    /// <summary>Text in no language that is read here: kept, searched for indicators, not decoded.</summary>
    Text,

    /// <summary>The command line of a process, Windows or Unix: a program and its arguments.</summary>
    CommandLine,

    /// <summary>PowerShell, as Windows PowerShell 5.1 reads it.</summary>
    PowerShell,

    /// <summary>The language of cmd.exe: a batch file, or what stands behind <c>cmd /c</c>.</summary>
    Cmd,

    /// <summary>JavaScript and JScript.</summary>
    JavaScript,

    /// <summary>VBScript and VBA.</summary>
    VisualBasic,

    /// <summary>A Unix shell: sh, bash and their kin.</summary>
    Shell,

    /// <summary>Python.</summary>
    Python,

    /// <summary>AppleScript.</summary>
    AppleScript,

    /// <summary>The command line of a network device (Cisco IOS and its kin).</summary>
    NetworkDevice,

    /// <summary>HTML, HTA and what else carries scripts in tags.</summary>
    Html,
}
