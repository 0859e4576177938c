using System.Globalization;

namespace Stemma.Lineage;

public sealed partial class LineageReader
{
    private const int LongestDetail = 2_048;

    // What stands in running text is taken apart here, so that facts stay small. Null: of no use.
    private static LineageFact? Finish(LineageFact fact) => fact.Kind switch
    {
        LineageFactKind.Logon when fact.Evidence.Event is "syslog" => SshMessage(fact),
        LineageFactKind.Logon or LineageFactKind.LogonFailed when fact.Text.StartsWith('/') => AuditLogon(fact),
        LineageFactKind.EngineStarted or LineageFactKind.EngineEnded => Engine(fact),
        LineageFactKind.ServiceState or LineageFactKind.TaskEnded or LineageFactKind.ServiceCreated or LineageFactKind.TaskRegistered
            or LineageFactKind.TaskStarted or LineageFactKind.ScriptPart or LineageFactKind.Logon or LineageFactKind.LogonFailed or LineageFactKind.RemoteShell
            or LineageFactKind.Transfer or LineageFactKind.MalwareFound => fact,
        LineageFactKind.ShareAccess => fact.Path.Length > 0 && RemoteCallers.IsElsewhere(fact.Address) ? fact : null,
        LineageFactKind.Privileges => fact.LogonId.Length > 0 ? fact : null,
        LineageFactKind.PolicyAllowed or LineageFactKind.PolicyAudited or LineageFactKind.PolicyBlocked => fact.Path.Length > 0 ? fact : null,

        // What names nobody is of no use.
        _ => fact.Pid < 0 && fact.Guid.Length == 0 && fact.TargetPid < 0 && fact.TargetGuid.Length == 0 ? null : fact,
    };

    // PAM's records: only who came from elsewhere. Text is how: the program that let them in.
    private static LineageFact? AuditLogon(LineageFact fact)
    {
        if (!System.Net.IPAddress.TryParse(fact.Address, out _)) return null;
        string name = fact.Name is "?" || System.Net.IPAddress.TryParse(fact.Name, out _) ? "" : fact.Name;
        return fact with { Name = name, Text = CommandText.FileName(fact.Text).ToString() };
    }

    // "Accepted publickey for ann from 10.0.0.1 port 50777 ssh2: …", "Failed password for [invalid user] ann from …". The last "from" counts:
    // a name that was tried may hold one too.
    private static LineageFact? SshMessage(LineageFact fact)
    {
        bool isAccepted = fact.Text.StartsWith("Accepted ", StringComparison.Ordinal);
        if (!isAccepted && !fact.Text.StartsWith("Failed ", StringComparison.Ordinal)) return null;
        ReadOnlySpan<char> text = fact.Text;
        int user = text.IndexOf(" for "), from = text.LastIndexOf(" from ");
        if (user < 0 || from < user + 5) return null;
        ReadOnlySpan<char> rest = text[(from + 6)..];
        int port = rest.IndexOf(" port ");
        if (port < 0 || !System.Net.IPAddress.TryParse(rest[..port], out _)) return null;
        ReadOnlySpan<char> digits = rest[(port + 6)..];
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        string name = text[(user + 5)..from].ToString();
        return fact with
        {
            Kind = isAccepted ? LineageFactKind.Logon : LineageFactKind.LogonFailed,

            // A failure is a child of the daemon that did nothing else.
            Pid = isAccepted ? fact.Pid : -1,
            User = name.StartsWith("invalid user ", StringComparison.Ordinal) ? name["invalid user ".Length..] : name,
            Address = rest[..port].ToString(),
            Port = int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= ushort.MaxValue ? number : -1,
            Text = "sshd",
        };
    }

    private static LineageFact? Engine(LineageFact fact)
    {
        string application = After(fact.Text, "HostApplication=");
        if (application.Length == 0) return null;

        // A provider starts before the engine has a version (600).
        string version = After(fact.Text, "EngineVersion=");
        if (version.Length == 0) version = After(fact.Text, "HostVersion=");
        return fact with
        {
            Pid = fact.Pid > 4 ? fact.Pid : -1,
            Name = After(fact.Text, "HostId="),
            Text = application,
            Path = $"{version} {After(fact.Text, "HostName=")}".Trim(),
        };
    }

    // A line of the event's text; where all stands in one line, up to the name that follows.
    private static string After(string text, string name)
    {
        int at = text.IndexOf(name, StringComparison.Ordinal);
        if (at < 0) return "";
        ReadOnlySpan<char> rest = text.AsSpan(at + name.Length);
        int end = rest.IndexOfAny('\n', '\r');
        if (end < 0)
            foreach (string next in (ReadOnlySpan<string>)["EngineVersion=", "HostVersion=", "HostId=", "HostApplication=", "RunspaceId="])
                if (rest.IndexOf(next) is >= 0 and int other && (end < 0 || other < end)) end = other;
        return (end < 0 ? rest : rest[..end])[..Math.Min(end < 0 ? rest.Length : end, LongestDetail)].Trim().ToString();
    }
}
