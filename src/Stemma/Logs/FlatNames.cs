namespace Stemma.Logs;

/// <summary>
/// Columns of tables that tools export, by the names that the same thing has in a Windows event or in Sigma. Compared without case, blanks
/// and underscores.
/// </summary>
internal static class FlatNames
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        // Event Viewer, Get-WinEvent, EvtxECmd, Sentinel.
        ["dateandtime"] = "TimeCreated",
        ["timecreated"] = "TimeCreated",
        ["timegenerated"] = "TimeCreated",
        ["timestamp"] = "TimeCreated",
        ["@timestamp"] = "TimeCreated",
        ["eventtime"] = "TimeCreated",
        ["source"] = "Provider_Name",
        ["sourcename"] = "Provider_Name",
        ["provider"] = "Provider_Name",
        ["providername"] = "Provider_Name",
        ["eventsourcename"] = "Provider_Name",
        ["eventid"] = "EventID",
        ["id"] = "EventID",
        ["eventcode"] = "EventID",
        ["channel"] = "Channel",
        ["logname"] = "Channel",
        ["computer"] = "Computer",
        ["computername"] = "Computer",
        ["machinename"] = "Computer",
        ["hostname"] = "Computer",
        ["devicename"] = "Computer",
        ["eventrecordid"] = "EventRecordID",
        ["recordid"] = "EventRecordID",
    };

    /// <summary>The name for a column; the column's own when it is not known.</summary>
    public static string Of(string column) =>
        Known.GetValueOrDefault(column.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), column.Trim());

    /// <summary>Whether a name is of an event's envelope.</summary>
    public static bool IsEnvelope(string name) => name is "TimeCreated" or "Provider_Name" or "EventID" or "Channel" or "Computer" or "EventRecordID";
}
