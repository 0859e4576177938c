namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>Parameters of cmdlets, for shortened names and for values that stand without a name.</summary>
internal sealed class CmdletParameters
{
    // Name: parameters; ! is a switch, the first ones up to | go by their place.
    private const string Table = """
        Get-Variable: Name | ValueOnly! Include Exclude Scope
        Set-Variable: Name Value | Include Exclude Description Option Force! Visibility PassThru! Scope
        New-Variable: Name Value | Description Option Visibility Force! PassThru! Scope
        Clear-Variable: Name | Include Exclude Force! PassThru! Scope
        Remove-Variable: Name | Include Exclude Force! Scope
        Get-Item: Path | LiteralPath Filter Include Exclude Force! Credential Stream
        Set-Item: Path Value | LiteralPath Force! PassThru! Filter Include Exclude Credential
        New-Item: Path | Name ItemType Value Force! Credential
        Remove-Item: Path | LiteralPath Filter Include Exclude Recurse! Force! Credential
        Clear-Item: Path | LiteralPath Force! Filter Include Exclude
        Copy-Item: Path Destination | LiteralPath Container! Force! Filter Include Exclude Recurse! PassThru!
        Move-Item: Path Destination | LiteralPath Force! Filter Include Exclude PassThru!
        Rename-Item: Path NewName | LiteralPath Force! PassThru!
        Invoke-Item: Path | LiteralPath Filter Include Exclude
        Test-Path: Path | LiteralPath Filter Include Exclude PathType IsValid! OlderThan NewerThan
        Get-ChildItem: Path Filter | LiteralPath Include Exclude Recurse! Depth Force! Name! Attributes Directory! File! Hidden! ReadOnly! System!
        Get-Content: Path | LiteralPath ReadCount TotalCount Tail Filter Include Exclude Force! Raw! Encoding Delimiter Wait! Stream
        Set-Content: Path Value | LiteralPath PassThru! Filter Include Exclude Force! NoNewline! Encoding Stream
        Add-Content: Path Value | LiteralPath PassThru! Filter Include Exclude Force! NoNewline! Encoding Stream
        Clear-Content: Path | LiteralPath Filter Include Exclude Force! Stream
        Out-File: FilePath Encoding | LiteralPath Append! Force! NoClobber! Width NoNewline! InputObject
        Get-ItemProperty: Path Name | LiteralPath Filter Include Exclude Credential
        Set-ItemProperty: Path Name Value | LiteralPath Type PropertyType InputObject PassThru! Force! Filter Include Exclude
        New-ItemProperty: Path Name | LiteralPath PropertyType Value Force! Filter Include Exclude
        Remove-ItemProperty: Path Name | LiteralPath Force! Filter Include Exclude
        Invoke-Expression: Command |
        ForEach-Object: Process MemberName ArgumentList | Begin End RemainingScripts InputObject
        Where-Object: Property Value | FilterScript InputObject EQ! NE! GT! LT! GE! LE! Like! NotLike! Match! NotMatch! Contains! In! CEQ! CLike! CMatch!
        Select-Object: Property | ExcludeProperty ExpandProperty First Last Skip Index Unique! Wait! InputObject
        Sort-Object: Property | Descending! Unique! CaseSensitive! Culture InputObject
        Select-String: Pattern Path | LiteralPath InputObject SimpleMatch! CaseSensitive! Quiet! List! Include Exclude NotMatch! AllMatches! Encoding Context
        Measure-Object: Property | InputObject Sum! Average! Maximum! Minimum! Line! Word! Character! IgnoreWhiteSpace!
        Group-Object: Property | NoElement! AsHashTable! AsString! InputObject CaseSensitive!
        Get-Member: Name | InputObject MemberType View Static! Force!
        Get-Command: Name | Verb Noun Module CommandType TotalCount Syntax! ArgumentList All! ListImported! ParameterName
        Get-Alias: Name | Definition Scope Exclude
        Set-Alias: Name Value | Description Option PassThru! Scope Force!
        New-Alias: Name Value | Description Option PassThru! Scope Force!
        New-Object: TypeName ArgumentList | Property ComObject Strict!
        Add-Type: TypeDefinition | AssemblyName Path LiteralPath Name MemberDefinition Namespace UsingNamespace Language ReferencedAssemblies OutputAssembly OutputType PassThru! IgnoreWarnings! CompilerParameters
        Write-Host: Object | NoNewline! Separator ForegroundColor BackgroundColor
        Write-Output: InputObject | NoEnumerate!
        Out-String: | Stream! Width InputObject
        Out-Null: | InputObject
        Out-Default: | Transcript! InputObject
        Join-Path: Path ChildPath | Resolve! Credential
        Split-Path: Path | LiteralPath Qualifier! NoQualifier! Parent! Leaf! Resolve! IsAbsolute!
        Get-Random: Maximum | Minimum SetSeed InputObject Count
        Get-Date: Date | Year Month Day Hour Minute Second DisplayHint Format UFormat
        Start-Sleep: Seconds | Milliseconds
        Start-Process: FilePath ArgumentList | Credential WorkingDirectory LoadUserProfile! NoNewWindow! PassThru! RedirectStandardError RedirectStandardInput RedirectStandardOutput Verb Wait! WindowStyle UseNewEnvironment!
        Stop-Process: Id | Name InputObject Force! PassThru!
        Get-Process: Name | Id ComputerName Module! FileVersionInfo! IncludeUserName!
        Start-Job: ScriptBlock | Name FilePath LiteralPath InitializationScript ArgumentList Credential InputObject RunAs32! PSVersion
        Invoke-Command: ScriptBlock | ComputerName Credential Session FilePath ArgumentList AsJob! InputObject NoNewScope! HideComputerName! Port UseSSL! ThrottleLimit Authentication
        Invoke-WebRequest: Uri | UseBasicParsing! WebSession Credential UseDefaultCredentials! Headers Method Body ContentType OutFile PassThru! Proxy UserAgent TimeoutSec MaximumRedirection InFile
        Invoke-RestMethod: Uri | UseBasicParsing! WebSession Credential UseDefaultCredentials! Headers Method Body ContentType OutFile PassThru! Proxy UserAgent TimeoutSec InFile
        Start-BitsTransfer: Source Destination | DisplayName Description Priority Asynchronous! TransferType Credential ProxyUsage
        Invoke-WmiMethod: Class Name ArgumentList | Path ComputerName Namespace Credential InputObject AsJob! Impersonation
        Get-WmiObject: Class Property | Filter Query Namespace ComputerName Credential Recurse! List! Amended!
        Set-WmiInstance: Class Arguments | Namespace Path ComputerName PutType InputObject Credential
        Invoke-CimMethod: ClassName MethodName Arguments | Namespace ComputerName CimSession InputObject Query
        Get-CimInstance: ClassName | Filter Query Namespace ComputerName CimSession Property KeyOnly!
        ConvertTo-SecureString: String SecureKey | Key AsPlainText! Force!
        ConvertFrom-SecureString: SecureString SecureKey | Key
        Set-ExecutionPolicy: ExecutionPolicy Scope | Force!
        Set-Location: Path | LiteralPath PassThru! StackName
        Import-Module: Name | Global! Prefix Function Cmdlet Variable Alias Force! PassThru! AsCustomObject! MinimumVersion RequiredVersion ArgumentList DisableNameChecking! NoClobber! Scope
        New-ScheduledTaskAction: Execute Argument WorkingDirectory | Id
        Register-ScheduledTask: TaskName TaskPath Action Trigger Settings User Password RunLevel Description | Principal Xml Force! InputObject
        New-Service: Name BinaryPathName | DisplayName Description StartupType Credential DependsOn
        Start-Service: Name | DisplayName InputObject PassThru! Include Exclude
        Stop-Service: Name | Force! NoWait! DisplayName InputObject PassThru!
        Add-MpPreference: | ExclusionPath ExclusionExtension ExclusionProcess Force!
        Set-MpPreference: | DisableRealtimeMonitoring DisableBehaviorMonitoring DisableIOAVProtection DisableScriptScanning ExclusionPath ExclusionExtension ExclusionProcess Force!
        Register-ObjectEvent: InputObject EventName SourceIdentifier Action | MessageData SupportEvent! Forward! MaxTriggerCount
        Expand-Archive: Path DestinationPath | LiteralPath Force!
        Compress-Archive: Path DestinationPath | LiteralPath CompressionLevel Update! Force!
        Send-MailMessage: To Subject Body SmtpServer | Attachments Bcc BodyAsHtml! Encoding Cc DeliveryNotificationOption From Priority Credential UseSsl! Port
        Get-EventLog: LogName InstanceId | ComputerName Newest After Before EntryType Source Message
        Clear-EventLog: LogName ComputerName | Source
        Get-Clipboard: | Format TextFormatType Raw!
        Set-Clipboard: Value | Append! Path LiteralPath AsHtml!
        Set-StrictMode: | Version Off!
        Tee-Object: FilePath | InputObject LiteralPath Append! Variable
        """;

    private static readonly string[] Common =
        ["Verbose!", "Debug!", "ErrorAction", "WarningAction", "InformationAction", "ErrorVariable", "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable", "WhatIf!", "Confirm!"];

    private static readonly Dictionary<string, string> CommonAliases = new(StringComparer.OrdinalIgnoreCase) { ["ea"] = "ErrorAction", ["wa"] = "WarningAction", ["ev"] = "ErrorVariable", ["ov"] = "OutVariable", ["vb"] = "Verbose", ["db"] = "Debug", ["cf"] = "Confirm", ["wi"] = "WhatIf" };

    private static readonly Dictionary<string, CmdletParameters> All = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => new CmdletParameters(line)).ToDictionary(p => p.Command, StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _names = [];
    private readonly HashSet<string> _switches = new(StringComparer.OrdinalIgnoreCase);

    private CmdletParameters(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        Command = line[..colon];
        bool placed = true;
        foreach (string word in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(Common))
        {
            if (word == "|") { placed = false; continue; }
            string name = word.TrimEnd('!');
            _names.Add(name);
            if (word.EndsWith('!')) { _switches.Add(name); }
            else if (placed) { Positional.Add(name); }
        }
    }

    /// <summary>The cmdlet.</summary>
    public string Command { get; }

    /// <summary>Parameters that take values by their place.</summary>
    public List<string> Positional { get; } = [];

    /// <summary>All names, those that go by their place first.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The parameters of a cmdlet; null when they are not known here.</summary>
    public static CmdletParameters? Of(string command) => All.GetValueOrDefault(command);

    /// <summary>The full name of a parameter that may be shortened; null when there is none or more than one.</summary>
    public string? Full(string name)
    {
        string? found = null;
        foreach (string candidate in _names)
        {
            if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase)) { return candidate; }
            if (!candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)) { continue; }
            if (found is not null && !Array.Exists(Common, c => c.TrimEnd('!') == candidate)) { return null; }
            found ??= candidate;
        }
        return found ?? CommonAliases.GetValueOrDefault(name);
    }

    /// <summary>Whether a parameter takes no value.</summary>
    public bool IsSwitch(string name) => _switches.Contains(name);
}
