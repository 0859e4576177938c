using System.Collections.Frozen;

namespace Stemma.Events;

/// <summary>What collectors call the parts of an event, and what Windows and Sigma call them.</summary>
internal static class JsonShapes
{
    private static readonly FrozenDictionary<string, string> Flat = new Dictionary<string, string>
    {
        ["SourceName"] = "Provider_Name",
        ["source_name"] = "Provider_Name",
        ["provider_name"] = "Provider_Name",
        ["ProviderName"] = "Provider_Name",
        ["EventSourceName"] = "Provider_Name",
        ["Hostname"] = "Computer",
        ["hostname"] = "Computer",
        ["ComputerName"] = "Computer",
        ["computer_name"] = "Computer",
        ["MachineName"] = "Computer",
        ["RecordNumber"] = "EventRecordID",
        ["record_number"] = "EventRecordID",
        ["RecordId"] = "EventRecordID",
        ["EventRecordId"] = "EventRecordID",
        ["event_id"] = "EventID",
        ["EventId"] = "EventID",
        ["eventid"] = "EventID",
        ["EventCode"] = "EventID",
        ["channel"] = "Channel",
        ["log_name"] = "Channel",
        ["LogName"] = "Channel",
        ["EventLog"] = "Channel",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Ecs = new Dictionary<string, string>
    {
        ["event.code"] = "EventID",
        ["event.provider"] = "Provider_Name",
        ["process.executable"] = "Image",
        ["process.command_line"] = "CommandLine",
        ["process.working_directory"] = "CurrentDirectory",
        ["process.pid"] = "ProcessId",
        ["process.entity_id"] = "ProcessGuid",
        ["process.parent.executable"] = "ParentImage",
        ["process.parent.command_line"] = "ParentCommandLine",
        ["process.parent.pid"] = "ParentProcessId",
        ["process.parent.entity_id"] = "ParentProcessGuid",
        ["process.pe.original_file_name"] = "OriginalFileName",
        ["process.pe.company"] = "Company",
        ["process.pe.description"] = "Description",
        ["process.pe.product"] = "Product",
        ["process.pe.file_version"] = "FileVersion",
        ["file.path"] = "TargetFilename",
        ["registry.path"] = "TargetObject",
        ["registry.data.strings"] = "Details",
        ["dns.question.name"] = "QueryName",
        ["dll.path"] = "ImageLoaded",
        ["source.ip"] = "SourceIp",
        ["source.port"] = "SourcePort",
        ["destination.ip"] = "DestinationIp",
        ["destination.port"] = "DestinationPort",
        ["destination.domain"] = "DestinationHostname",
        ["network.transport"] = "Protocol",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> EcsParts = Ecs.Keys.Select(path => path[..path.IndexOf('.', StringComparison.Ordinal)]).Append("host").ToFrozenSet();

    /// <summary>The name of a field that stands beside the others.</summary>
    public static string FlatName(string key) => Flat.GetValueOrDefault(key, key);

    /// <summary>Whether a key holds a part of the Elastic Common Schema.</summary>
    public static bool IsEcs(string key) => EcsParts.Contains(key);

    /// <summary>Sigma's name for a field of the Elastic Common Schema; null when it has none.</summary>
    public static string? EcsName(string path) => Ecs.GetValueOrDefault(path);

    /// <summary>Windows' name for a field of Winlogbeat's envelope; null when it has none.</summary>
    public static string? WinlogName(string key) => key switch
    {
        "channel" => "Channel",
        "event_id" => "EventID",
        "provider_name" => "Provider_Name",
        "computer_name" => "Computer",
        "record_id" => "EventRecordID",
        _ => null,
    };

    /// <summary>The Defender table that holds events of an action; null when it is none of those with rules.</summary>
    public static string? DefenderTable(ReadOnlySpan<char> action) => action switch
    {
        "ProcessCreated" => "DeviceProcessEvents",
        "FileCreated" => "DeviceFileEvents",
        "ConnectionSuccess" or "ConnectionAttempt" or "ConnectionFailed" or "ConnectionRequest" => "DeviceNetworkEvents",
        "RegistryValueSet" => "DeviceRegistryEvents",
        "ImageLoaded" => "DeviceImageLoadEvents",
        _ => null,
    };

    /// <summary>Whether a field may be journald's: capitals, digits and underscores.</summary>
    public static bool IsJournal(string name) => name.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") < 0;

    /// <summary>The channel for an event in Endgame's schema (EQL).</summary>
    public static string EqlChannel(ReadOnlySpan<char> type, ReadOnlySpan<char> subtype) => type switch
    {
        "process" when subtype is "create" => "EQL/process/create",
        "process" when subtype is "terminate" => "EQL/process/terminate",
        "registry" => "EQL/registry",
        "image_load" => "EQL/image_load",
        "file" => "EQL/file",
        "network" => "EQL/network",
        _ => "EQL",
    };

    /// <summary>The channel for a message of macOS's Endpoint Security, by a field that it has.</summary>
    public static string EndpointSecurity(string name) => name switch
    {
        "event.exec.target.executable.path" => "EndpointSecurity/exec",
        "event.create.destination.existing_file.path" => "EndpointSecurity/create",
        "event.unlink.target.path" => "EndpointSecurity/unlink",
        _ => "EndpointSecurity",
    };

    /// <summary>Sigma's product for an operating system in ECS.</summary>
    public static string EcsProduct(ReadOnlySpan<char> system) =>
        system.StartsWith("windows", StringComparison.OrdinalIgnoreCase) ? "windows"
        : system is "macos" or "darwin" ? "macos" : "linux";

    /// <summary>Sigma's category for an event in ECS; null when it has none.</summary>
    public static string? EcsCategory(ReadOnlySpan<char> category, ReadOnlySpan<char> type) =>
        category.Contains("process", StringComparison.Ordinal) && type.Contains("start", StringComparison.Ordinal) ? "process_creation"
        : category.Contains("process", StringComparison.Ordinal) && type.Contains("end", StringComparison.Ordinal) ? "process_termination"
        : category.Contains("network", StringComparison.Ordinal) ? "network_connection"
        : category.Contains("registry", StringComparison.Ordinal) ? "registry_set"
        : category.Contains("file", StringComparison.Ordinal) && type.Contains("creation", StringComparison.Ordinal) ? "file_event"
        : category.Contains("file", StringComparison.Ordinal) && type.Contains("deletion", StringComparison.Ordinal) ? "file_delete" : null;
}
