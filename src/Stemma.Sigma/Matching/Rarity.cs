namespace Stemma.Sigma.Matching;

/// <summary>
/// Guesses how often a literal occurs in ordinary logs, so that a rule waits for its rarest part. The guess only steers speed: a
/// bad one costs a needless evaluation, never a match.
/// </summary>
internal static class Rarity
{
    // Ordinary values as busy machines write them; what occurs here is common.
    private static readonly byte[][] Ordinary =
    [
        .. """
        C:\Windows\System32\svchost.exe -k netsvcs -p -s Schedule
        C:\Windows\system32\svchost.exe
        C:\Windows\System32\services.exe
        C:\Windows\System32\cmd.exe /c
        C:\Windows\SysWOW64\cmd.exe
        C:\Windows\system32\cmd.exe /d /c "C:\Program Files
        C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe
        powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "C:\ProgramData
        powershell.exe -ExecutionPolicy RemoteSigned -Command "& {
        C:\Windows\System32\conhost.exe 0xffffffff -ForceV1
        C:\Windows\explorer.exe
        C:\Windows\System32\rundll32.exe C:\Windows\system32\shell32.dll,
        C:\Windows\System32\taskhostw.exe
        C:\Windows\System32\wbem\WmiPrvSE.exe -secured -Embedding
        C:\Windows\System32\lsass.exe
        C:\Windows\System32\wscript.exe
        C:\Windows\System32\msiexec.exe /V
        C:\Windows\System32\reg.exe
        C:\Windows\System32\net.exe
        C:\Windows\System32\sc.exe
        C:\Windows\System32\schtasks.exe
        C:\Windows\System32\RuntimeBroker.exe -Embedding
        C:\Windows\System32\dllhost.exe /Processid:{
        C:\Program Files (x86)\Google\Chrome\Application\chrome.exe --type=renderer
        C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe --type=utility
        C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE /n "
        C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE
        C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE
        C:\Program Files\WindowsApps\Microsoft.
        C:\Program Files\Common Files\Microsoft Shared\ClickToRun\OfficeClickToRun.exe
        C:\ProgramData\Microsoft\Windows Defender\Platform\MsMpEng.exe
        C:\Users\Administrator\AppData\Local\Temp\
        C:\Users\user\AppData\Local\Microsoft\OneDrive\OneDrive.exe
        C:\Users\user\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\
        C:\Users\Public\
        C:\Windows\Temp\
        C:\Users\user\Downloads\
        C:\Windows\Microsoft.NET\Framework64\v4.0.30319\mscorsvw.exe
        C:\Windows\System32\ntdll.dll+
        C:\Windows\System32\kernel32.dll
        C:\Windows\System32\KERNELBASE.dll+
        C:\Windows\System32\amsi.dll
        C:\Windows\System32\wshom.ocx
        C:\Windows\assembly\NativeImages_v4.0.30319_64\System.Management.Automation.ni.dll
        HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\
        HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\
        HKLM\System\CurrentControlSet\Services\
        HKU\S-1-5-21-\Software\Microsoft\Windows\CurrentVersion\Explorer\
        HKU\S-1-5-21-\Software\Classes\
        HKCR\
        \REGISTRY\MACHINE\SYSTEM\ControlSet001\Services\
        SetValue
        CreateKey
        DeleteValue
        DWORD (0x00000001)
        DWORD (0x00000000)
        Binary Data
        NT AUTHORITY\SYSTEM
        NT AUTHORITY\NETWORK SERVICE
        SYSTEM
        LOCAL SERVICE
        System
        High
        Medium
        Microsoft Corporation
        Microsoft Windows
        Microsoft® Windows® Operating System
        Valid
        true
        false
        tcp
        udp
        10.0.0.
        192.168.1.
        127.0.0.1
        443
        80
        445
        53
        0x1fffff
        0x1410
        0x1000
        S-1-5-18
        Kerberos
        NTLM
        Negotiate
        Microsoft-Windows-Security-Auditing
        Microsoft-Windows-Sysmon
        Microsoft-Windows-Sysmon/Operational
        Security
        Service Control Manager
        Windows PowerShell
        Microsoft-Windows-PowerShell
        https://www.microsoft.com/
        http://
        \Device\HarddiskVolume2\Windows\System32\svchost.exe
        \lsass
        \wkssvc
        \srvsvc
        .local
        .com
        $env:
        function
        param(
        Get-
        Set-
        New-Object
        Import-Module
        Write-Host
        -ErrorAction SilentlyContinue
        -Path
        Microsoft.PowerShell
        HostApplication=powershell.exe
        HostName=ConsoleHost
        EngineVersion=5.1
        -
        """.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => TextFold.Literal(line.Trim())),
    ];

    private static readonly HashSet<string> Values = [.. Ordinary.Select(System.Text.Encoding.Latin1.GetString)];
    private static readonly Dictionary<uint, int> Threes = Count(3);
    private static readonly Dictionary<uint, int> Fours = Count(4);

    /// <summary>About how many ordinary values would hit, plus a little that shrinks with the literal's length: lower is rarer.</summary>
    public static double Cost(byte[] folded, AtomKind kind)
    {
        double cost = 1.0 / (1 << Math.Min(folded.Length, 10));
        if (kind == AtomKind.Whole)
            return Values.Contains(System.Text.Encoding.Latin1.GetString(folded)) ? cost + 1 : cost;
        // One or two bytes end almost anything.
        if (folded.Length < 3) return cost + Ordinary.Length;
        int length = Math.Min(folded.Length, 4);
        int least = int.MaxValue;
        for (int i = 0; i + length <= folded.Length; i++)
            least = Math.Min(least, Occurrences(Word(folded, i, length), length));
        return cost + least;
    }

    /// <summary>How often three or four bytes (little-endian) occur in ordinary values.</summary>
    public static int Occurrences(uint word, int length) => (length == 4 ? Fours : Threes).GetValueOrDefault(word);

    /// <summary>The three or four bytes at an offset, little-endian.</summary>
    public static uint Word(ReadOnlySpan<byte> text, int offset, int length) =>
        (uint)(text[offset] | text[offset + 1] << 8 | text[offset + 2] << 16 | (length == 4 ? text[offset + 3] << 24 : 0));

    private static Dictionary<uint, int> Count(int length)
    {
        Dictionary<uint, int> counts = [];
        foreach (byte[] line in Ordinary)
            for (int i = 0; i + length <= line.Length; i++)
                counts[Word(line, i, length)] = counts.GetValueOrDefault(Word(line, i, length)) + 1;
        return counts;
    }
}
