namespace Stemma.Lineage;

/// <summary>The parts of a fact that an event's field may fill.</summary>
internal enum FactField
{
    UtcTime, Pid, Guid, Image, CommandLine, User, Domain, Integrity, LogonId, ParentPid, ParentGuid, ParentImage, ParentCommandLine,
    TargetPid, TargetGuid, TargetImage, Name, Text, Path, Address, Port, OwnAddress, OwnPort, Access, Part, Parts,
}

/// <summary>What an event means for lineage: the kind of fact, and which of its fields fill which part (several: the first with a value).</summary>
/// <param name="Kind">The kind of fact.</param>
/// <param name="Fields">The fields by part.</param>
/// <param name="Guard">A field that must have a value for the route to hold. Empty: none.</param>
/// <param name="GuardValue">That value, compared without case.</param>
/// <param name="Otherwise">The route when it does not hold; null: the process was only seen.</param>
internal sealed record LineageRoute(LineageFactKind Kind, IReadOnlyDictionary<FactField, string[]> Fields, string Guard, string GuardValue, LineageRoute? Otherwise)
{
    // Source and ids, kind, then part=field|field; a part of the field's own name stands alone; ?field=value is the guard, and a further line of
    // the same ids says what else. "$" is who acted.
    private const string Table = """
        Sysmon 1 Start UtcTime $ CommandLine Integrity=IntegrityLevel LogonId ParentPid=ParentProcessId ParentGuid=ParentProcessGuid ParentImage ParentCommandLine Text=Hashes
        Sysmon 3 Connected ?Initiated=true $ Address=DestinationIp Port=DestinationPort OwnAddress=SourceIp OwnPort=SourcePort Name=DestinationHostname
        Sysmon 3 Accepted ?Initiated=false $ Address=SourceIp Port=SourcePort OwnAddress=DestinationIp OwnPort=DestinationPort
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
        Security 4625 LogonFailed Pid=ProcessId Image=ProcessName User=TargetUserName Domain=TargetDomainName Address=IpAddress Port=IpPort Text=LogonType
        Security 4672 Privileges User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId Text=PrivilegeList
        Security 4648 LogonElsewhere Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId Name=TargetServerName
        Security 4697 ServiceCreated Pid=ClientProcessId LogonId=SubjectLogonId Name=ServiceName Text=ServiceFileName
        Security 4698,4702 TaskRegistered Pid=ClientProcessId LogonId=SubjectLogonId Name=TaskName Text=TaskContent|TaskContentNew
        Security 5156 Connected ?Direction=%%14593 Pid=ProcessID|ProcessId Image=Application Address=DestAddress Port=DestPort OwnAddress=SourceAddress OwnPort=SourcePort
        Security 5156 Accepted ?Direction=%%14592 Pid=ProcessID|ProcessId Image=Application Address=DestAddress Port=DestPort OwnAddress=SourceAddress OwnPort=SourcePort
        Security 5145 ShareAccess User=SubjectUserName Domain=SubjectDomainName Address=IpAddress Port=IpPort Text=ShareLocalPath|ShareName Path=RelativeTargetName Access=AccessMask
        Security 4657 RegistrySet Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId Name=ObjectName Text=NewValue
        Security 4656,4663 Seen Pid=ProcessId Image=ProcessName User=SubjectUserName Domain=SubjectDomainName LogonId=SubjectLogonId
        System 7045 ServiceCreated Name=ServiceName Text=ImagePath
        System 7036 ServiceState Name=param1 Text=param2
        Task 106,140 TaskRegistered Name=TaskName
        Task 129 TaskStarted TargetPid=ProcessID Name=TaskName Text=Path
        Task 200 TaskStarted Name=TaskName Text=ActionName
        Task 201 TaskEnded Name=TaskName Text=ResultCode Path=ActionName
        Engine 400,600 EngineStarted Pid=Execution_ProcessID|ExecutionProcessID Text=Data|Message
        Engine 403 EngineEnded Pid=Execution_ProcessID|ExecutionProcessID Text=Data|Message
        WinRM 6 RemoteCall Pid=Execution_ProcessID|ExecutionProcessID Name=connection
        WinRM 91 RemoteShell Text=resourceUri|ResourceUri
        WinRM 169 RemoteShell User=username Text=authenticationMechanism
        Bits 3 Transfer Pid=processId Image=processPath User=jobOwner Name=jobId Text=jobTitle
        Bits 59,60,61 Transfer Name=Id Text=name Address=url
        Bits 16403 Transfer Pid=processId User=jobOwner Name=jobId Text=jobTitle Address=RemoteName Path=LocalName
        AppLocker 8002,8005 PolicyAllowed TargetPid=TargetProcessId Name=RuleName Path=FullFilePath|FilePath
        AppLocker 8003,8006 PolicyAudited TargetPid=TargetProcessId Name=RuleName Path=FullFilePath|FilePath
        AppLocker 8004,8007 PolicyBlocked TargetPid=TargetProcessId Name=RuleName Path=FullFilePath|FilePath
        CodeIntegrity 3033,3077 PolicyBlocked TargetPid=Execution_ProcessID|ExecutionProcessID TargetImage=ProcessName|ProcessNameBuffer Name=PolicyName Path=FileName|FileNameBuffer
        CodeIntegrity 3076 PolicyAudited TargetPid=Execution_ProcessID|ExecutionProcessID TargetImage=ProcessName|ProcessNameBuffer Name=PolicyName Path=FileName|FileNameBuffer
        Defender 1116,1117 MalwareFound TargetImage=ProcessName Name=ThreatName Text=ActionName Path
        PowerShell 4104 ScriptPart Pid=Execution_ProcessID|ExecutionProcessID Name=ScriptBlockId Text=ScriptBlockText Part=MessageNumber Parts=MessageTotal
        PowerShell 4103 Seen Pid=Execution_ProcessID|ExecutionProcessID
        Wmi 5857 Seen Pid=ProcessID
        Wmi 5858,5860,5861 WmiCall Pid=ClientProcessId|ProcessId|processid Name=Operation|Query Address=ClientMachine
        audit start Start $ CommandLine ParentPid=ParentProcessId ParentImage ParentCommandLine LogonId=ses
        audit file FileWritten ?nametype=CREATE $ Name=TargetFilename
        audit connect Connected $ Address=DestinationIp Port=DestinationPort
        audit exit End Pid=pid Image=exe
        audit fork Fork Pid=pid Image=exe TargetPid=exit
        audit login Logon ?res=success Pid=pid Image=exe User=acct|AUID|id LogonId=ses Address=addr Port=rport Name=hostname Text=exe
        audit login LogonFailed ?res=failed User=acct|AUID|id Address=addr Text=exe
        sshd message Logon Pid=ProcessId Image=Program Text=Message
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
            LineageFactKind kind = Enum.Parse<LineageFactKind>(words[2]);
            foreach (string id in words[1].Split(','))
                routes[(words[0], id)] = new(kind, fields, guard.FirstOrDefault(""), guard.LastOrDefault(""), routes.GetValueOrDefault((words[0], id)));
        }

        return routes;
    }
}
