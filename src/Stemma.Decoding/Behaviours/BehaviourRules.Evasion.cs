namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Switching off what would see or stop it, and hiding.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Evasion =>
    [
        new("Switches off the antimalware scan interface", "T1562.001", High, OnWindows, ["amsiutils", "amsiinitfailed", "amsicontext", "amsisession", "amsiscanbuffer", "amsiscanstring", "amsiopensession", "amsi.dll", "amsienable"],
            @"amsiutils|amsiinitfailed|amsicontext|amsisession|amsi(?:scanbuffer|scanstring|opensession)|amsi\.dll[\s\S]{0,300}?(?:virtualprotect|getprocaddress|loadlibrary)|amsienable[\s\S]{0,80}?0"),
        new("Switches off logging of PowerShell", "T1562.002", High, InPowerShell | InWindows, ["scriptblocklogging", "cachedgrouppolicysettings", "psetwlogprovider", "enablescriptblocklogging", "m_enabled"],
            @"cachedgrouppolicysettings|psetwlogprovider|etwprovider[\s\S]{0,120}?m_enabled|(?:enable)?scriptblock(?:invocation)?logging['""\]]{0,3}[\s\S]{0,120}?(?:=\s*0|,\s*0|-value\s+0|/d\s+0)"),
        new("Patches event tracing", "T1562.006", High, Anywhere, ["etweventwrite", "nttraceevent", "etwnotificationregister"], null),
        new("Takes paths out of the antivirus", "T1562.001", High, OnWindows, ["add-mppreference", "set-mppreference", "exclusionpath", "exclusionprocess", "exclusionextension", "\\exclusions\\"],
            @"(?:add|set)-mppreference\b[^\r\n;]{0,200}-exclusion|reg(?:\.exe)?\s+add[^\r\n]{0,160}windows\s*defender\\exclusions|msft_mppreference[\s\S]{0,120}?exclusion"),
        new("Switches off the antivirus", "T1562.001", High, OnWindows, ["set-mppreference", "disableantispyware", "windefend", "removedefinitions", "disablerealtimemonitoring", "uninstall-windowsfeature"],
            @"set-mppreference\b[^\r\n]{0,300}-disable\w+\s+(?:\$?true|1)|disableantispyware['""]?[\s\S]{0,60}?\b1\b|(?:sc(?:\.exe)?\s+(?:\\\\\S+\s+)?(?:stop|delete|config)|net1?(?:\.exe)?\s+stop|stop-service)\s[^\r\n]{0,40}(?:windefend|wdnissvc|sense|mbamservice|msmpsvc|sophos|sepmaster)|mpcmdrun(?:\.exe)?['""]?\s[^\r\n]{0,40}-removedefinitions|uninstall-windowsfeature\s[^\r\n]{0,40}defender"),
        new("Stops security software", "T1562.001", High, Anywhere, ["taskkill", "killall", "pkill", "stop-process", "systemctl", "setenforce"],
            @"(?:taskkill|stop-process|killall|pkill|kill)\b[^\r\n;]{0,80}(?:msmpeng|mssense|sophos|savservice|carbonblack|cb\.exe|csfalcon|cylance|mcshield|avp\.exe|ekrn|bdservicehost|sysmon|falcon-sensor|aliyun|cloudmonitor)|systemctl\s+(?:stop|disable|mask)\s+[^\r\n]{0,40}(?:auditd|falcon-sensor|rsyslog|apparmor|aliyun|osqueryd|wazuh)|setenforce\s+0"),
        new("Clears event logs", "T1070.001", High, OnWindows, ["clear-eventlog", "wevtutil", "clearlog", "remove-eventlog", "cleareventlog"], @"clear-eventlog\b|remove-eventlog\b|wevtutil(?:\.exe)?['""]?\s+(?:cl|clear-log)\b|wevtutil(?:\.exe)?\s[^\r\n]{0,60}/e:false|globalsession\.clearlog|cleareventlog\s*\("),
        new("Clears the history of commands", "T1070.003", Medium, Anywhere, ["history", "histfile", "histsize"], @"history\s+-\w*c\b|unset\s+histfile|histfile=/dev/null|histsize=0|(?:rm|shred|>|ln\s+-sf\s+/dev/null)\s+\S*(?:bash|zsh)_history|clear-history\b|set-psreadline\w*\s[^\r\n]{0,60}savenothing|remove-item[^\r\n]{0,100}consolehost_history"),
        new("Deletes logs of Unix", "T1070.002", High, InShell | InPython, ["/var/log", "journalctl", "wtmp"], @"(?:rm\s+-\w*[rf]\w*|shred|truncate\s[^\r\n]{0,20}|>\s*|cat\s+/dev/null\s*>\s*|echo\s+[""']{0,2}\s*>\s*)\s*/var/log/(?:\*|auth|secure|syslog|messages|audit|wtmp|btmp|lastlog|cron|\s*$)|journalctl\s+--(?:vacuum-time=1s|vacuum-size=1|rotate)"),
        new("Opens or switches off the firewall", "T1562.004", Medium, Anywhere, ["advfirewall", "netsh firewall", "set-netfirewallprofile", "new-netfirewallrule", "iptables", "ufw disable", "firewalld"],
            @"advfirewall\s[^\r\n]{0,80}(?:state\s+off|add\s+rule[^\r\n]{0,200}allow)|netsh(?:\.exe)?\s+firewall\s[^\r\n]{0,80}(?:disable|add\s|set\s)|set-netfirewallprofile[^\r\n]{0,120}-enabled\s+\$?false|new-netfirewallrule[^\r\n]{0,240}-action\s+allow|iptables\s+(?:-F|--flush|-P\s+INPUT\s+ACCEPT|-I\s+INPUT[^\r\n]{0,80}ACCEPT)|ufw\s+disable|(?:stop|disable)\s+firewalld"),
        new("Goes around user account control", "T1548.002", High, OnWindows, ["fodhelper", "eventvwr", "sdclt", "computerdefaults", "ms-settings", "cmluautil", "enablelua", "slui.exe", "wsreset", "silentcleanup", "delegateexecute"],
            @"ms-settings\\(?:shell\\open\\command|curver)|delegateexecute|mscfile\\shell\\open\\command|exefile\\shell\\(?:runas|open)\\command|cmluautil|3e5fc7f9-9a51-4367-9063-a120244fbec7|enablelua['""]?[\s\S]{0,60}?\b0\b|appx82a6gwre4fdg3bt635tn5ctqjf8msdd2"),
        new("Decodes base64", "T1140", Low, Anywhere, ["frombase64string", "b64decode", "bin.base64", "certutil", "base64 -d", "base64 --decode"], @"frombase64string['""]?\s*(?:\.invoke\s*)?\(|b64decode\s*\(|bin\.base64|certutil(?:\.exe)?\s[^\r\n]{0,40}-decode|base64\s+(?:-d|--decode)"),
        new("Inflates what it carries", "T1140", Medium, InPowerShell | InWindows, ["deflatestream", "gzipstream"], null, ["frombase64string"]),
        new("Decodes a file with certutil", "T1140", Medium, OnWindows, ["certutil"], @"certutil(?:\.exe)?['""]?\s[^\r\n]{0,60}[-/]decode(?:hex)?\b"),
        new("Loads an assembly from memory", "T1620", Medium, InPowerShell | InWindows | InJavaScript | InVisualBasic, ["assembly]::load", "assembly.load", "appdomain]::currentdomain", "load_3"], @"assembly\]\s*::\s*['""]?load['""]?\s*(?:\.invoke\s*)?\(|currentdomain\s*\.\s*load\s*\(|assembly\.load\s*\(|\.load_3\s*\("),
        new("Loads an assembly that it carries or downloads", "T1620", High, InPowerShell | InWindows, ["assembly]::load", "currentdomain.load"], @"(?:frombase64string|downloaddata|gzipstream|deflatestream)[\s\S]{0,600}?(?:assembly\]\s*::\s*['""]?load|currentdomain\.load)|(?:assembly\]\s*::\s*['""]?load['""]?|currentdomain\.load)\s*(?:\.invoke\s*)?\([\s\S]{0,200}?(?:frombase64string|downloaddata|gzipstream|deflatestream)"),
        new("Unloads or blinds Sysmon", "T1562.001", High, OnWindows, ["sysmon", "fltmc"], @"fltmc(?:\.exe)?\s+unload\s|sysmon(?:64)?(?:\.exe)?['""]?\s+-u\b|sysmondrv"),
        new("Asks for a version of PowerShell that does not log", "T1562.010", Medium, OnWindows, ["-version 2", "-v 2", "-ver 2"], @"powershell(?:\.exe)?['""]?\s[^\r\n]{0,120}-v(?:e\w*)?\s+2(?:\.0)?\b"),
        new("Sets back the times of a file", "T1070.006", Medium, Anywhere, ["lastwritetime", "creationtime", "touch -", "setlastwritetime"], @"\.(?:lastwrite|creation|lastaccess)time(?:utc)?\s*=\s*|\]::set(?:lastwrite|creation|lastaccess)time|touch\s+(?:-\w+\s+)*(?:-r|-t|-d|--reference|--date)\b"),
        new("Hides files", "T1564.001", Low, Anywhere, ["attrib", "fileattributes", "chflags"], @"attrib(?:\.exe)?\s+(?:\+\w\s+)*\+h|\.attributes\s*=[^\r\n]{0,60}hidden|chflags\s+hidden"),
        new("Writes or reads an alternate data stream", "T1564.004", Medium, OnWindows, ["-stream", "zone.identifier", ".exe:", ".txt:", ".dat:"], @"(?:set|add|get|remove)-content\b[^\r\n]{0,120}-stream\b(?!\s+['""]?zone)|(?:type|echo)\s[^\r\n]{0,160}>\s*\S+\.\w{2,4}:\w+|:zone\.identifier"),
        new("Waits or looks for an analyst's machine", "T1497.001", Medium, Anywhere, ["vmware", "virtualbox", "vboxservice", "sbiedll", "wireshark", "qemu", "cuckoo"], @"(?:if|-match|-like|contains|instr|indexof|-eq|grep|==)[^\r\n]{0,120}(?:vmware|virtualbox|vboxservice|sbiedll|wireshark|qemu|cuckoo)"),
        new("Copies or renames a system program", "T1036.003", Medium, OnWindows, ["copy", "move", "cp "], @"\b(?:copy|move|copy-item|cp|xcopy)(?:\.exe)?\s+[^\r\n]{0,20}\\(?:system32|syswow64)\\(?:[\w\\.]*\\)?(?:cmd|powershell|certutil|rundll32|mshta|wscript|cscript|regsvr32|bitsadmin|wmic)\.exe['""]?\s+\S"),
    ];
}
