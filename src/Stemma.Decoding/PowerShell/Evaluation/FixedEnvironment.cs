using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>What every Windows PowerShell 5.1 finds when it starts, as far as it is the same on every machine.</summary>
internal static class FixedEnvironment
{
    /// <summary>Environment variables of Windows.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ComSpec"] = @"C:\WINDOWS\system32\cmd.exe",
        ["SystemRoot"] = @"C:\WINDOWS",
        ["windir"] = @"C:\WINDOWS",
        ["SystemDrive"] = "C:",
        ["OS"] = "Windows_NT",
        ["Public"] = @"C:\Users\Public",
        ["ProgramData"] = @"C:\ProgramData",
        ["ALLUSERSPROFILE"] = @"C:\ProgramData",
        ["ProgramFiles"] = @"C:\Program Files",
        ["ProgramFiles(x86)"] = @"C:\Program Files (x86)",
        ["ProgramW6432"] = @"C:\Program Files",
        ["CommonProgramFiles"] = @"C:\Program Files\Common Files",
        ["HOMEDRIVE"] = "C:",
        ["PATHEXT"] = ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC;.CPL",
        ["PROCESSOR_ARCHITECTURE"] = "AMD64",
        ["SESSIONNAME"] = "Console",
    };

    /// <summary>Automatic variables.</summary>
    public static IReadOnlyDictionary<string, object?> Automatic { get; } = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true,
        ["false"] = false,
        ["null"] = null,
        ["PSHOME"] = @"C:\Windows\System32\WindowsPowerShell\v1.0",
        ["ShellId"] = "Microsoft.PowerShell",
        ["VerbosePreference"] = "SilentlyContinue",
        ["DebugPreference"] = "SilentlyContinue",
        ["InformationPreference"] = "SilentlyContinue",
        ["WarningPreference"] = "Continue",
        ["ErrorActionPreference"] = "Continue",
        ["ProgressPreference"] = "Continue",
        ["ConfirmPreference"] = "High",
        ["WhatIfPreference"] = false,
        ["MaximumDriveCount"] = 4096,
        ["MaximumAliasCount"] = 4096,
        ["MaximumFunctionCount"] = 4096,
        ["MaximumVariableCount"] = 4096,
        ["MaximumErrorCount"] = 256,
        ["MaximumHistoryCount"] = 4096,
        ["PSCulture"] = "en-US",
        ["PSUICulture"] = "en-US",
        ["ErrorView"] = "NormalView",
        ["FormatEnumerationLimit"] = 4,
        ["PSEmailServer"] = "",
        ["ConsoleFileName"] = "",
        ["PSSessionApplicationName"] = "wsman",
        ["PSSessionConfigurationName"] = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell",
        ["NestedPromptLevel"] = 0,
        ["?"] = true,
        ["ExecutionContext"] = new Opaque("ExecutionContext"),
        ["Host"] = new Opaque("Host"),
    };
}
