using System.Buffers;
using System.Globalization;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>One line of an audit log: <c>type=PATH msg=audit(1492037291.036:59): item=0 name="/usr/bin/grep" …</c>.</summary>
internal sealed class AuditRecord
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-[]");
    private bool _isInterpreted;

    /// <summary>How many fields a record may have; the rest is not looked at.</summary>
    public const int MaximumFields = FieldEvent.MaximumFields - 64;

    /// <summary>Where the line begins.</summary>
    public long Position { get; private set; }

    /// <summary>When, in milliseconds since 1970.</summary>
    public long Milliseconds { get; private set; }

    /// <summary>The event's number: records of one event share it, and the time.</summary>
    public long Serial { get; private set; }

    /// <summary>The machine (<c>node=</c>); empty when the line does not say.</summary>
    public string Node { get; private set; } = "";

    /// <summary>There were more than <see cref="MaximumFields"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The fields; the first is <c>type</c>. Values in hex are decoded, except parts of one argument (<c>a1[0]</c>).</summary>
    public TextFields Fields { get; } = new();

    /// <summary>The record's type.</summary>
    public ReadOnlySpan<char> Type => Fields.Value(0);

    /// <summary>Reads a line; false when it is no audit record.</summary>
    /// <param name="line">The line.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="host">The machine, where the line does not say.</param>
    public bool TryRead(ReadOnlySpan<char> line, long position, ReadOnlySpan<char> host = default)
    {
        Fields.Clear();
        (Position, IsCut) = (position, false);
        if (line.StartsWith("node=", StringComparison.Ordinal))
        {
            int space = line.IndexOf(' ');
            if (space < 0) return false;
            ReadOnlySpan<char> node = line[5..space];
            if (!node.SequenceEqual(Node)) Node = node.ToString();
            line = line[(space + 1)..];
        }
        else if (!host.SequenceEqual(Node))
        {
            Node = host.ToString();
        }

        int stamp = line.IndexOf("audit(", StringComparison.Ordinal);
        if (!line.StartsWith("type=", StringComparison.Ordinal) || stamp < 0) return false;
        ReadOnlySpan<char> type = line["type=".Length..];
        type = type[..Math.Max(0, type.IndexOf(' '))];
        int close = line.IndexOf(')');
        if (type.IsEmpty || close < stamp || !TryReadStamp(line[(stamp + 6)..close])) return false;
        Fields.Add("type", TypeName(type));
        ReadOnlySpan<char> rest = line[(close + 1)..].TrimStart(" :");
        if (type is "AVC" or "USER_AVC" or "1400") AddAccess(rest);
        ReadFields(rest, isExecve: Type is "EXECVE");
        return true;
    }

    private bool TryReadStamp(ReadOnlySpan<char> stamp)
    {
        int colon = stamp.LastIndexOf(':');
        if (colon < 0 || !long.TryParse(stamp[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long serial)) return false;
        ReadOnlySpan<char> time = stamp[..colon];
        _isInterpreted = false;
        if (decimal.TryParse(time, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            if (seconds > 200_000_000_000m) return false;
            Milliseconds = (long)(seconds * 1000);
        }
        else if (EventTime.TryParse(time, out long interpreted))
        {
            // As ausearch -i prints it.
            Milliseconds = (interpreted - DateTime.UnixEpoch.ToFileTimeUtc()) / 10_000;
            _isInterpreted = true;
        }
        else
        {
            return false;
        }

        Serial = serial;
        return true;
    }

    private static ReadOnlySpan<char> TypeName(ReadOnlySpan<char> type) => type switch
    {
        "1300" => "SYSCALL",
        "1302" => "PATH",
        "1305" => "CONFIG_CHANGE",
        "1306" => "SOCKADDR",
        "1307" => "CWD",
        "1309" => "EXECVE",
        "1320" => "EOE",
        "1326" => "SECCOMP",
        "1327" => "PROCTITLE",
        "1400" => "AVC",
        _ => type,
    };

    // avc:  denied  { read write } for  pid=…
    private void AddAccess(ReadOnlySpan<char> rest)
    {
        int open = rest.IndexOf('{'), close = rest.IndexOf('}');
        if (open < 0 || close < open) return;
        ReadOnlySpan<char> before = rest[..open].TrimEnd();
        Fields.Add("seresult", before[(before.LastIndexOf(' ') + 1)..]);
        Fields.Add("seperms", rest[(open + 1)..close].Trim());
    }

    private void ReadFields(ReadOnlySpan<char> rest, bool isExecve)
    {
        while (!rest.IsEmpty)
        {
            rest = rest.TrimStart(" \x1d,'(){}");
            int equals = rest.IndexOf('='), space = rest.IndexOfAny(" \x1d");
            if (equals < 0) return;
            if (space >= 0 && space < equals)
            {
                // A word of prose.
                rest = rest[space..];
                continue;
            }

            ReadOnlySpan<char> name = rest[..equals];
            rest = rest[(equals + 1)..];

            // What is within msg='…' and SADDR={…} are fields themselves.
            if (rest.StartsWith("'") || rest.StartsWith("{")) continue;
            if (Fields.Count >= MaximumFields)
            {
                IsCut = true;
                return;
            }

            bool isQuoted = rest.StartsWith("\"");
            int end = isQuoted ? rest[1..].IndexOf('"') + 1 : _isInterpreted ? InterpretedEnd(name, rest, isExecve) : rest.IndexOfAny(" \x1d'");
            if (end <= 0 && isQuoted) (isQuoted, end) = (false, rest.IndexOf(' '));
            if (end < 0) end = rest.Length;
            ReadOnlySpan<char> value = isQuoted ? rest[1..end] : rest[..end].TrimEnd(',');
            rest = rest[Math.Min(rest.Length, isQuoted ? end + 1 : end)..];

            // Old messages stand in brackets themselves: (hostname=?, res=success). (null) and (none) are values.
            if (!isQuoted && !value.Contains('(')) value = value.TrimEnd(')');
            bool isHex = !isQuoted && !_isInterpreted && AuditHex.MayBe(name, isExecve) && !name.Contains('[');
            string? decoded = isHex ? AuditHex.Decode(value) : null;
            if (name is "key" && decoded is not null) AddKeys(decoded);
            else Fields.Add(name, decoded ?? value);
        }
    }

    // A rule may have several keys: the kernel puts a byte 1 between them.
    private void AddKeys(ReadOnlySpan<char> keys)
    {
        foreach (Range key in keys.Split('\x01'))
        {
            if (IsCut = Fields.Count >= MaximumFields) return;
            Fields.Add("key", keys[key]);
        }
    }

    // ausearch -i takes quotes and hex away, so that values have blanks: a title is all that follows, others end before the next name.
    private static int InterpretedEnd(ReadOnlySpan<char> name, ReadOnlySpan<char> rest, bool isExecve)
    {
        if (name is "proctitle") return rest.Length;
        for (int space = rest.IndexOf(' '); space >= 0;)
        {
            ReadOnlySpan<char> next = rest[(space + 1)..];
            int word = next.IndexOfAnyExcept(NameCharacters);
            if (word > 0 && next[word] == '=' && (!isExecve || next[0] == 'a' && char.IsAsciiDigit(next[1]))) return space;
            if (next.StartsWith("}")) return space;
            int more = next.IndexOf(' ');
            space = more < 0 ? -1 : space + 1 + more;
        }

        return rest.IndexOf('\'') is >= 0 and int quote && !isExecve ? quote : rest.Length;
    }
}
