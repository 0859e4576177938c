namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Gathering what is of worth and carrying it out.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Collection =>
    [
        new("Logs keys", "T1056.001", High, Anywhere, ["getasynckeystate", "setwindowshookex", "getkeyboardstate", "pynput.keyboard", "keylogger", "xinput test", "logkeys"], @"getasynckeystate|setwindowshookex|getkeyboardstate|pynput\.keyboard|keyboard\.on_press|get-keystrokes|xinput\s+test"),
        new("Takes pictures of the screen", "T1113", Medium, Anywhere, ["copyfromscreen", "screencapture ", "imagegrab", "get-timedscreenshot", "bitblt", "import -window root", "scrot"], @"\.copyfromscreen\s*\(|screencapture\s+-|imagegrab\.grab|get-timedscreenshot|bitblt\s*\(|import\s+-window\s+root|\bscrot\s"),
        new("Reads the clipboard", "T1115", Low, Anywhere, ["get-clipboard", "clipboard]::gettext", "pbpaste", "xclip -o", "clipboarddata.getdata", "win32clipboard"], @"get-clipboard|clipboard\]::gettext|\bpbpaste\b|xclip\s+[^\r\n]{0,40}-o|clipboarddata\.getdata|win32clipboard\.getclipboarddata"),
        new("Records sound or pictures of a camera", "T1123", High, Anywhere, ["mcisendstring", "capcreatecapturewindow", "get-microphoneaudio", "pyaudio", "imagesnap"], @"mcisendstring[\s\S]{0,160}?record|capcreatecapturewindow|get-microphoneaudio|pyaudio\(\)|imagesnap\s"),
        new("Reads mail", "T1114.001", Medium, OnWindows, ["outlook.application", "get-mailbox", "new-mailboxexportrequest"], @"outlook\.application[\s\S]{0,300}?(?:getdefaultfolder|\.items|getnamespace|addressentries)|new-mailboxexportrequest"),
        new("Sends mail in the name of the user", "T1566", Medium, InVisualBasic | InJavaScript | InPowerShell, ["createitem("], @"createitem\s*\(\s*0?\s*\)[\s\S]{0,600}?\.(?:attachments\.add|send)\b", ["outlook.application"]),
        new("Packs files with a password", "T1560.001", Medium, Anywhere, ["rar ", "rar.exe", "7z ", "7za ", "7z.exe", "7za.exe", "zip -"], @"\b(?:win)?rar(?:\.exe)?['""]?\s+a\s[^\r\n]{0,120}-(?:hp|p)\S+|\b7za?(?:\.exe)?['""]?\s+a\s[^\r\n]{0,120}-p\S+|\bzip\s+[^\r\n]{0,60}(?:-P\s|--password|-e\s)"),
        new("Packs files", "T1560", Low, Anywhere, ["compress-archive", "zipfile]::createfromdirectory", "tar -c", "tar c", "makecab"], @"compress-archive\b|zipfile\]::createfromdirectory|\btar\s+-?\w*c\w*f?\s|\bmakecab(?:\.exe)?\s"),
        new("Sends a file to a server", "T1041", Medium, Anywhere, ["uploadfile", "uploadstring", "uploaddata", "-method post", "-infile", "curl ", "--post-file", "requests.post"], @"\.upload(?:file|string|data)(?:async)?\s*\(|(?:invoke-webrequest|invoke-restmethod|iwr|irm)\b[^\r\n]{0,300}(?:-method\s+['""]?(?:post|put)[^\r\n]{0,200}-(?:infile|body)|-infile)|\bcurl\s[^\r\n]{0,200}(?:-F\s+['""]?\w+=@|-T\s|--upload-file|-d\s+@|--data-binary\s+['""]?@)|wget\s[^\r\n]{0,160}--post-file|requests\.post\s*\([\s\S]{0,160}?(?:files|data)\s*="),
        new("Sends data to a web service", "T1567", Medium, Anywhere, ["api.telegram.org", "discord.com/api/webhooks", "discordapp.com/api/webhooks", "transfer.sh", "file.io", "pastebin.com/api", "rclone", "mega.nz", "content.dropboxapi.com", "hooks.slack.com", "megacmd", "webhook.site", "anonfiles", "gofile.io"],
            @"api\.telegram\.org/bot|discord(?:app)?\.com/api/webhooks|transfer\.sh|https?://file\.io|pastebin\.com/api|rclone(?:\.exe)?['""]?\s+(?:copy|sync|move|config)|mega(?:cmd|put|-put)|content\.dropboxapi|hooks\.slack\.com|webhook\.site|anonfiles|gofile\.io"),
        new("Sends data in names of hosts", "T1048.003", Medium, Anywhere, ["nslookup", "resolve-dnsname", "dig ", "host "], @"(?:nslookup|resolve-dnsname|\bdig|\bhost)(?:\.exe)?\s[^\r\n;|]{0,80}(?:\$\(|\$\w+\.|`|\+\s*['""]\.|%%?\w+%?\.)[^\r\n]{0,80}|(?:for|while|foreach)\b[\s\S]{0,200}?(?:nslookup|resolve-dnsname)\s[^\r\n]{0,60}\$"),
        new("Gets commands by the domain name system", "T1071.004", Medium, Anywhere, ["-q=txt", "-type=txt", "type txt", "querytype=txt", "-t txt"], @"nslookup(?:\.exe)?['""]?\s[^\r\n]{0,80}-(?:q|type|querytype)=txt|resolve-dnsname\b[^\r\n]{0,120}-type\s+txt|\bdig\s[^\r\n]{0,80}\btxt\b|host\s+-t\s+txt"),
        new("Forwards ports or tunnels", "T1572", Medium, Anywhere, ["portproxy", "plink", "ngrok", "chisel", "ssh -", "cloudflared", "frpc", "socks"], @"interface\s+portproxy\s+add|plink(?:\.exe)?['""]?\s[^\r\n]{0,160}-R\s|\bngrok(?:\.exe)?\s+(?:tcp|http|start)|\bchisel(?:\.exe)?\s+(?:client|server)|\bssh\s[^\r\n]{0,160}-\w*[RD]\s+\S*\d|cloudflared(?:\.exe)?\s+(?:tunnel|access)|\bfrpc(?:\.exe)?\s+-c|invoke-socksproxy"),
        new("Talks to a hidden service", "T1090.003", Medium, Anywhere, [".onion", "tor.exe", "torsocks", "9050"], @"[a-z2-7]{16,56}\.onion|torsocks\s|\btor\.exe|(?:socks5h?://|--socks5?\S*\s+)(?:127\.0\.0\.1|localhost):9050"),
        // Told by the decoder of pages, which knows the file's kind.
        new("Drops a file that a page carries", "T1027.006", High, InJavaScript | InVisualBasic | InOther, ["html smuggling("], @"html smuggling\((?!image|text|unknown)"),
        new("Makes a file of what a page carries", "T1027.006", Medium, InJavaScript | InVisualBasic | InOther, ["mssaveoropenblob", "createobjecturl", "mssaveblob"], null, ["atob", "blob"]),
    ];
}
