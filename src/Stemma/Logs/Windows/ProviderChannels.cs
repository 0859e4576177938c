namespace Stemma.Logs;

/// <summary>The channel that a provider writes to, for exports that leave the channel out.</summary>
internal static class ProviderChannels
{
    /// <summary>The channel; empty when the provider does not tell.</summary>
    public static string Of(ReadOnlySpan<char> provider) => provider switch
    {
        "Microsoft-Windows-Sysmon" or "Sysmon" => "Microsoft-Windows-Sysmon/Operational",
        "Linux-Sysmon" => "Linux-Sysmon/Operational",
        "Microsoft-Windows-Security-Auditing" or "Microsoft-Windows-Eventlog" or "Microsoft Windows security auditing." => "Security",
        "Microsoft-Windows-PowerShell" or "PowerShell (Microsoft-Windows-PowerShell)" => "Microsoft-Windows-PowerShell/Operational",
        "PowerShell" or "PowerShell (PowerShell)" => "Windows PowerShell",
        "Service Control Manager" or "Microsoft-Windows-Kernel-General" => "System",
        "Microsoft-Windows-Windows Defender" or "Windows Defender" => "Microsoft-Windows-Windows Defender/Operational",
        "Microsoft-Windows-TaskScheduler" or "TaskScheduler" => "Microsoft-Windows-TaskScheduler/Operational",
        "Microsoft-Windows-WMI-Activity" or "WMI-Activity" => "Microsoft-Windows-WMI-Activity/Operational",
        "Microsoft-Windows-Bits-Client" or "Bits-Client" => "Microsoft-Windows-Bits-Client/Operational",
        _ => "",
    };
}
