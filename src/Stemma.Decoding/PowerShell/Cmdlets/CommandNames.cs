namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Names of the cmdlets of Windows PowerShell 5.1 and its aliases.</summary>
internal static class CommandNames
{
    private const string BuiltInAliases =
        "% ForEach-Object|? Where-Object|ac Add-Content|asnp Add-PSSnapin|cat Get-Content|cd Set-Location|CFS ConvertFrom-String|chdir Set-Location|clc Clear-Content|clear Clear-Host|clhy Clear-History|cli Clear-Item|clp Clear-ItemProperty|cls Clear-Host|clv Clear-Variable|cnsn Connect-PSSession|compare Compare-Object|copy Copy-Item|cp Copy-Item|cpi Copy-Item|cpp Copy-ItemProperty|curl Invoke-WebRequest|cvpa Convert-Path|dbp Disable-PSBreakpoint|del Remove-Item|diff Compare-Object|dir Get-ChildItem|dnsn Disconnect-PSSession|ebp Enable-PSBreakpoint|echo Write-Output|epal Export-Alias|epcsv Export-Csv|epsn Export-PSSession|erase Remove-Item|etsn Enter-PSSession|exsn Exit-PSSession|fc Format-Custom|fhx Format-Hex|fl Format-List|foreach ForEach-Object|ft Format-Table|fw Format-Wide|gal Get-Alias|gbp Get-PSBreakpoint|gc Get-Content|gcb Get-Clipboard|gci Get-ChildItem|gcm Get-Command|gcs Get-PSCallStack|gdr Get-PSDrive|ghy Get-History|gi Get-Item|gin Get-ComputerInfo|gjb Get-Job|gl Get-Location|gm Get-Member|gmo Get-Module|gp Get-ItemProperty|gps Get-Process|gpv Get-ItemPropertyValue|group Group-Object|gsn Get-PSSession|gsnp Get-PSSnapin|gsv Get-Service|gtz Get-TimeZone|gu Get-Unique|gv Get-Variable|gwmi Get-WmiObject|h Get-History|history Get-History|icm Invoke-Command|iex Invoke-Expression|ihy Invoke-History|ii Invoke-Item|ipal Import-Alias|ipcsv Import-Csv|ipmo Import-Module|ipsn Import-PSSession|irm Invoke-RestMethod|ise powershell_ise.exe|iwmi Invoke-WmiMethod|iwr Invoke-WebRequest|kill Stop-Process|lp Out-Printer|ls Get-ChildItem|man help|md mkdir|measure Measure-Object|mi Move-Item|mount New-PSDrive|move Move-Item|mp Move-ItemProperty|mv Move-Item|nal New-Alias|ndr New-PSDrive|ni New-Item|nmo New-Module|npssc New-PSSessionConfigurationFile|nsn New-PSSession|nv New-Variable|ogv Out-GridView|oh Out-Host|popd Pop-Location|ps Get-Process|pushd Push-Location|pwd Get-Location|r Invoke-History|rbp Remove-PSBreakpoint|rcjb Receive-Job|rcsn Receive-PSSession|rd Remove-Item|rdr Remove-PSDrive|ren Rename-Item|ri Remove-Item|rjb Remove-Job|rm Remove-Item|rmdir Remove-Item|rmo Remove-Module|rni Rename-Item|rnp Rename-ItemProperty|rp Remove-ItemProperty|rsn Remove-PSSession|rsnp Remove-PSSnapin|rujb Resume-Job|rv Remove-Variable|rvpa Resolve-Path|rwmi Remove-WmiObject|sajb Start-Job|sal Set-Alias|saps Start-Process|sasv Start-Service|sbp Set-PSBreakpoint|sc Set-Content|scb Set-Clipboard|select Select-Object|set Set-Variable|shcm Show-Command|si Set-Item|sl Set-Location|sleep Start-Sleep|sls Select-String|sort Sort-Object|sp Set-ItemProperty|spjb Stop-Job|spps Stop-Process|spsv Stop-Service|start Start-Process|stz Set-TimeZone|sujb Suspend-Job|sv Set-Variable|swmi Set-WmiInstance|tee Tee-Object|trcm Trace-Command|type Get-Content|wget Invoke-WebRequest|where Where-Object|wjb Wait-Job|write Write-Output";

    private const string Verbs =
        "Add: Computer Content History JobTrigger LocalGroupMember Member MpPreference PSSnapin Type|Checkpoint: Computer|Clear: Content DnsClientCache EventLog History Item ItemProperty RecycleBin Variable Host|Compare: Object|Complete: Transaction|Compress: Archive|Connect: PSSession WSMan|Convert: Path String|"
        + "ConvertFrom: Csv Json SecureString String StringData|ConvertTo: Csv Html Json SecureString Xml|Copy: Item ItemProperty|Debug: Job Process Runspace|Disable: ComputerRestore JobTrigger LocalUser NetAdapter NetFirewallRule PSBreakpoint PSRemoting ScheduledTask ScheduledJob WindowsOptionalFeature|Disconnect: PSSession WSMan|"
        + "Enable: ComputerRestore JobTrigger LocalUser NetFirewallRule PSBreakpoint PSRemoting PSSessionConfiguration ScheduledTask WindowsOptionalFeature|Enter: PSHostProcess PSSession|Exit: PSHostProcess PSSession|Expand: Archive|Export: Alias Clixml Console Counter Csv FormatData ModuleMember PSSession ScheduledTask|"
        + "Find: Package Module Script|ForEach: Object|Format: Custom Hex List Table Wide Volume|Get: Acl ADComputer ADDomain ADGroup ADGroupMember ADUser Alias AppLockerPolicy AppxPackage AuthenticodeSignature BitsTransfer ChildItem CimClass CimInstance CimSession Clipboard CmsMessage Command ComputerInfo ComputerRestorePoint Content ControlPanelItem Counter Credential Culture Date Disk DnsClientCache Event EventLog EventSubscriber ExecutionPolicy FileHash FormatData Help History Host HotFix Item ItemProperty ItemPropertyValue Job LocalGroup LocalGroupMember LocalUser Location Member Module MpComputerStatus MpPreference MpThreat MpThreatDetection NetAdapter NetFirewallRule NetIPAddress NetIPConfiguration NetNeighbor NetTCPConnection Package PackageProvider Partition PfxCertificate Process PSBreakpoint PSCallStack PSDrive PSHostProcessInfo PSProvider PSReadLineOption PSRepository PSSession PSSnapin Random Runspace ScheduledJob ScheduledTask Service SmbConnection SmbMapping SmbShare TimeZone TraceSource Transaction TypeData UICulture Unique Variable Volume WinEvent WindowsFeature WindowsOptionalFeature WmiObject|"
        + "Group: Object|Import: Alias Certificate Clixml Counter Csv LocalizedData Module PfxCertificate PSSession|Install: Module Package PackageProvider WindowsFeature|Invoke: CimMethod Command Expression History Item Mimikatz RestMethod WebRequest WmiMethod WSManAction Obfuscation|Join: Path|Limit: EventLog|Measure: Command Object|Mount: DiskImage|Move: Item ItemProperty|"
        + "New: ADUser Alias CimInstance CimSession Event EventLog FileCatalog Item ItemProperty JobTrigger LocalGroup LocalUser Module ModuleManifest NetFirewallRule NetIPAddress Object PSDrive PSRoleCapabilityFile PSSession PSSessionOption ScheduledJobOption ScheduledTask ScheduledTaskAction ScheduledTaskPrincipal ScheduledTaskSettingsSet ScheduledTaskTrigger SelfSignedCertificate Service SmbShare TimeSpan Variable WebServiceProxy WinEvent|"
        + "Out: Default File GridView Host Null Printer String|Pop: Location|Protect: CmsMessage|Push: Location|Read: Host|Receive: Job PSSession|Register: ArgumentCompleter CimIndicationEvent EngineEvent ObjectEvent PSSessionConfiguration ScheduledJob ScheduledTask WmiEvent|"
        + "Remove: ADUser AppxPackage BitsTransfer CimInstance Computer Event EventLog Item ItemProperty Job LocalUser Module MpPreference MpThreat NetFirewallRule PSBreakpoint PSDrive PSSession PSSnapin ScheduledTask SmbShare TypeData Variable WmiObject|Rename: Computer Item ItemProperty|Reset: ComputerMachinePassword|Resolve: DnsName Path|Restart: Computer Service|Restore: Computer|Resume: BitsTransfer Job Service|Save: Help Module|"
        + "Select: Object String Xml|Send: MailMessage|Set: Acl Alias AppLockerPolicy AuthenticodeSignature CimInstance Clipboard Content Culture Date DnsClientServerAddress ExecutionPolicy Item ItemProperty LocalUser Location MpPreference NetFirewallProfile NetFirewallRule PSBreakpoint PSDebug PSReadLineOption PSRepository ScheduledTask Service SmbServerConfiguration StrictMode TimeZone TraceSource Variable WmiInstance WSManInstance WSManQuickConfig|"
        + "Show: Command ControlPanelItem EventLog|Sort: Object|Split: Path|Start: BitsTransfer DscConfiguration Job MpScan Process ScheduledTask Service Sleep Transaction Transcript|Stop: Computer Job Process Service Transcript ScheduledTask|Suspend: BitsTransfer Job Service|Tee: Object|Test: ComputerSecureChannel Connection NetConnection ModuleManifest Path WSMan|Trace: Command|"
        + "Unblock: File|Undo: Transaction|Uninstall: Package WindowsFeature|Unregister: Event ScheduledTask|Update: FormatData Help MpSignature TypeData|Use: Transaction|Wait: Event Job Process|Where: Object|Write: Debug Error EventLog Host Information Output Progress Verbose Warning";

    private static readonly Dictionary<string, string> Aliases = BuiltInAliases.Split('|').Select(a => a.Split(' ')).ToDictionary(a => a[0], a => a[1], StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> Cmdlets = Verbs.Split('|')
        .SelectMany(v => v[(v.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(' ').Select(noun => $"{v[..v.IndexOf(':', StringComparison.Ordinal)]}-{noun}")).ToDictionary(n => n, n => n, StringComparer.OrdinalIgnoreCase);

    /// <summary>All cmdlets.</summary>
    public static IEnumerable<string> All => Cmdlets.Keys;

    /// <summary>All aliases with what they stand for.</summary>
    public static IReadOnlyDictionary<string, string> AllAliases => Aliases;

    /// <summary>The command that a name stands for, as it is spelled: through aliases, without a module's name, with the <c>Get-</c> that PowerShell adds where nothing else fits.</summary>
    public static string Resolve(string name, IReadOnlyDictionary<string, string> sessionAliases)
    {
        for (int hops = 0; hops < 8; hops++)
        {
            string? target = sessionAliases.GetValueOrDefault(name);
            if (target is null || target.Equals(name, StringComparison.OrdinalIgnoreCase)) { break; }
            name = target;
        }
        int slash = name.LastIndexOf('\\');
        if (slash > 0 && Cmdlets.TryGetValue(name[(slash + 1)..], out string? ofModule)) { return ofModule; }
        if (Aliases.TryGetValue(name, out string? full)) { return full; }
        return Spelled(name) ?? (Cmdlets.TryGetValue("Get-" + name, out string? getter) ? getter : name);
    }

    /// <summary>A cmdlet's name as it is spelled; null for one that is not known.</summary>
    public static string? Spelled(string name) => Cmdlets.GetValueOrDefault(name);

    /// <summary>What a name of the language's own aliases stands for; null when it is none.</summary>
    public static string? AliasTarget(string name) => Aliases.GetValueOrDefault(name);
}
