using System.Globalization;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// Audit records in journald's JSON. The kernel's messages hold the record as audit logs have it; those of the audit transport have type,
/// number and time beside it, from which the line is made again.
/// </summary>
internal static class JournalAudit
{
    /// <summary>The record as a line of an audit log; null when there is none.</summary>
    public static string? Line(JsonEvent e)
    {
        ReadOnlySpan<char> message = e.Journal("MESSAGE");
        if (message.IsEmpty) return null;
        ReadOnlySpan<char> within = AuditEvents.Within(message);
        if (!within.IsEmpty) return within.ToString();
        if (e.Journal("_TRANSPORT") is not "audit" || !long.TryParse(e.Journal("_AUDIT_ID"), NumberStyles.None, CultureInfo.InvariantCulture, out long serial)) return null;
        ReadOnlySpan<char> stamp = e.Journal("_SOURCE_REALTIME_TIMESTAMP");
        if (stamp.IsEmpty) stamp = e.Journal("__REALTIME_TIMESTAMP");
        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)) return null;
        ReadOnlySpan<char> type = e.Journal("_AUDIT_TYPE_NAME");
        int space = message.IndexOf(' ');
        if (space > 0 && (type.IsEmpty || message[..space].SequenceEqual(type)))
        {
            type = message[..space];
            message = message[(space + 1)..];
        }

        return string.Create(CultureInfo.InvariantCulture, $"type={type} msg=audit({microseconds / 1_000_000}.{microseconds / 1000 % 1000:000}:{serial}): {message}");
    }
}
