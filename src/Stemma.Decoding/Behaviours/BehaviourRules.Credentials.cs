namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Taking passwords, hashes, tickets and keys.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Credentials =>
    [
        new("Reads credentials out of the memory of LSASS", "T1003.001", High, Anywhere, ["sekurlsa", "mimikatz", "comsvcs", "minidump", "lsass", "nanodump", "safetykatz", "logonpasswords"],
            @"sekurlsa::|invoke-mimikatz|mimikatz(?:\.exe)?['""]?\s|comsvcs(?:\.dll)?['""]?\s*,?\s*(?:#|\+0*)?(?:minidump|24)|(?:procdump\w*|rdrleakdiag|sqldumper|createdump|nanodump)(?:\.exe)?\b[^\r\n]{0,100}lsass|minidumpwritedump[\s\S]{0,1200}?lsass|lsass[\s\S]{0,600}?minidumpwritedump|out-minidump|invoke-nanodump|safetykatz"),
        new("Reads the security account manager or secrets", "T1003.002", High, Anywhere, ["hklm\\sam", "hklm\\security", "lsadump", "config\\sam", "invoke-powerdump", "secretsdump", "hklm:\\sam", "get-passdump"],
            @"reg(?:\.exe)?['""]?\s+(?:save|export)\s+['""]?(?:hklm|hkey_local_machine)\\(?:sam|security|system)\b|lsadump::|(?:copy|esentutl|type|xcopy|cp)\b[^\r\n]{0,160}config\\(?:sam|security)\b|invoke-powerdump|secretsdump|get-passhashes"),
        new("Copies the database of the directory", "T1003.003", High, Anywhere, ["ntds.dit", "ntdsutil", "ac i ntds"], @"(?:copy|esentutl|xcopy|robocopy|\[io\.file\]|download|shadow\w*)\b[^\r\n]{0,160}ntds\.dit|ntdsutil(?:\.exe)?['""]?\s[^\r\n]{0,120}(?:ac\w*\s+i\w*\s+ntds|ifm|create\s+full)"),
        new("Replicates credentials from a domain controller", "T1003.006", High, Anywhere, ["dcsync", "drsgetncchanges", "getncchanges"], null),
        new("Reads hashes of passwords", "T1003.008", High, InShell | InPython, ["/etc/shadow", "master.passwd"], @"(?:cat|cp|tar|scp|grep|awk|head|tail|less|more|curl|base64|nc|unshadow|open\(\s*['""]|xxd|vi|nano)\b[^\r\n;|]{0,100}(?:/etc/shadow|master\.passwd)"),
        new("Reads passwords of browsers", "T1555.003", High, Anywhere, ["login data", "logins.json", "key4.db", "sqlitedb", "web data", "local state"],
            @"(?:chrome|edge|brave|opera|chromium|user data)[\\/\w\s.'""+,-]{0,80}(?:login data|web data|local state)|(?:logins\.json|key[34]\.db)|invoke-sharpchrome|get-chromedump"),
        new("Reads the vault or stored credentials", "T1555.004", Medium, OnWindows, ["vaultcmd", "credenumerate", "passwordvault", "cmdkey", "get-vaultcredential"], @"vaultcmd(?:\.exe)?\s+/list|credenumerate|security\.credentials\.passwordvault|cmdkey(?:\.exe)?\s+/list|get-vaultcredential"),
        new("Reads the key chain", "T1555.001", High, InShell | InPython, ["dump-keychain", "find-generic-password", "find-internet-password", "login.keychain"], @"security\s+(?:dump-keychain|find-(?:generic|internet)-password)|(?:cp|cat|zip|tar)\b[^\r\n]{0,80}login\.keychain"),
        new("Asks for tickets of services", "T1558.003", High, Anywhere, ["kerberoast", "kerberosrequestorsecuritytoken", "rubeus", "getuserspns"], @"invoke-kerberoast|kerberosrequestorsecuritytoken|rubeus(?:\.exe)?['""]?\s|getuserspns"),
        new("Forges or passes tickets and hashes", "T1550.002", High, Anywhere, ["kerberos::", "golden", "pth ", "invoke-wmiexec", "invoke-smbexec", "invoke-thehash"], @"kerberos::(?:golden|ptt|list)|invoke-(?:wmiexec|smbexec|thehash)|sekurlsa::pth"),
        new("Looks for passwords in files", "T1552.001", Medium, Anywhere, ["password", "passwd"], @"(?:findstr|select-string|sls|grep)\b[^\r\n|]{0,100}(?:password|passwd|pwd=)|get-gpppassword|(?:dir|get-childitem|gci|find)\b[^\r\n|]{0,100}\*(?:pass|cred|vnc|\.config)\w*\*?"),
        new("Looks for passwords in the registry or unattended setups", "T1552.002", Medium, OnWindows, ["unattend.xml", "sysprep", "defaultpassword", "cpassword"], @"(?:type|get-content|gc|cat|findstr|select-string|test-path|dir)\b[^\r\n]{0,120}(?:unattend\.xml|sysprep\.(?:inf|xml))|reg(?:\.exe)?\s+query[^\r\n]{0,120}(?:winlogon|/f\s+password)|cpassword"),
        new("Takes keys and credentials of the cloud", "T1552.005", Medium, Anywhere, ["169.254.169.254", ".aws/credentials", ".aws\\credentials", "metadata.google.internal", ".azure/"], null),
        new("Takes private keys", "T1552.004", Medium, Anywhere, ["id_rsa", "id_ed25519", "id_dsa", ".pem", "exportpkcs8", "crypto::"], @"(?:cat|cp|scp|tar|zip|curl|type|copy|get-content|find)\b[^\r\n]{0,120}(?:id_rsa|id_dsa|id_ed25519)(?!\.pub)\b|crypto::(?:capi|certificates|cng)"),
        new("Asks the user for a password", "T1056.002", Medium, Anywhere, ["promptforcredential", "display dialog", "creduipromptfor"], @"\.promptforcredential\s*\(|display dialog[^\r\n]{0,200}hidden answer|creduipromptfor"),
        new("Keeps passwords readable in memory", "T1112", High, OnWindows, ["uselogoncredential"], @"uselogoncredential['""]?[\s\S]{0,60}?\b1\b"),
        new("Guesses passwords", "T1110", Medium, Anywhere, ["domainpasswordspray", "invoke-brute", "hydra ", "validatecredentials"], @"domainpasswordspray|invoke-brute\w+|\bhydra\s+-[lL]|(?:foreach|for\b)[\s\S]{0,200}?validatecredentials"),
    ];
}
