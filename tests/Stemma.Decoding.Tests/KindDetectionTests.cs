namespace Stemma.Decoding.Tests;

/// <summary>The language of a text that nobody named.</summary>
public sealed class KindDetectionTests
{
    [Theory]
    [InlineData(ScriptKind.CommandLine, "\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" -nop -enc AAAA")]
    [InlineData(ScriptKind.CommandLine, "\"\\\"C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0\\\\powershell.exe\\\" -enc AAAA\",")]
    [InlineData(ScriptKind.CommandLine, "cmd /C\"set a=net&&call %a%\"")]
    [InlineData(ScriptKind.CommandLine, "/bin/bash -c 'id'")]
    [InlineData(ScriptKind.PowerShell, "$a = 'x'; Invoke-Expression $a")]
    [InlineData(ScriptKind.PowerShell, "Write-Host ('H'+'ello') -ForegroundColor Green")]
    [InlineData(ScriptKind.Cmd, "@echo off\r\nset a=1\r\ngoto :end")]
    [InlineData(ScriptKind.Cmd, "c^m^D;; ; /^R \"set a=net&&call %a% user\"")]
    [InlineData(ScriptKind.Cmd, "%ComSpec:~20,3% /c \"iex(1)\"")]
    [InlineData(ScriptKind.Cmd, "FOR,,/F \"delims==f tokens=2\" %a IN ('assoc.cmd') DO %a /c \"[char]1 -join 'x' | iex\"")]
    [InlineData(ScriptKind.JavaScript, "var a = new ActiveXObject('WScript.Shell'); a.Run('calc');")]
    [InlineData(ScriptKind.VisualBasic, "Set s = CreateObject(\"WScript.Shell\")\r\ns.Run Chr(99) & \"alc\"")]
    [InlineData(ScriptKind.Python, "import base64\nexec(base64.b64decode('aWQ='))")]
    [InlineData(ScriptKind.Shell, "#!/bin/sh\nid")]
    [InlineData(ScriptKind.Shell, "echo aWQ= | base64 -d | bash")]
    [InlineData(ScriptKind.Text, "Nothing but words.")]
    public void The_language_is_told_by_its_marks(ScriptKind kind, string text) => Assert.Equal(kind, KindDetection.Of(text));
}
