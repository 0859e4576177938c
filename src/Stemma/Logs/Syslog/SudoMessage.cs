using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// What sudo logs: <c>bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh -c id</c>. The words become fields; a command that sudo ran is
/// also a process with its image and command line.
/// </summary>
internal static class SudoMessage
{
    /// <summary>Adds the fields.</summary>
    public static void Add(FieldEvent e, ReadOnlySpan<char> message)
    {
        int colon = message.IndexOf(" : ", StringComparison.Ordinal);
        if (colon < 0) return;
        ReadOnlySpan<char> rest = message[(colon + 3)..];
        e.Add("SUDO_USER", message[..colon].Trim());
        bool isRun = true;
        while (!rest.IsEmpty)
        {
            rest = rest.TrimStart();
            if (rest.StartsWith("COMMAND=") || rest.StartsWith("SCRIPT="))
            {
                ReadOnlySpan<char> command = rest[(rest.IndexOf('=') + 1)..];
                e.Add("COMMAND", command);
                if (!isRun) return;
                int space = command.IndexOf(' ');
                e.Add("Image", space < 0 ? command : command[..space]);
                e.Add("CommandLine", command);
                return;
            }

            int end = rest.IndexOf(" ; ", StringComparison.Ordinal), equals = rest.IndexOf('=');
            ReadOnlySpan<char> part = end < 0 ? rest : rest[..end];
            if (equals > 0 && equals < part.Length && !part[..equals].Contains(' ')) e.Add(part[..equals], part[(equals + 1)..]);
            else isRun = false; // A reason: the command was refused.
            rest = end < 0 ? [] : rest[(end + 3)..];
        }
    }
}
