using System.Globalization;

namespace Stemma.Logs;

/// <summary>One line of a syslog, taken apart: RFC 3164 as files and networks have it, and RFC 5424.</summary>
internal ref struct SyslogLine
{
    private const int MaximumTag = 128;

    /// <summary>Facility × 8 + severity; −1 when the line does not say.</summary>
    public int Priority { get; private set; }

    /// <summary>When.</summary>
    public SyslogStamp Stamp { get; private set; }

    /// <summary>The machine; empty when the line names none.</summary>
    public ReadOnlySpan<char> Host { get; private set; }

    /// <summary>The program; empty when the line names none.</summary>
    public ReadOnlySpan<char> Program { get; private set; }

    /// <summary>Its process number; empty when the line does not say.</summary>
    public ReadOnlySpan<char> ProcessId { get; private set; }

    /// <summary>RFC 5424: the kind of message; empty when there is none.</summary>
    public ReadOnlySpan<char> MessageId { get; private set; }

    /// <summary>RFC 5424: the structured data with its brackets; empty when there is none.</summary>
    public ReadOnlySpan<char> Data { get; private set; }

    /// <summary>What the program said.</summary>
    public ReadOnlySpan<char> Message { get; private set; }

    /// <summary>Reads a line; false when it has no time at its head.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, out SyslogLine read)
    {
        read = new SyslogLine { Priority = -1 };
        if (line.StartsWith("<") && line.IndexOf('>') is > 1 and < 5 and int close)
        {
            if (!int.TryParse(line[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out int priority) || priority > 191) return false;
            read.Priority = priority;
            line = line[(close + 1)..];
            if (line.StartsWith("1 ")) return read.ReadStructured(line[2..]);
        }

        if (!SyslogStamp.TryRead(line, out SyslogStamp stamp, out int length)) return false;
        read.Stamp = stamp;
        line = line[length..];
        if (line.StartsWith(":")) line = line[1..];
        if (!line.StartsWith(" ")) return false;
        read.ReadTraditional(line.TrimStart(' '));
        return true;
    }

    // VERSION was read: TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]; "-" is none.
    private bool ReadStructured(ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> time = Word(ref rest);
        if (time is not "-")
        {
            if (!SyslogStamp.TryRead(time, out SyslogStamp stamp, out int length) || length != time.Length) return false;
            Stamp = stamp;
        }

        Host = Word(ref rest);
        Program = Word(ref rest);
        ProcessId = Word(ref rest);
        MessageId = Word(ref rest);
        if (rest.StartsWith("["))
        {
            int end = EndOfData(rest);
            Data = rest[..end];
            rest = rest[end..];
        }
        else if (rest.StartsWith("-"))
        {
            rest = rest[1..];
        }

        if (rest.StartsWith(" ")) rest = rest[1..];
        Message = rest.StartsWith("\uFEFF") ? rest[1..] : rest;
        if (Host is "-") Host = [];
        if (Program is "-") Program = [];
        if (ProcessId is "-") ProcessId = [];
        if (MessageId is "-") MessageId = [];
        return true;
    }

    private static ReadOnlySpan<char> Word(scoped ref ReadOnlySpan<char> rest)
    {
        int space = rest.IndexOf(' ');
        ReadOnlySpan<char> word = space < 0 ? rest : rest[..space];
        rest = space < 0 ? [] : rest[(space + 1)..];
        return word;
    }

    // Behind the last ] that is not within a quoted value.
    private static int EndOfData(ReadOnlySpan<char> text)
    {
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (isQuoted && text[i] == '\\') i++;
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && text[i] == ']' && (i + 1 == text.Length || text[i + 1] != '[')) return i + 1;
        }

        return text.Length;
    }

    // HOST TAG[PID]: MESSAGE; what looks like a tag where the host should be is one (logger without a host).
    private void ReadTraditional(ReadOnlySpan<char> rest)
    {
        if (TryReadTag(rest)) return;
        int space = rest.IndexOf(' ');
        if (space < 0)
        {
            Message = rest;
            return;
        }

        Host = rest[..space];
        rest = rest[(space + 1)..].TrimStart(' ');
        if (!TryReadTag(rest)) Message = rest;
    }

    private bool TryReadTag(ReadOnlySpan<char> text)
    {
        int end = text[..Math.Min(text.Length, MaximumTag)].IndexOfAny(" :[");
        if (end <= 0) return false;
        ReadOnlySpan<char> tag = text[..end], rest = text[end..];
        ReadOnlySpan<char> pid = [];
        if (rest[0] == '[')
        {
            int close = rest.IndexOf(']');
            if (close < 0 || close > 32) return false;
            pid = rest[1..close];
            rest = rest[(close + 1)..];

            // macOS names the part of the program that speaks: launchd[1] (com.apple.x): …
            if (rest.StartsWith(" (") && rest.IndexOf("):", StringComparison.Ordinal) is > 0 and < MaximumTag and int part) rest = rest[(part + 1)..];
        }

        // A colon within a word is an address or a time.
        if (!rest.StartsWith(":") || (rest.Length > 1 && rest[1] is not (' ' or '\t') && pid.IsEmpty)) return false;
        int bracket = tag.IndexOf('(');
        if (bracket > 0) tag = tag[..bracket];
        Program = tag.StartsWith("/") ? tag[(tag.LastIndexOf('/') + 1)..] : tag;
        ProcessId = pid;
        Message = rest[1..].TrimStart(' ');
        return true;
    }
}
