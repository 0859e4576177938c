namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Looking around. Administrators do it too, hence the low levels.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Discovery =>
    [
        new("Asks who it is", "T1033", Low, Anywhere, ["whoami", "windowsidentity]::getcurrent", "quser", "query user", "id -u", "getpass.getuser"], @"\bwhoami\b|windowsidentity\]::getcurrent|\bquser\b|query\s+user\b|\bid\s+-un?\b|getpass\.getuser\("),
        new("Asks for the system's description", "T1082", Low, Anywhere, ["systeminfo", "win32_operatingsystem", "win32_computersystem", "uname -", "get-computerinfo", "/etc/os-release", "/etc/issue", "lsb_release"], @"\bsysteminfo\b|win32_(?:operatingsystem|computersystem)\b|\buname\s+-\w*a|get-computerinfo|/etc/(?:os-release|issue)|lsb_release"),
        new("Asks for addresses and routes", "T1016", Low, Anywhere, ["ipconfig", "get-netipconfiguration", "ifconfig", "ip addr", "ip a", "route print", "win32_networkadapterconfiguration", "arp -a", "nbtstat"], @"\bipconfig\b|get-netip(?:configuration|address)|\bifconfig\b|\bip\s+a(?:ddr)?\b|route\s+print|win32_networkadapterconfiguration|\barp\s+-a|nbtstat\s+-"),
        new("Asks for the address that the internet sees", "T1016", Medium, Anywhere, ["ipinfo.io", "api.ipify.org", "icanhazip", "ifconfig.me", "ip-api.com", "checkip.", "whatismyip", "myexternalip"], null),
        new("Lists connections", "T1049", Low, Anywhere, ["netstat", "get-nettcpconnection", "ss -", "lsof -i", "net use", "net session"], @"\bnetstat\b|get-nettcpconnection|\bss\s+-\w*[tuln]|\blsof\s+-i|net1?(?:\.exe)?\s+(?:use|session)s?\s*(?:$|[|>&;\r\n])"),
        new("Lists users and groups", "T1087", Low, Anywhere, ["net user", "net group", "net localgroup", "get-aduser", "get-localuser", "get-adgroup", "get-domainuser", "/etc/passwd", "getent", "win32_useraccount", "net accounts"],
            @"net1?(?:\.exe)?\s+(?:user|group|localgroup|accounts)\b(?![^\r\n]{0,120}/(?:add|del))|get-(?:aduser|localuser|adgroup\w*|domainuser|domaingroup\w*|localgroup\w*)\b|(?:cat|getent|awk|cut)\s[^\r\n]{0,40}passwd\b|win32_useraccount"),
        new("Looks for trusts, controllers and hosts of the domain", "T1482", Medium, Anywhere, ["nltest", "get-domaintrust", "domain_trusts", "dsquery", "adfind", "get-adcomputer", "get-domaincontroller", "get-netdomain", "sharphound", "bloodhound", "directorysearcher", "adsisearcher"],
            @"nltest(?:\.exe)?\s+/|get-domain\w*trust|get-netdomain\w*|get-domaincontroller|dsquery(?:\.exe)?\s|adfind(?:\.exe)?\s|invoke-(?:bloodhound|sharphound)|sharphound|\[adsisearcher\]|directoryservices\.directorysearcher|get-adcomputer"),
        new("Lists processes", "T1057", Informational, Anywhere, ["tasklist", "get-process", "win32_process", "ps aux", "ps -ef"], @"\btasklist\b|get-process\b|select\s+\*\s+from\s+win32_process|\bps\s+(?:aux|-ef)"),
        new("Lists software that protects", "T1518.001", Medium, Anywhere, ["antivirusproduct", "securitycenter2", "antispywareproduct", "get-mpcomputerstatus", "firewallproduct"], @"securitycenter2|antivirusproduct|antispywareproduct|firewallproduct|get-mpcomputerstatus"),
        new("Lists shares", "T1135", Low, Anywhere, ["net view", "net share", "get-smbshare", "win32_share", "invoke-sharefinder", "smbclient", "showmount"], @"net1?(?:\.exe)?\s+(?:view|share)\b|get-smbshare|win32_share\b|invoke-sharefinder|find-domainshare|smbclient\s+-L|showmount\s+-e"),
        new("Scans ports or hosts", "T1046", Medium, Anywhere, ["nmap", "masscan", "portscan", "test-netconnection", "test-connection", "invoke-arpscan", "fscan", "zmap"], @"\b(?:nmap|masscan|zmap|fscan)\s+-|invoke-portscan|invoke-arpscan|(?:1\.\.(?:254|255|1024|65535)|foreach|for\b)[\s\S]{0,200}?(?:test-netconnection|test-connection|tcpclient)"),
        new("Looks for weaknesses that give rights", "T1068", High, Anywhere, ["powerup", "invoke-allchecks", "winpeas", "linpeas", "linenum", "seatbelt", "get-unquotedservice", "find-pathdllhijack", "linux-exploit-suggester"],
            @"invoke-allchecks|invoke-privesc|winpeas|linpeas|linenum\.sh|seatbelt(?:\.exe)?\s+-|get-unquotedservice|find-pathdllhijack|linux-exploit-suggester"),
        new("Uses a tool of attackers", "T1588.002", High, Anywhere, ["invoke-mimikatz", "invoke-shellcode", "invoke-reflectivepeinjection", "invoke-psinject", "powersploit", "nishang", "empire", "powerview", "invoke-powershelltcp", "invoke-obfuscation", "cobaltstrike", "beacon.dll", "meterpreter", "invoke-dllinjection", "powercat", "invoke-rubeus", "invoke-inveigh", "sharpup", "invoke-poshrat"],
            @"invoke-(?:mimikatz|shellcode|reflectivepeinjection|psinject|powershelltcp\w*|obfuscation|dllinjection|rubeus|inveigh|poshrat|empire)|powersploit|nishang|\bpowerview\b|cobaltstrike|meterpreter|\bpowercat\b|\bsharpup\b"),
        new("Looks for files by their kind", "T1083", Low, Anywhere, ["dir ", "get-childitem", "find / ", "find /home", "os.walk"], @"dir\s+[^\r\n]{0,60}/s\b|get-childitem\b[^\r\n]{0,160}-(?:recurse|r)\b[^\r\n]{0,160}(?:\.(?:doc|xls|pdf|txt|kdbx|pst|ppk|rdp|key|wallet)|-include)|find\s+/(?:home|root)?\s*-(?:name|perm|type)|os\.walk\s*\("),
        new("Looks for programs that run as root", "T1083", Medium, InShell | InPython, ["-perm"], @"find\s+/\S*\s[^\r\n]{0,80}-perm\s+-?/?(?:-?u=s|[0-7]*[46]000|\+s)"),
    ];
}
