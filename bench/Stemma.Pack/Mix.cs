namespace Stemma.Pack;

/// <summary>A kind of event and how often it comes.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Id">Its event id.</param>
/// <param name="Weight">Its share; only its ratio to the others' counts.</param>
internal sealed record EventKindShare(string Channel, ushort Id, int Weight);

/// <summary>
/// What busy machines write when auditing, Sysmon and script block logging are on. Shares in thousandths, rounded; the reasons:
/// the filtering platform logs each connection and bind, so 5156 and 5158 lead wherever they are on; a logon comes with its privileges
/// (4672) and its logoff (4634); handles are opened, used and closed (4656, 4663, 4658). Sysmon's common configurations leave image
/// loads (7), process access (10), registry (12, 13) and DNS (22) as the bulk, process starts (1) at some hundredths. PowerShell's
/// pipeline events (4103) outnumber script blocks (4104). What is rare on a machine is rare here, and therefore left out.
/// </summary>
internal static class Mix
{
    private const string Sysmon = "Microsoft-Windows-Sysmon/Operational";
    private const string PowerShell = "Microsoft-Windows-PowerShell/Operational";

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<EventKindShare> Kinds { get; } =
    [
        new("Security", 5156, 170),
        new("Security", 5158, 80),
        new("Security", 4624, 55),
        new("Security", 4634, 45),
        new("Security", 4672, 40),
        new("Security", 4688, 35),
        new("Security", 4689, 25),
        new("Security", 4656, 20),
        new("Security", 4658, 25),
        new("Security", 4663, 25),
        new("Security", 4703, 20),
        new("Security", 4673, 10),
        new("Security", 5140, 6),
        new("Security", 5145, 12),
        new("Security", 4648, 5),
        new("Security", 4625, 3),
        new("Security", 4799, 4),
        new(Sysmon, 1, 25),
        new(Sysmon, 3, 45),
        new(Sysmon, 5, 15),
        new(Sysmon, 7, 80),
        new(Sysmon, 10, 70),
        new(Sysmon, 11, 25),
        new(Sysmon, 12, 35),
        new(Sysmon, 13, 45),
        new(Sysmon, 18, 3),
        new(Sysmon, 22, 20),
        new(Sysmon, 23, 5),
        new(PowerShell, 4103, 8),
        new(PowerShell, 4104, 5),
        new(PowerShell, 4105, 2),
        new(PowerShell, 4106, 2),
        new("Windows PowerShell", 600, 2),
        new("Windows PowerShell", 800, 4),
        new("System", 7036, 8),
        new("System", 7040, 1),
        new("System", 10016, 2),
        new("System", 1014, 1),
        new("Application", 1001, 1),
        new("Microsoft-Windows-Bits-Client/Operational", 59, 1),
        new("Microsoft-Windows-GroupPolicy/Operational", 5320, 1),
    ];
}
