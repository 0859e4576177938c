using System.Collections.Frozen;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>What kind of program a process runs, as far as it matters for where an attack came from.</summary>
internal enum ProgramRole
{
    /// <summary>None of the below.</summary>
    Other,

    /// <summary>A part of the system that starts all kinds of things for everybody: what it started has nothing else in common.</summary>
    System,

    /// <summary>Brings messages.</summary>
    Mail,

    /// <summary>Shows pages.</summary>
    Browser,

    /// <summary>Unpacks files.</summary>
    Archiver,

    /// <summary>Opens documents.</summary>
    Document,

    /// <summary>Answers the network.</summary>
    Server,

    /// <summary>Runs commands that came from another machine.</summary>
    RemoteShell,

    /// <summary>Reads commands.</summary>
    Shell,
}

/// <summary>Knows programs by their names and, since names can be borrowed, by where the system's own lie.</summary>
internal static class ProgramRoles
{
    private static readonly FrozenDictionary<string, ProgramRole> ByName = new Dictionary<ProgramRole, string>
    {
        [ProgramRole.System] = "system registry smss csrss wininit winlogon services lsass svchost explorer userinit taskhost taskhostw taskeng taskhostex sihost dwm "
            + "fontdrvhost logonui runtimebroker applicationframehost searchindexer searchhost startmenuexperiencehost shellexperiencehost wmiprvse dllhost spoolsv "
            + "ctfmon gpscript msmpeng trustedinstaller tiworker backgroundtaskhost "
            + "systemd init cron crond atd anacron sshd login launchd kthreadd dbus-daemon dbus-broker dockerd containerd containerd-shim containerd-shim-runc-v2 runc "
            + "supervisord agetty gdm gnome-session gnome-shell xfce4-session runsvdir s6-svscan tini dumb-init",
        [ProgramRole.Mail] = "outlook hxoutlook olk thunderbird hxtsr teams ms-teams slack discord telegram whatsapp signal",
        [ProgramRole.Browser] = "chrome msedge firefox iexplore brave opera vivaldi chromium safari microsoftedge microsoftedgecp chromium-browser firefox-esr google-chrome",
        [ProgramRole.Archiver] = "7zfm 7zg winrar winzip32 winzip64 peazip bandizip",
        [ProgramRole.Document] = "winword excel powerpnt msaccess mspub visio onenote onenotem wordpad eqnedt32 soffice soffice.bin acrord32 acrobat foxitreader foxitpdfreader sumatrapdf vlc wmplayer",
        [ProgramRole.Server] = "w3wp httpd nginx apache apache2 tomcat tomcat8 tomcat9 java php-cgi php-fpm sqlservr mysqld mariadbd postgres umworkerprocess lighttpd caddy uwsgi gunicorn "
            + "beasvc store.exe oracle redis-server",
        [ProgramRole.RemoteShell] = "wsmprovhost winrshost psexesvc",
        [ProgramRole.Shell] = "cmd powershell pwsh powershell_ise bash sh dash zsh ksh fish tcsh csh wt windowsterminal openconsole",
    }.SelectMany(role => role.Value.Split(' '), (role, name) => (name, role.Key)).ToFrozenDictionary(pair => pair.name, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a process runs.</summary>
    public static ProgramRole Of(LineageProcess process)
    {
        ReadOnlySpan<char> name = Name(process);
        if (!ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out ProgramRole role)) return ProgramRole.Other;
        return role == ProgramRole.System && !IsInSystemFolder(process.Image) ? ProgramRole.Other : role;
    }

    /// <summary>Whether a process brings things that others made, and starts them: what it started may have nothing else in common.</summary>
    public static bool IsCarrier(ProgramRole role) => role is ProgramRole.Mail or ProgramRole.Browser or ProgramRole.Archiver;

    /// <summary>Whether a process is one that the system or a compiler starts along with any other: it says nothing of itself.</summary>
    public static bool IsHelper(LineageProcess process) => Helpers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Name(process)) && process.Image.Contains(@"\Windows\", StringComparison.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Helpers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "cvtres", "werfault", "wermgr", "dw20", "splwow64", "compattelrunner", "mscorsvw", "ngen");

    /// <summary>A process's program: its file's name without <c>.exe</c>.</summary>
    public static ReadOnlySpan<char> Name(LineageProcess process)
    {
        ReadOnlySpan<char> name = CommandText.FileName(process.Image);
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }

    // Exports may hold the name alone.
    private static bool IsInSystemFolder(string image)
    {
        if (image.AsSpan().IndexOfAny('\\', '/') < 0) return true;
        if (image[0] == '/') return !image.StartsWith("/tmp/", StringComparison.Ordinal) && !image.StartsWith("/var/", StringComparison.Ordinal)
            && !image.StartsWith("/dev/", StringComparison.Ordinal) && !image.StartsWith("/home/", StringComparison.Ordinal);
        return image.Contains(@"\Windows\explorer.exe", StringComparison.OrdinalIgnoreCase) || image.Contains(@"\System32\", StringComparison.OrdinalIgnoreCase)
            || image.Contains(@"\SysWOW64\", StringComparison.OrdinalIgnoreCase) || image.Contains(@"\Windows\servicing\", StringComparison.OrdinalIgnoreCase)
            || image.Contains(@"\WinSxS\", StringComparison.OrdinalIgnoreCase) || image.Contains(@"\SystemApps\", StringComparison.OrdinalIgnoreCase)
            || image.Contains(@"\Windows Defender\", StringComparison.OrdinalIgnoreCase);
    }
}
