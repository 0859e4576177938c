using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// The fields in an event's message, for exports that have nothing else: <c>Image: C:\x.exe</c> on a line of its own, as Sysmon and the
/// Security log write them in English.
/// </summary>
internal static class EventMessage
{
    private const int MaximumLines = 512;

    /// <summary>Adds what the message tells and the event does not have yet.</summary>
    public static void AddFields(FieldEvent e, string message)
    {
        if (e.EventId == 4104 && message.IndexOf(":\n", StringComparison.Ordinal) is > 0 and < 80 and int colon)
        {
            // Creating Scriptblock text (1 of 1):
            string script = message[(colon + 2)..];
            int end = script.LastIndexOf("\n\nScriptBlock ID:", StringComparison.Ordinal);
            Add(e, "ScriptBlockText", end < 0 ? script : script[..end]);
            return;
        }

        string section = "";
        foreach (string line in message.Split('\n', MaximumLines))
        {
            int at = line.IndexOf(':', StringComparison.Ordinal);
            if (at is < 1 or > 64) continue;
            string name = line[..at].Trim(), value = line[(at + 1)..].Trim();
            if (value.Length == 0)
            {
                if (!char.IsWhiteSpace(line[0])) section = name;
                continue;
            }

            Add(e, Name(section, name), value);
        }
    }

    private static string Name(string section, string name) => (section, name) switch
    {
        ("Subject" or "Creator Subject", "Security ID") => "SubjectUserSid",
        ("Subject" or "Creator Subject", "Account Name") => "SubjectUserName",
        ("Subject" or "Creator Subject", "Account Domain") => "SubjectDomainName",
        ("Subject" or "Creator Subject", "Logon ID") => "SubjectLogonId",
        (_, "Security ID") => "TargetUserSid",
        (_, "Account Name") => "TargetUserName",
        (_, "Account Domain") => "TargetDomainName",
        (_, "Logon ID") => "TargetLogonId",
        (_, "New Process Name") => "NewProcessName",
        (_, "New Process ID") => "NewProcessId",
        (_, "Creator Process ID") => "ProcessId",
        (_, "Creator Process Name") => "ParentProcessName",
        (_, "Process Command Line") => "CommandLine",
        (_, "Source Network Address") => "IpAddress",
        (_, "Source Port") => "IpPort",
        (_, "Service File Name") => "ImagePath",
        _ => name.Replace(" ", "", StringComparison.Ordinal),
    };

    private static void Add(FieldEvent e, string name, string value)
    {
        if (!e.Has(name)) e.Add(name, value);
    }
}
