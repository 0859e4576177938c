namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Coming back after a restart, and rights gained by it.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Persistence =>
    [
        new("Starts at logon by a key of the registry", "T1547.001", Medium, OnWindows | InPython, ["currentversion\\run", "currentversion\\\\run", "currentversion/run", "explorer\\shell folders", "user shell folders"],
            @"(?:reg(?:\.exe)?['""]?\s+add|set-itemproperty|new-itemproperty|\bsp\b|\bnp\b|regwrite|setvalue|createkey|setstringvalue|\.setvalue|regsetvalue\w*)\b.{0,300}?currentversion[\\/]{1,2}(?:policies[\\/]{1,2}explorer[\\/]{1,2})?run|currentversion[\\/]{1,2}run(?:once)?\b.{0,300}?(?:set-itemproperty|new-itemproperty|setvalue|regwrite)"),
        new("Starts at logon from the startup folder", "T1547.001", Medium, Anywhere, ["startup"], @"start\s?menu\\{1,2}programs\\{1,2}startup\\{0,2}|specialfolders\s*\(\s*['""]startup|shell:startup|getfolderpath\([^)]{0,40}startup"),
        new("Makes a shortcut", "T1547.009", Low, OnWindows, ["createshortcut"], @"createshortcut\s*\("),
        new("Makes a scheduled task", "T1053.005", Medium, OnWindows | InPython, ["schtasks", "register-scheduledtask", "new-scheduledtask", "schedule.service", "registertaskdefinition"], @"schtasks(?:\.exe)?['""]?\s[^\r\n]{0,60}[/-]create\b|register-scheduledtask\b|registertaskdefinition\s*\(|new-scheduledtaskaction\b[^\r\n]{0,160}-execute"),
        new("Makes a task that runs a script or hidden program", "T1053.005", High, OnWindows | InPython, ["schtasks", "new-scheduledtaskaction", "register-scheduledtask"],
            @"(?:schtasks(?:\.exe)?['""]?\s[^\r\n]{0,60}[/-]create\b|new-scheduledtaskaction\b)[^\r\n]{0,400}(?:mshta|-enc?\w*\s+[a-z0-9+/=]{16}|frombase64string|downloadstring|\biex\b|-w\w*\s+hid|wscript\S*\s+\S*(?:temp|appdata|public)|regsvr32|\\users\\public\\)"),
        new("Makes a job with at", "T1053.002", Medium, OnWindows | InShell, ["at.exe", "at now", "| at "], @"\bat\.exe\s+\d{1,2}:\d\d|\bat\s+now\s*\+|\|\s*at\s+(?:now|-m|\d)"),
        new("Makes or changes a service", "T1543.003", Medium, OnWindows | InPython, ["sc create", "sc.exe", "new-service", "win32_service", "createservice", "sc config", "currentcontrolset\\services"],
            @"\bsc(?:\.exe)?['""]?\s+(?:\\\\\S+\s+)?(?:create|config)\s[^\r\n]{0,200}binpath=?|new-service\b[^\r\n]{0,200}-(?:binarypathname|b\w*)|createservice[aw]?\s*\(|win32_service[\s\S]{0,120}?create|(?:reg(?:\.exe)?\s+add|set-itemproperty|new-itemproperty)[^\r\n]{0,120}currentcontrolset\\services\\[^\r\n]{0,120}imagepath"),
        new("Subscribes to events of WMI", "T1546.003", High, OnWindows, ["__eventfilter", "commandlineeventconsumer", "activescripteventconsumer", "__filtertoconsumerbinding", "register-wmievent"],
            @"__eventfilter|commandlineeventconsumer|activescripteventconsumer|__filtertoconsumerbinding"),
        new("Takes the place of a program when it starts", "T1546.012", High, OnWindows, ["image file execution options", "silentprocessexit"], @"image file execution options\\+[^\r\n]{0,120}(?:debugger|globalflag|verifierdlls)|silentprocessexit\\[^\r\n]{0,120}monitorprocess"),
        new("Takes the place of a key at the logon screen", "T1546.008", High, OnWindows, ["sethc.exe", "utilman.exe", "osk.exe", "magnify.exe", "narrator.exe"], @"(?:copy|move|replace|image file execution options|takeown|icacls|cp)\b[^\r\n]{0,160}(?:sethc|utilman|osk|magnify|narrator)\.exe"),
        new("Changes what logon starts", "T1547.004", Medium, OnWindows, ["winlogon"], @"(?:reg(?:\.exe)?\s+add|set-itemproperty|new-itemproperty|regwrite|setvalue)\b.{0,200}?winlogon.{0,120}?(?:shell|userinit|notify)\b"),
        new("Loads a library into every program", "T1546.010", High, OnWindows, ["appinit_dlls", "appcertdlls", "loadappinit_dlls"], @"(?:reg(?:\.exe)?\s+add|set-itemproperty|new-itemproperty|regwrite|setvalue)\b.{0,240}?(?:appinit_dlls|appcertdlls)"),
        new("Takes over a COM class", "T1546.015", Medium, OnWindows, ["inprocserver32", "treatas", "localserver32"], @"(?:hkcu|hkey_current_user)[:\\]{1,3}software\\{1,2}classes\\{1,2}(?:wow6432node\\)?clsid\\[^\r\n]{0,120}(?:inprocserver32|localserver32|treatas)"),
        new("Adds a package to the local security authority", "T1547.005", High, OnWindows, ["security packages", "authentication packages", "notification packages", "\\networkprovider\\order"], @"(?:reg(?:\.exe)?\s+add|set-itemproperty|new-itemproperty|setvalue)\b.{0,240}?(?:(?:security|authentication|notification) packages|networkprovider\\order)"),
        new("Writes into a profile of PowerShell", "T1546.013", Medium, InPowerShell | InWindows, ["$profile", "profile.ps1"], @"(?:add-content|set-content|out-file|>>?)\s[^\r\n]{0,80}(?:\$profile|profile\.ps1)|\$profile[^\r\n]{0,40}(?:-value|-force)"),
        new("Makes a user", "T1136.001", Medium, Anywhere, ["net user", "new-localuser", "useradd", "adduser", "net1 user", "net.exe", "winnt://", "dscl "], @"net1?(?:\.exe)?['""]?\s+user\s+[^\r\n]{1,120}/add|new-localuser\b|\buseradd\s+[^\r\n]{2,}|\badduser\s+\S+|winnt://[\s\S]{0,120}?create\s*\(\s*['""]user|dscl\s+\.\s+-create\s+/users"),
        new("Makes a user an administrator", "T1098", High, Anywhere, ["localgroup", "add-localgroupmember", "usermod", "add-adgroupmember"], @"net1?(?:\.exe)?['""]?\s+(?:local)?group\s+['""]?(?:administrators|domain admins|enterprise admins|remote desktop users)['""]?\s[^\r\n]{0,80}/add|add-localgroupmember\b[^\r\n]{0,120}administrators|add-adgroupmember\b[^\r\n]{0,120}(?:domain|enterprise) admins|usermod\s+-\w*G\w*\s+\S*(?:sudo|wheel|root)"),
        new("Writes a cron job", "T1053.003", Medium, InShell | InPython, ["crontab", "/etc/cron", "/var/spool/cron"], @"\|\s*crontab(?:\s+-)?|crontab\s+(?!-l)[^\s-]\S*|(?:>>?|tee\s+(?:-a\s+)?|cp\s+\S+|mv\s+\S+|open\(\s*['""])\s*(?:/etc/cron|/var/spool/cron)"),
        new("Makes a unit of systemd", "T1543.002", Medium, InShell | InPython, ["/etc/systemd/system", "/lib/systemd/system", ".config/systemd/user"], @"(?:>>?|tee\s+(?:-a\s+)?|cp\s+\S+|mv\s+\S+|cat\s*>+|open\(\s*['""])\s*['""]?\S*systemd/(?:system|user)/\S+\.(?:service|timer)"),
        new("Makes a launch agent or daemon", "T1543.001", Medium, InShell | InPython, ["launchagents", "launchdaemons", "launchctl"], @"(?:>>?|tee|cp\s|mv\s|cat|plutil|defaults\s+write|open\()[^\r\n]{0,120}(?:launchagents|launchdaemons)/|launchctl\s+(?:load|bootstrap|submit)\s"),
        new("Writes into a start-up file of a shell", "T1546.004", Medium, InShell | InPython, [".bashrc", ".bash_profile", ".profile", ".zshrc", "/etc/profile", "/etc/rc.local"], @"(?:>>?|tee\s+-a)\s*['""]?\S*(?:\.bashrc|\.bash_profile|\.profile|\.zshrc|/etc/profile(?:\.d/\S+)?|/etc/rc\.local)"),
        new("Adds a key for SSH", "T1098.004", High, Anywhere, ["authorized_keys"], @"(?:>>?|tee\s+(?:-a\s+)?|open\(\s*['""]|add-content|set-content|cp\s+\S+)\s*['""]?\S*authorized_keys"),
        new("Gives itself the rights of root", "T1548.001", Medium, InShell | InPython, ["chmod u+s", "chmod +s", "chmod 4", "setuid(0)", "nopasswd", "setcap "], @"chmod\s+(?:u\+s|\+s|[4-7][0-7]{3})\s|setuid\s*\(\s*0\s*\)|nopasswd\s*:\s*all[\s\S]{0,80}?sudoers|setcap\s+cap_setuid"),
        new("Changes a document's templates or macros' security", "T1137", Medium, OnWindows, ["accessvbom", "vbawarnings", "normal.dotm", "xlstart"], @"(?:accessvbom|vbawarnings)['""]?[\s\S]{0,60}?1\b|normaltemplate\.vbproject|\\xlstart\\"),
        new("Uses a token of another user", "T1134", Medium, Anywhere, ["duplicatetoken", "impersonateloggedonuser", "createprocesswithtoken", "setthreadtoken", "sedebugprivilege"], @"duplicatetoken(?:ex)?|impersonateloggedonuser|createprocesswithtoken|setthreadtoken|sedebugprivilege"),
    ];
}
