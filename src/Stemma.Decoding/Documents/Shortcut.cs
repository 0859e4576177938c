using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>A Windows shortcut (MS-SHLLINK): what it starts and with which arguments, and what it tells of the machine that made it.</summary>
internal static class Shortcut
{
    private const int HeaderSize = 76, FieldWidth = 260;
    private const uint HasItems = 1, HasLinkInfo = 2, IsWide = 0x80;
    private const uint EnvironmentBlock = 0xA0000001, TrackerBlock = 0xA0000003, IconBlock = 0xA0000007;

    // In the order in which they stand in the file, if their flag is set.
    private static readonly (uint Flag, string Name)[] Strings = [(4, "description"), (8, "relative path"), (0x10, "working directory"), (0x20, "arguments"), (0x40, "icon")];

    public static void Read(byte[] content, DocumentReading document)
    {
        ReadOnlySpan<byte> file = content;
        uint flags = Bytes.U32(file, 20);
        long at = HeaderSize;
        string items = "", info = "", arguments = "", relative = "", environment = "";
        document.Line("Windows shortcut");
        if ((flags & HasItems) != 0)
        {
            int size = Bytes.U16(file, at);
            items = Items(Bytes.Part(file, at + 2, size));
            at += 2 + size;
        }
        if ((flags & HasLinkInfo) != 0)
        {
            uint size = Bytes.U32(file, at);
            info = LinkInfo(Bytes.Part(file, at, size));
            at += Math.Max(size, 4);
        }
        foreach ((uint flag, string name) in Strings)
        {
            if ((flags & flag) == 0) { continue; }
            int width = (flags & IsWide) != 0 ? 2 : 1, length = Bytes.U16(file, at) * width;
            ReadOnlySpan<byte> part = Bytes.Part(file, at + 2, length);
            string value = (width == 2 ? Encoding.Unicode : Encoding.Latin1).GetString(part).TrimEnd('\0');
            at += 2 + length;
            document.Line($"{name}: {value}");
            if (name == "arguments") { arguments = value; }
            if (name == "relative path") { relative = value; }
        }
        for (uint size; (size = Bytes.U32(file, at)) >= 8 && at + size <= file.Length; at += size)
        {
            document.Budget.Spend();
            ReadOnlySpan<byte> block = Bytes.Part(file, at, size);
            switch (Bytes.U32(block, 4))
            {
                case EnvironmentBlock: environment = Either(block); break;
                case IconBlock: document.Line($"icon: {Either(block)}"); break;
                case TrackerBlock: Tracker(block, document); break;
            }
        }
        string target = new[] { environment, info, items, relative }.FirstOrDefault(t => t.Length > 0) ?? "";
        document.Line($"target: {target}");
        if (arguments.Length > 200 && arguments.AsSpan().IndexOf("                                ") >= 0)
        {
            document.NoteHere("the shortcut's arguments are padded with blanks, which hides them in its properties");
        }
        if (target.Length > 0 || arguments.Length > 0) { document.Hidden(ScriptKind.CommandLine, CommandLine(target, arguments), "shortcut"); }
        // The list of blocks ends with four zeros.
        at += 4;
        if (at < file.Length && file[(int)at..].IndexOfAnyExcept((byte)0) >= 0)
        {
            document.NoteHere($"{file.Length - at:N0} bytes stand behind the shortcut's end");
            document.Embedded(content[(int)at..], "behind the shortcut");
        }
    }

    private static string CommandLine(string target, string arguments)
    {
        string program = target.Contains(' ', StringComparison.Ordinal) && !target.StartsWith('"') ? $"\"{target}\"" : target;
        return $"{program} {arguments.Trim()}".Trim();
    }

    private static string Either(ReadOnlySpan<byte> block) =>
        Bytes.Wide(block, 8 + FieldWidth, FieldWidth * 2) is { Length: > 0 } wide ? wide : Bytes.Narrow(block, 8, FieldWidth);

    // The machine's name, and the address of its network card at the end of the file's identifier (a version 1 UUID).
    private static void Tracker(ReadOnlySpan<byte> block, DocumentReading document)
    {
        document.Line($"machine: {Bytes.Narrow(block, 16, 16)}");
        ReadOnlySpan<byte> droid = Bytes.Part(block, 48, 16);
        if (droid.Length == 16 && droid[7] >> 4 == 1) { document.Line($"network card: {Convert.ToHexString(droid[10..])}"); }
    }

    private static string LinkInfo(ReadOnlySpan<byte> info)
    {
        uint header = Bytes.U32(info, 4), flags = Bytes.U32(info, 8);
        string path = "", suffix = "";
        if (header >= 0x24)
        {
            if ((flags & 1) != 0) { path = Bytes.Wide(info, Offset(info, 28)); }
            suffix = Bytes.Wide(info, Offset(info, 32));
        }
        if (path.Length == 0 && (flags & 1) != 0) { path = Bytes.Narrow(info, Offset(info, 16)); }
        if (suffix.Length == 0) { suffix = Bytes.Narrow(info, Offset(info, 24)); }
        if (path.Length == 0 && (flags & 2) != 0)
        {
            uint network = Bytes.U32(info, 20);
            path = Bytes.Narrow(info, network + (long)Bytes.U32(info, network + 8L));
            if (suffix.Length > 0 && !path.EndsWith('\\')) { path += '\\'; }
        }
        return path + suffix;
    }

    // An offset of zero means that there is none.
    private static long Offset(ReadOnlySpan<byte> info, int at) => Bytes.U32(info, at) is var offset and not 0 ? offset : -1;

    // The shell's items: a drive, then folders and a file by their long names where these follow the short ones.
    private static string Items(ReadOnlySpan<byte> list)
    {
        var path = new StringBuilder();
        for (int at = 0, size; (size = Bytes.U16(list, at)) > 2 && path.Length < 4096; at += size)
        {
            ReadOnlySpan<byte> item = Bytes.Part(list, at, size);
            if (item.Length < 4) { break; }
            int type = item[2] & 0x70;
            string name = type switch
            {
                0x20 => Bytes.Narrow(item, 3, 20).TrimEnd('\\'),
                0x30 => LongName(item) is { Length: > 0 } name1 ? name1 : (item[2] & 4) != 0 ? Bytes.Wide(item, 14) : Bytes.Narrow(item, 14),
                0x40 => Bytes.Narrow(item, 5),
                _ => "",
            };
            if (name.Length == 0) { continue; }
            if (path.Length > 0) { path.Append('\\'); }
            path.Append(name);
        }
        return path.ToString();
    }

    private static string LongName(ReadOnlySpan<byte> item)
    {
        int at = Bytes.U16(item, item.Length - 2);
        if (at < 14 || Bytes.U32(item, at + 4) != 0xBEEF0004) { return ""; }
        int version = Bytes.U16(item, at + 2);
        int name = 18 + (version >= 7 ? 18 : 0) + (version >= 3 ? 2 : 0) + (version >= 9 ? 4 : 0) + (version >= 8 ? 4 : 0);
        return Bytes.Wide(item, at + name);
    }
}
