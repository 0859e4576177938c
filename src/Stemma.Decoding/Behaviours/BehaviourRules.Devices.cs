namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>The command lines of network devices (Cisco IOS and NX-OS, Juniper Junos), and AppleScript.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Devices =>
    [
        new("Copies the configuration of a network device elsewhere", "T1602.002", High, InOther, ["copy ", "show ", "save "], @"\bcopy\s+(?:running-config|startup-config|nvram:\S*|flash:\S*)\s+(?:tftp|ftp|scp|sftp|https?):|\bshow\s+(?:running-config|startup-config)[^\r\n]{0,60}\|\s*(?:redirect|tee)\s+(?:tftp|ftp|scp|https?):|\bsave\s+(?:ftp|scp)://"),
        new("Shows the configuration of a network device", "T1602.002", Low, InOther, ["show "], @"\bshow\s+(?:run(?:ning-config)?|start(?:up-config)?|configuration|tech-support)\b"),
        new("Makes an account with all rights on a network device", "T1136.001", High, InOther, ["username ", "set system login user"], @"\busername\s+\S+\s+(?:[^\r\n]{0,60}\s)?privilege\s+15\b|set\s+system\s+login\s+user\s+\S+\s+class\s+super-user"),
        new("Runs scripts on a network device", "T1059.008", Medium, InOther, ["tclsh", "guestshell", "event manager", "op url", "run bash", "bash-shell", "start shell"], @"\btclsh\b|\bguestshell\s+(?:enable|run)|\bevent\s+manager\s+(?:applet|run)|\bop\s+url\s|\brun\s+bash\b|feature\s+bash-shell|\bstart\s+shell\b"),
        new("Records traffic on a network device", "T1040", High, InOther, ["monitor capture", "monitor session", "monitor traffic", "ethanalyzer"], @"\bmonitor\s+capture\s|\bmonitor\s+session\s+\d+\s+(?:source|destination)|\bmonitor\s+traffic\s+interface|\bethanalyzer\s"),
        new("Switches off logging on a network device", "T1562.003", High, InOther, ["no logging", "no archive", "delete system syslog", "clear logging", "no aaa accounting"], @"\bno\s+logging\b|\bno\s+aaa\s+accounting|delete\s+system\s+syslog|\bclear\s+logging\b|\bno\s+archive\b"),
        new("Exchanges the software of a network device", "T1601.001", High, InOther, ["boot system", "software add", "install add", "copy "], @"\bboot\s+system\s+(?:flash|tftp|bootflash)|request\s+system\s+software\s+add|\binstall\s+add\s+file|\bcopy\s+(?:tftp|ftp|scp|https?):\S*\s+(?:flash|bootflash|system):"),
        new("Makes a tunnel on a network device", "T1572", Medium, InOther, ["interface tunnel", "tunnel source", "tunnel mode"], @"\binterface\s+tunnel\s*\d|\btunnel\s+(?:source|destination|mode)\s"),
        new("Opens the management of a network device", "T1133", Medium, InOther, ["ip http server", "snmp-server", "transport input", "set snmp community"], @"^\s*(?:\S+[>#]\s*)?ip\s+http\s+(?:secure-)?server|snmp-server\s+community\s+\S+\s+rw\b|transport\s+input\s+(?:all|telnet)|set\s+snmp\s+community\s+\S+\s+authorization\s+read-write"),
        new("Erases a network device", "T1561.001", High, InOther, ["write erase", "erase ", "format flash", "request system zeroize"], @"\bwrite\s+erase\b|\berase\s+(?:startup-config|nvram:|flash:)|\bformat\s+(?:flash|bootflash|disk\d):|request\s+system\s+zeroize"),
        new("Runs shell commands from AppleScript", "T1059.002", Medium, Anywhere, ["do shell script"], null),
        new("Asks for a password by a dialog of AppleScript", "T1056.002", High, InShell | InOther, ["hidden answer"], @"display\s+dialog[\s\S]{0,400}?hidden\s+answer"),
        new("Runs shell commands with the rights of an administrator", "T1548.004", Medium, InShell | InOther, ["administrator privileges"], @"do\s+shell\s+script[\s\S]{0,400}?with\s+administrator\s+privileges"),
    ];
}
