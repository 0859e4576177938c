using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Indicators;

/// <summary>Paths, keys of the registry and names of mutexes.</summary>
internal sealed partial class IndicatorScan
{
    private const int LongestPath = 1024;

    // Below these, files of attackers lie; the rest of a Unix system is full of paths that say nothing.
    private static readonly string[] UnixFolders =
    [
        "/tmp/", "/var/tmp/", "/dev/shm/", "/run/", "/root/", "/home/", "/opt/", "/srv/", "/var/www/", "/var/spool/cron", "/usr/local/", "/boot/",
        "/etc/passwd", "/etc/shadow", "/etc/sudoers", "/etc/cron", "/etc/ld.so.preload", "/etc/rc.local", "/etc/init.d/", "/etc/systemd/", "/etc/profile", "/etc/ssh/", "/etc/hosts",
        "/etc/pam.d/", "/etc/update-motd.d/", "/lib/systemd/", "/usr/lib/systemd/", "/Library/Launch", "/Users/", "/private/tmp/", "/var/run/", "/proc/self/", "/proc/sys/", "/mnt/", "/data/local/",
    ];

    // Interpreters and tools of Windows themselves: that a script names them is behaviour, not a file to look for.
    private static readonly FrozenSet<string> WindowsPrograms = new[]
    {
        "cmd.exe", "powershell.exe", "wscript.exe", "cscript.exe", "rundll32.exe", "regsvr32.exe", "mshta.exe", "reg.exe", "net.exe", "net1.exe", "sc.exe", "schtasks.exe", "explorer.exe",
        "notepad.exe", "calc.exe", "svchost.exe", "taskkill.exe", "tasklist.exe", "ping.exe", "ipconfig.exe", "whoami.exe", "conhost.exe", "wmic.exe", "netsh.exe", "certutil.exe", "msiexec.exe",
        "kernel32.dll", "ntdll.dll", "user32.dll", "advapi32.dll", "shell32.dll", "system32", "syswow64", "drivers", "config",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Hives =
    [
        "HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER", "HKEY_CLASSES_ROOT", "HKEY_USERS", "HKEY_CURRENT_CONFIG", "HKLM", "HKCU", "HKCR", "HKU", "HKCC",
    ];

    private bool DrivePath(int start)
    {
        if (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '$' or '%')) { return false; }
        if (text[start + 2] == '/' && text.AsSpan(start + 2).StartsWith("//", StringComparison.Ordinal)) { return false; }
        int end = PathEnd(start, start + 2);
        TakePath(start, end, 3);
        return true;
    }

    private void SharePath(int start)
    {
        int host = start + 2;
        while (host < start + 5 && At(host) == '\\') { host++; }
        int slash = text.AsSpan(host, Math.Min(256, text.Length - host)).IndexOf('\\');
        if (slash <= 0) { return; }
        foreach (char c in text.AsSpan(host, slash)) { if (!(IsWord(c) || c is '@' or '?')) { return; } }
        if (host - start > 4 || (host - start > 2 && start > 0 && IsWord(text[start - 1]))) { return; }
        if (start > 0 && (IsWord(text[start - 1]) || text[start - 1] is ':' or '\\' or ')' or ']' or '*' or '+' or '^' or '/')) { return; } // an escaped backslash in a path or an expression
        int end = PathEnd(start, host);
        int length = end - host;
        if (length <= slash + 1 || !char.IsAsciiLetterOrDigit(text[end - 1]) && text[end - 1] is not ('$' or '\\')) { return; }
        ReadOnlySpan<char> name = text.AsSpan(host, slash);
        if (name.Length < 2 && name[0] != '.') { return; }
        TakePath(start, end, 4);
        if (IsAddress(name, out _) && !IsOwn(name)) { found(IndicatorKind.Ipv4, name.ToString(), host, slash); }
    }

    private bool VariablePath(int start)
    {
        int close = text.AsSpan(start + 1, Math.Min(40, text.Length - start - 1)).IndexOf('%');
        if (close <= 1 || At(start + close + 2) != '\\') { return false; }
        foreach (char c in text.AsSpan(start + 1, close)) { if (!(char.IsAsciiLetterOrDigit(c) || c is '_' or '(' or ')')) { return false; } }
        TakePath(start, PathEnd(start, start + close + 2), close + 3);
        return true;
    }

    private void EnvironmentPath(int start)
    {
        int end = start + 5;
        while (char.IsAsciiLetterOrDigit(At(end)) || At(end) == '_') { end++; }
        if (At(end) == '\\') { TakePath(start, PathEnd(start, end), end - start + 1); }
    }

    private void UnixPath(int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        foreach (string folder in UnixFolders)
        {
            if (!rest.StartsWith(folder, StringComparison.Ordinal)) { continue; }
            int end = start + 1;
            while (end < text.Length && end - start < LongestPath && (IsWord(text[end]) || text[end] is '/' or '+' or '@' or '~' or '%' or '*' or '#')) { end++; }
            while (end > start && text[end - 1] is '.' or '/' or '*') { end--; }
            if (end - start < folder.TrimEnd('/').Length + (folder[^1] == '/' ? 2 : 0)) { return; }
            _taken = end;
            found(IndicatorKind.Path, text[start..end], start, end - start);
            return;
        }
    }

    private bool RegistryKey(int start, int end)
    {
        if (end - start < 3 || text[start] is not ('H' or 'h')) { return false; }
        foreach (string hive in Hives)
        {
            if (!text.AsSpan(start, end - start).Equals(hive, StringComparison.OrdinalIgnoreCase)) { continue; }
            int path = At(end) == ':' ? end + 1 : end;
            if (At(path) is not ('\\' or '/')) { return false; }
            int stop = PathEnd(start, path);
            while (stop > path && text[stop - 1] is '\\' or '.' or ',' or ':') { stop--; }
            if (stop - path < 2) { return false; }
            _taken = stop;
            found(IndicatorKind.RegistryKey, Single(text[start..stop]), start, stop - start);
            return true;
        }
        return false;
    }

    /// <summary>Where a path ends: at the quote that it began behind, else at what no path holds, a space among it unless the folder is known to have one.</summary>
    private int PathEnd(int start, int from)
    {
        char quote = start > 0 && text[start - 1] is '"' or '\'' ? text[start - 1] : '\0';
        if (quote == '\0' && start > 10 && text.AsSpan(start - 10, 10).EndsWith("Registry::", StringComparison.OrdinalIgnoreCase)) { quote = start > 10 && text[start - 11] is '"' or '\'' ? text[start - 11] : '\0'; }
        int end = from;
        for (; end < text.Length && end - start < LongestPath; end++)
        {
            char c = text[end];
            if (c is '"' or '<' or '>' or '|' or '?' or '*' or '\r' or '\n' or '\t' or '`' or '\0' || c == quote || c == '\u201D') { break; }
            if (c == ':' && end > from) { break; }
            if (quote != '\0') { continue; }
            if (c is '\'' or ';' or ',' or ')' or '&' or '^' or '}' or ']' || (c == ' ' && !KnownSpace(end))) { break; }
            if (c == '(' && !text.AsSpan(end).StartsWith("(x86)", StringComparison.OrdinalIgnoreCase)) { break; }
            if (c == '(') { end += 4; }
        }
        while (end > from && text[end - 1] is ' ' or '.' or ',') { end--; }
        return end;
    }

    /// <summary>Whether the space here is one within a folder's name that everybody has: <c>Program Files (x86)</c>, <c>Windows NT</c>, <c>Start Menu</c>.</summary>
    private bool KnownSpace(int at)
    {
        foreach ((string before, string after) in Spaces)
        {
            if (at >= before.Length && text.AsSpan(at - before.Length, before.Length).Equals(before, StringComparison.OrdinalIgnoreCase)
                && text.AsSpan(at + 1).StartsWith(after, StringComparison.OrdinalIgnoreCase)) { return true; }
        }
        return false;
    }

    private static readonly (string Before, string After)[] Spaces =
    [
        ("\\Program", "Files"), ("Files", "(x86)"), ("\\Windows", "NT\\"), ("\\Start", "Menu"), ("\\Documents", "and Settings"), ("\\Documents and", "Settings"), ("\\Internet", "Explorer"),
        ("\\Image File", "Execution"), ("\\Image", "File Execution"), ("Execution", "Options"), ("\\Windows", "Defender"), ("\\Common", "Files"), ("\\User", "Shell Folders"), ("\\User Shell", "Folders"),
        ("\\Local", "Settings"), ("\\Application", "Data"), ("\\Shell", "Folders"), ("\\Security", "Packages"), ("\\All", "Users"), ("\\Microsoft", "Office"),
    ];

    private void TakePath(int start, int end, int least)
    {
        if (end - start <= least) { return; }
        _taken = end;
        string path = Single(text[start..end]);
        int name = path.LastIndexOfAny(['\\', '/']);
        string last = path[(name + 1)..];
        if (last.Length == 0 ? path.Count(c => c is '\\' or '/') < 2 : IsWindowsOwn(path, last)) { return; }
        found(IndicatorKind.Path, path, start, end - start);
    }

    private static bool IsWindowsOwn(string path, string last) =>
        (path.Contains("\\windows", StringComparison.OrdinalIgnoreCase) || path.StartsWith("%windir%", StringComparison.OrdinalIgnoreCase) || path.StartsWith("%systemroot%", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("$env:windir", StringComparison.OrdinalIgnoreCase) || path.StartsWith("$env:systemroot", StringComparison.OrdinalIgnoreCase))
        && (WindowsPrograms.Contains(last) || last.Equals("windows", StringComparison.OrdinalIgnoreCase))
        && path.Count(c => c == '\\') <= (path.Contains("WindowsPowerShell", StringComparison.OrdinalIgnoreCase) ? 5 : 3);

    /// <summary>Backslashes doubled for the sake of a string's quotes are single again.</summary>
    private static string Single(string path)
    {
        bool share = path.StartsWith(@"\\", StringComparison.Ordinal);
        string rest = share ? path.TrimStart('\\') : path;
        while (rest.Contains(@"\\", StringComparison.Ordinal)) { rest = rest.Replace(@"\\", @"\", StringComparison.Ordinal); }
        return share ? @"\\" + rest : rest;
    }

    private void Mutexes()
    {
        budget?.Check();
        int count = 0;
        foreach (ValueMatch match in MutexName().EnumerateMatches(text))
        {
            if (++count > 64) { break; }
            int close = match.Index + match.Length - 1;
            int open = text.LastIndexOf(text[close], close - 1);
            string name = text[(open + 1)..close];
            if (name.Length is >= 3 and <= 260 && !name.Contains("threading", StringComparison.OrdinalIgnoreCase)) { found(IndicatorKind.Mutex, name, open + 1, name.Length); }
        }
    }

    [GeneratedRegex("""mutex(?:(?:Ex)?[AW])?['"\]]{0,2}(?:::new)?\s{0,4}(?:-Arg\w{0,12}\s{0,4})?@?[(\s,][^'"\r\n;]{0,60}(?:'[^'\r\n]{3,260}'|"[^"\r\n]{3,260}")""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MutexName();
}
