using System.Text;

namespace Stemma.Logs;

/// <summary>Knows text formats by their first bytes.</summary>
internal static class LogSignature
{
    // A log that was cut begins within a line; a format is known by any of the first lines.
    private const int Lines = 8;

    /// <summary>By the byte order mark; without one by where the zero bytes of plain letters stand.</summary>
    public static LogEncoding EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return LogEncoding.Utf16;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return LogEncoding.Utf16BigEndian;
        const int looked = 16;
        if (head.Length < looked) return LogEncoding.Utf8;
        int even = 0, odd = 0;
        for (int i = 0; i < looked; i++)
        {
            if (head[i] == 0 && i % 2 == 0) even++;
            else if (head[i] == 0) odd++;
        }

        return odd == looked / 2 && even == 0 ? LogEncoding.Utf16 : even == looked / 2 && odd == 0 ? LogEncoding.Utf16BigEndian : LogEncoding.Utf8;
    }

    /// <summary>The head as UTF-8 without its mark.</summary>
    public static byte[] Decode(byte[] head)
    {
        LogEncoding encoding = EncodingOf(head);
        if (encoding == LogEncoding.Utf8) return head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        Encoding text = encoding == LogEncoding.Utf16 ? Encoding.Unicode : Encoding.BigEndianUnicode;
        return Encoding.UTF8.GetBytes(text.GetString(head, 0, head.Length & ~1).TrimStart('\uFEFF'));
    }

    /// <summary>The first element is an event or a list of them, in whatever namespace.</summary>
    public static bool IsXml(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("<"u8)) return false;
        while (head.StartsWith("<?"u8) || head.StartsWith("<!--"u8))
        {
            int end = head.IndexOf((byte)'>');
            if (end < 0) return false;
            head = head[(end + 1)..].TrimStart(" \t\r\n"u8);
        }

        return head.StartsWith("<Event>"u8) || head.StartsWith("<Event "u8) || head.StartsWith("<Events>"u8) || head.StartsWith("<Events "u8);
    }

    /// <summary>The first line names the columns of an event.</summary>
    public static bool IsCsv(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("#TYPE"u8)) head = head[(head.IndexOf((byte)'\n') + 1)..];
        int feed = head.IndexOf((byte)'\n');
        if (feed < 0) return false;
        string line = Encoding.UTF8.GetString(head[..feed]);
        return line.AsSpan().IndexOfAny(",;\t") >= 0 && CsvLog.IsHeader([.. line.Split([',', ';', '\t']).Select(column => column.Trim(' ', '"', '\r'))]);
    }

    /// <summary>A line begins as an audit record does: <c>type=X msg=audit(</c>, perhaps behind <c>node=X</c>. Comments in front do not count.</summary>
    public static bool IsAudit(ReadOnlySpan<byte> head)
    {
        for (int i = 0; i < Lines && !head.IsEmpty; i++)
        {
            int feed = head.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = feed < 0 ? head : head[..feed];
            if (line.TrimEnd((byte)'\r').IsEmpty || line.StartsWith("#"u8)) i--;
            if (line.StartsWith("node="u8) && line.IndexOf((byte)' ') is >= 0 and int space) line = line[(space + 1)..];
            if (line.StartsWith("type="u8) && line.IndexOf("audit("u8) is > 0 and < 64) return true;
            head = feed < 0 ? [] : head[(feed + 1)..];
        }

        return false;
    }

    /// <summary>
    /// At least half of the first lines have a time, a host and a program. A word like INFO in the host's place is the level of some program's
    /// own log, which is none.
    /// </summary>
    public static bool IsSyslog(ReadOnlySpan<byte> head)
    {
        int lines = 0, good = 0;
        while (!head.IsEmpty && lines < 2 * Lines)
        {
            int feed = head.IndexOf((byte)'\n');
            ReadOnlySpan<byte> bytes = (feed < 0 ? head : head[..feed]).Trim("\0\r "u8);
            head = feed < 0 ? [] : head[(feed + 1)..];
            if (bytes.IsEmpty) continue;
            lines++;
            if (SyslogLine.TryRead(Encoding.UTF8.GetString(bytes), out SyslogLine line) && IsFromProgram(line)) good++;
        }

        return good > 0 && good * 2 >= lines;
    }

    private static bool IsFromProgram(SyslogLine line) =>
        !line.Program.IsEmpty && line.Host is not ("INFO" or "WARN" or "WARNING" or "ERROR" or "DEBUG" or "TRACE" or "FATAL" or "NOTICE" or "CRITICAL");
}
