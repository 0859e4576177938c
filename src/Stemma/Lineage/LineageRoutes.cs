namespace Stemma.Lineage;

/// <summary>The parts of a fact that an event's field may fill.</summary>
internal enum FactField
{
    UtcTime, Pid, Guid, Image, CommandLine, User, Domain, Integrity, LogonId, ParentPid, ParentGuid, ParentImage, ParentCommandLine,
    TargetPid, TargetGuid, TargetImage, Name, Text, Address, Port, OwnAddress, OwnPort, Access, Part, Parts,
}

/// <summary>What an event means for lineage: the kind of fact, and which of its fields fill which part (several: the first with a value).</summary>
/// <param name="Kind">The kind of fact.</param>
/// <param name="Fields">The fields by part.</param>
/// <param name="Guard">A field that must have a value for the kind to hold; otherwise the process was only seen. Empty: none.</param>
/// <param name="GuardValue">That value, compared without case.</param>
internal sealed record LineageRoute(LineageFactKind Kind, IReadOnlyDictionary<FactField, string[]> Fields, string Guard, string GuardValue)
{
    // Source and ids, kind, then part=field|field; a part of the field's own name stands alone; ?field=value is the guard. "$" is who acted.
    private const string Table = """
        Sysmon 1 Start UtcTime $ CommandLine Integrity=IntegrityLevel LogonId ParentPid=ParentProcessId ParentGuid=ParentProcessGuid ParentImage ParentCommandLine Text=Hashes
        Sysmon 3 Connected ?Initiated=true $ Address=DestinationIp Port=DestinationPort OwnAddress=SourceIp OwnPort=SourcePort
        Sysmon 5 End UtcTime $
        Sysmon 7 ImageLoaded $ Name=ImageLoaded
        Sysmon 8 RemoteThread Guid=SourceProcessGuid Pid=SourceProcessId Image=SourceImage User=SourceUser TargetPid=TargetProcessId TargetGuid=TargetProcessGuid TargetImage
        Sysmon 10 Accessed Guid=SourceProcessGUID|SourceProcessGuid Pid=SourceProcessId Image=SourceImage User=SourceUser TargetPid=TargetProcessId TargetGuid=TargetProcessGUID|TargetProcessGuid TargetImage Access=GrantedAccess
        Sysmon 11,15,29 FileWritten $ Name=TargetFilename
        Sysmon 12,13,14 RegistrySet $ Name=TargetObject Text=Details|NewName
        Sysmon 17,18 PipeUsed $ Name=PipeName
        Sysmon 22 NameLookedUp $ Name=QueryName Address=QueryResults
        Sysmon 23,26 FileDeleted $ Name=TargetFilename
        Sysmon 2,9,27,28 Seen $
        Sysmon 25 Tampered $
        Security 4688 Start Pid=NewProcessId Image=NewProcessName CommandLine User=TargetUserName|SubjectUserName Domain=TargetDomainName|SubjectDomainName LogonId=TargetLogonId|SubjectLogonId Integrity=MandatoryLabel ParentPid=ProcessId ParentImage=ParentProcessName
        Security 4689 End Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId
        Security 4624 Logon User=TargetUserName Domain=TargetDomainName LogonId=TargetLogonId Address=IpAddress Port=IpPort Name=WorkstationName Text=LogonType
        Security 4648 LogonElsewhere Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId Name=TargetServerName
        Security 4697 ServiceCreated Pid=ClientProcessId LogonId=SubjectLogonId Name=ServiceName Text=ServiceFileName
        Security 4698,4702 TaskRegistered Pid=ClientProcessId LogonId=SubjectLogonId Name=TaskName Text=TaskContent|TaskContentNew
        Security 5156 Connected ?Direction=%%14593 Pid=ProcessID|ProcessId Image=Application Address=DestAddress Port=DestPort OwnAddress=SourceAddress OwnPort=SourcePort
        Security 4657 RegistrySet Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId Name=ObjectName Text=NewValue
        Security 4656,4663 Seen Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId
        System 7045 ServiceCreated Name=ServiceName Text=ImagePath
        Task 106,140 TaskRegistered Name=TaskName
        Task 129 TaskStarted TargetPid=ProcessID Name=TaskName Text=Path
        Task 200 TaskStarted Name=TaskName Text=ActionName
        PowerShell 4104 ScriptPart Pid=Execution_ProcessID|ExecutionProcessID Name=ScriptBlockId Text=ScriptBlockText Part=MessageNumber Parts=MessageTotal
        PowerShell 4103 Seen Pid=Execution_ProcessID|ExecutionProcessID
        Wmi 5857 Seen Pid=ProcessID
        Wmi 5858,5860,5861 WmiCall Pid=ClientProcessId|ProcessId|processid Name=Operation|Query Address=ClientMachine
        audit start Start $ CommandLine ParentPid=ParentProcessId ParentImage ParentCommandLine LogonId=ses
        audit file FileWritten ?nametype=CREATE $ Name=TargetFilename
        audit connect Connected $ Address=DestinationIp Port=DestinationPort
        audit exit End Pid=pid Image=exe
        audit fork Fork Pid=pid Image=exe TargetPid=exit
        other start Start $ CommandLine LogonId Integrity=IntegrityLevel ParentPid=ParentProcessId ParentGuid=ParentProcessGuid ParentImage ParentCommandLine
        other end End $
        other seen Seen $
        """;

    private static readonly Dictionary<(string, string), LineageRoute> Routes = Read();

    /// <summary>The route of an event; null when lineage learns nothing from it.</summary>
    /// <param name="source">The source, as the table calls it.</param>
    /// <param name="what">The event id, or a word.</param>
    public static LineageRoute? Find(string source, string what) => Routes.GetValueOrDefault((source, what));

    private static Dictionary<(string, string), LineageRoute> Read()
    {
        Dictionary<(string, string), LineageRoute> routes = [];
        foreach (string line in Table.Split('\n'))
        {
            string[] words = line.Replace("$", "Guid=ProcessGuid Pid=ProcessId Image User", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] guard = words.Skip(3).Where(word => word[0] == '?').SelectMany(word => word[1..].Split('=')).ToArray();
            Dictionary<FactField, string[]> fields = words.Skip(3).Where(word => word[0] != '?').Select(word => word.Split('='))
                .ToDictionary(parts => Enum.Parse<FactField>(parts[0]), parts => parts[^1].Split('|'));
            LineageRoute route = new(Enum.Parse<LineageFactKind>(words[2]), fields, guard.FirstOrDefault(""), guard.LastOrDefault(""));
            foreach (string id in words[1].Split(',')) routes.Add((words[0], id), route);
        }

        return routes;
    }
}
