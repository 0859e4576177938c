namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Destroying, encrypting, stopping and mining.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Impact =>
    [
        new("Deletes shadow copies", "T1490", High, Anywhere, ["vssadmin", "shadowcopy", "win32_shadowcopy", "wbadmin"], @"vssadmin(?:\.exe)?['""]?\s+(?:delete|resize)\s+shadow|shadowcopy['""]?\s+(?:where\s[^\r\n]{0,80})?delete|win32_shadowcopy[\s\S]{0,160}?(?:delete|remove-wmiobject|remove-ciminstance)|wbadmin(?:\.exe)?['""]?\s+delete\s"),
        new("Switches off repair at start-up", "T1490", High, Anywhere, ["bcdedit", "reagentc"], @"bcdedit(?:\.exe)?['""]?\s[^\r\n]{0,80}(?:recoveryenabled\s+no|bootstatuspolicy\s+ignoreallfailures|safeboot)|reagentc(?:\.exe)?\s+/disable"),
        new("Stops services that hold files", "T1489", Medium, Anywhere, ["net stop", "sc stop", "stop-service", "taskkill"], @"(?:net1?(?:\.exe)?\s+stop|sc(?:\.exe)?\s+stop|stop-service|taskkill[^\r\n]{0,40}/im)\s+[^\r\n]{0,30}(?:mssql|sqlserver|sqlwriter|veeam|msexchange|oracle|mysql|backupexec|vss\b|acronis|winword|excel\.exe|outlook\.exe)"),
        new("Encrypts files", "T1486", High, Anywhere, ["encryptor", "rijndaelmanaged", "aescryptoserviceprovider", "fernet", "openssl enc"], @"(?:get-childitem|gci|directory\]::get|os\.walk|find\s|foreach)[\s\S]{0,800}?(?:createencryptor\s*\(|\.encrypt\s*\(|openssl\s+enc\s[^\r\n]{0,80}-e\b)[\s\S]{0,400}?(?:remove-item|\.delete\(|rename-item|os\.remove|writeallbytes|\brm\s)"),
        new("Demands a ransom", "T1486", High, Anywhere, ["your files", "bitcoin", "decrypt"], @"(?:all\s+)?(?:of\s+)?your\s+(?:important\s+)?(?:files|documents|data|network)[^.\r\n]{0,60}(?:have\s+been|were|are|has\s+been)\s+(?:encrypted|locked|stolen)"),
        new("Overwrites disks or wipes files", "T1485", High, Anywhere, ["cipher /w", "sdelete", "dd if=", "shred ", "rm -rf /", "clear-disk", "format-volume", "format c", "physicaldrive0", "mkfs"], @"cipher(?:\.exe)?\s+/w|sdelete(?:64)?(?:\.exe)?['""]?\s|dd\s+if=/dev/(?:zero|u?random)\s+of=/dev/|shred\s+[^\r\n]{0,40}/dev/|rm\s+-rf?\s+(?:--no-preserve-root\s+)?/(?:\*|\s|$)|clear-disk\b|(?:open|createfile)[^\r\n]{0,60}physicaldrive0|mkfs(?:\.\w+)?\s+[^\r\n]{0,40}/dev/[sv]d"),
        new("Mines a currency", "T1496", High, Anywhere, ["xmrig", "stratum+tcp", "stratum+ssl", "minerd", "cryptonight", "--donate-level", "nicehash", "coinhive", "minexmr", "randomx", "supportxmr", "nanopool"], @"xmrig|stratum\+(?:tcp|ssl)://|\bminerd\b|cryptonight|--donate-level|coinhive|pool\.minexmr|supportxmr|nanopool\.org|moneroocean|--coin[= ]"),
        new("Shuts down or logs off", "T1529", Low, Anywhere, ["shutdown", "restart-computer", "stop-computer", "exitwindowsex"], @"shutdown(?:\.exe)?['""]?\s+[-/](?:s|r|h|p|f)\b|(?:restart|stop)-computer\b|exitwindowsex"),
        new("Changes the wallpaper", "T1491.001", Medium, Anywhere, ["systemparametersinfo", "control panel\\desktop"], @"systemparametersinfo[aw]?\s*\(\s*(?:20|0x0?014|spi_setdeskwallpaper)|control panel\\{1,2}desktop[^\r\n]{0,120}wallpaper"),
        new("Eats what the machine has", "T1499", High, InShell | InWindows, [":(){", "%0|%0"], @":\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:|%0\s*\|\s*%0"),
        new("Locks accounts out or changes passwords", "T1531", Medium, Anywhere, ["net user", "set-localuser", "set-adaccountpassword", "disable-localuser", "passwd "], @"net1?(?:\.exe)?\s+user\s+\S+\s+(?!/)\S+\s*(?:$|[&|;\r\n])|set-adaccountpassword|disable-(?:local|ad)\w*user|chpasswd"),
        new("Gets out of a container", "T1611", High, InShell | InPython, ["nsenter", "docker run", "release_agent", "docker.sock", "--privileged"], @"nsenter\s[^\r\n]{0,80}(?:-t\s*1\b|--target[= ]1\b)|docker\s+(?:-H\s+\S+\s+)?run\s[^\r\n]{0,200}(?:-v\s+/:/|--privileged[^\r\n]{0,120}chroot)|release_agent|curl\s[^\r\n]{0,80}--unix-socket\s+/var/run/docker\.sock"),
    ];
}
