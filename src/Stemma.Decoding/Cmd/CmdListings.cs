namespace Stemma.Decoding.Cmd;

/// <summary>What <c>assoc</c> and <c>ftype</c> print on Windows 10, as far as scripts cut command names out of it.</summary>
internal static class CmdListings
{
    /// <summary>Lines of <c>assoc</c>; of one extension when it is named.</summary>
    public static IEnumerable<string> Assoc(string arguments) => Select(Associations, arguments);

    /// <summary>Lines of <c>ftype</c>; of one file type when it is named.</summary>
    public static IEnumerable<string> Ftype(string arguments) => Select(FileTypes, arguments);

    private static IEnumerable<string> Select(string[] lines, string arguments)
    {
        string name = arguments.Trim(' ', '\t', ',', ';', '=');
        return name.Length == 0 ? lines : lines.Where(line => line.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase));
    }

    private static readonly string[] Associations =
    [
        ".bat=batfile", ".cdxml=Microsoft.PowerShellCmdletDefinitionXML.1", ".chm=chm.file", ".cmd=cmdfile", ".com=comfile", ".cpl=cplfile",
        ".dll=dllfile", ".exe=exefile", ".hlp=hlpfile", ".hta=htafile", ".htm=htmlfile", ".html=htmlfile", ".inf=inffile", ".ini=inifile",
        ".js=JSFile", ".jse=JSEFile", ".lnk=lnkfile", ".msc=MSCFile", ".msi=Msi.Package", ".msp=Msi.Patch", ".ps1=Microsoft.PowerShellScript.1",
        ".ps1xml=Microsoft.PowerShellXMLData.1", ".psc1=Microsoft.PowerShellConsole.1", ".psd1=Microsoft.PowerShellData.1",
        ".psm1=Microsoft.PowerShellModule.1", ".pssc=Microsoft.PowerShellSessionConfiguration.1", ".reg=regfile", ".rtf=rtffile",
        ".scf=SHCmdFile", ".scr=scrfile", ".sct=scriptletfile", ".sys=sysfile", ".txt=txtfile", ".url=InternetShortcut", ".vbe=VBEFile",
        ".vbs=VBSFile", ".wsc=scriptletfile", ".wsf=WSFFile", ".wsh=WSHFile", ".xml=xmlfile", ".zip=CompressedFolder",
    ];

    private static readonly string[] FileTypes =
    [
        "batfile=\"%1\" %*", "chm.file=\"%SystemRoot%\\hh.exe\" %1", "cmdfile=\"%1\" %*", "comfile=\"%1\" %*",
        "cplfile=%SystemRoot%\\System32\\control.exe \"%1\",%*", "exefile=\"%1\" %*", "hlpfile=%SystemRoot%\\winhlp32.exe %1",
        "htafile=C:\\Windows\\SysWOW64\\mshta.exe \"%1\" {1E460BD7-F1C3-4B2E-88BF-4E770A288AF5}%U{1E460BD7-F1C3-4B2E-88BF-4E770A288AF5} %*",
        "inffile=%SystemRoot%\\system32\\NOTEPAD.EXE %1", "inifile=%SystemRoot%\\system32\\NOTEPAD.EXE %1",
        "JSEFile=C:\\Windows\\System32\\WScript.exe \"%1\" %*", "JSFile=C:\\Windows\\System32\\WScript.exe \"%1\" %*",
        "Microsoft.PowerShellConsole.1=\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" \"-psconsolefile\" \"%1\"",
        "Microsoft.PowerShellData.1=\"C:\\Windows\\System32\\notepad.exe\" \"%1\"",
        "Microsoft.PowerShellModule.1=\"C:\\Windows\\System32\\notepad.exe\" \"%1\"",
        "Microsoft.PowerShellScript.1=\"C:\\Windows\\System32\\notepad.exe\" \"%1\"",
        "Microsoft.PowerShellXMLData.1=\"C:\\Windows\\System32\\notepad.exe\" \"%1\"",
        "MSCFile=%SystemRoot%\\system32\\mmc.exe \"%1\" %*", "Msi.Package=\"%SystemRoot%\\System32\\msiexec.exe\" /i \"%1\" %*",
        "regfile=regedit.exe \"%1\"", "scrfile=\"%1\" /S", "SHCmdFile=%SystemRoot%\\explorer.exe", "txtfile=%SystemRoot%\\system32\\NOTEPAD.EXE %1",
        "VBEFile=\"%SystemRoot%\\System32\\WScript.exe\" \"%1\" %*", "VBSFile=\"%SystemRoot%\\System32\\WScript.exe\" \"%1\" %*",
        "WSFFile=\"%SystemRoot%\\System32\\WScript.exe\" \"%1\" %*", "WSHFile=\"%SystemRoot%\\System32\\WScript.exe\" \"%1\" %*",
    ];
}
