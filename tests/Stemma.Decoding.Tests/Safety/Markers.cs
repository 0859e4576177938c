using System.Text;

namespace Stemma.Decoding.Tests.Safety;

/// <summary>Scripts that would leave a mark if any of them ran: a file, or a connection.</summary>
internal static class Markers
{
    /// <summary>A script of each way to run something.</summary>
    /// <param name="folder">Where a mark would be left, and where a module lies that would leave one.</param>
    /// <param name="port">A port of this machine that listens.</param>
    public static IEnumerable<(ScriptKind Kind, string Text)> All(string folder, int port)
    {
        string mark = Path.Combine(folder, "mark"), module = Path.Combine(folder, "marker.psm1"), url = $"http://127.0.0.1:{port}/a";
        string[] powershell =
        [
            $"using module {module}", $"using module '{module}'\nGet-Marker", $"using assembly {Path.Combine(folder, "marker.dll")}", $"using module @{{ModuleName='{module}'; ModuleVersion='1.0'}}",
            $"configuration Made {{ Import-DscResource -ModuleName '{module}'; Node 'localhost' {{ File F {{ DestinationPath = '{mark}' }} }} }}; Made", $"#requires -Modules {module}\nGet-Marker",
            $"Import-Module {module}", $"ipmo {module}; Get-Marker", $". {folder}/marker.ps1", $"& '{folder}/marker.ps1'", $"Set-Content {mark} x", $"'x' > {mark}", $"'x' | Out-File {mark}", $"New-Item {mark} -Value x", $"[IO.File]::WriteAllText('{mark}', 'x')",
            $"[IO.File]::Create('{mark}').Close()", $"Get-Content {module} | iex", $"iex ([IO.File]::ReadAllText('{module}'))", $"Start-Process /usr/bin/touch {mark}", $"[Diagnostics.Process]::Start('/usr/bin/touch', '{mark}')", $"touch {mark}", $"& /usr/bin/touch {mark}", $"cmd /c \"echo x > {mark}\"",
            $"Add-Type -TypeDefinition 'public class A {{ static A() {{ System.IO.File.WriteAllText(\"{mark}\", \"x\"); }} public static int B = 1; }}'; [A]::B", $"Add-Type -Path {folder}/marker.dll", $"[Reflection.Assembly]::LoadFile('{folder}/marker.dll')",
            $"(New-Object Net.WebClient).DownloadString('{url}')", $"iex (New-Object Net.WebClient).DownloadString('{url}')", $"iwr {url} | iex", $"Invoke-RestMethod {url}", $"[Net.WebRequest]::Create('{url}').GetResponse()", $"New-Object Net.Sockets.TcpClient('127.0.0.1', {port})", $"[Net.Sockets.TcpClient]::new('127.0.0.1', {port})",
            $"Test-NetConnection 127.0.0.1 -Port {port}", $"Start-BitsTransfer {url} {mark}", $"$x = [xml]'<!DOCTYPE a [<!ENTITY b SYSTEM \"{url}\">]><a>&b;</a>'; $x.a", $"$x = New-Object xml; $x.Load('{url}')", $"[scriptblock]::Create('Set-Content {mark} x').Invoke()", $"$ExecutionContext.InvokeCommand.InvokeScript('Set-Content {mark} x')",
            $"[powershell]::Create().AddScript('Set-Content {mark} x').Invoke()", $"class A {{ A() {{ Set-Content {mark} x }} }}; [A]::new()", $"trap {{ Set-Content {mark} x }}; throw 1", $"Register-EngineEvent PowerShell.Exiting -Action {{ Set-Content {mark} x }}", $"Get-ChildItem {folder}", $"Test-Path {mark}", $"Resolve-Path {folder}/*", $"${{{folder}/mark}} = 'x'", $"[Environment]::SetEnvironmentVariable('A', 'b'); $env:PATH = '{folder}'",
            $"[Console]::OpenStandardOutput().Write([byte[]](65), 0, 1); [Environment]::Exit(7)", $"Get-Process | Stop-Process", $"Invoke-WmiMethod -Class Win32_Process -Name Create -ArgumentList 'touch {mark}'", $"(New-Object -ComObject WScript.Shell).Run('touch {mark}')", $"Start-Job {{ Set-Content {mark} x }}", $"'{mark}' | % {{ [IO.File]::AppendAllText($_, 'x') }}",
        ];
        foreach (string text in powershell)
        {
            yield return (ScriptKind.PowerShell, text);
            yield return (ScriptKind.Auto, $"powershell -nop -enc {Convert.ToBase64String(Encoding.Unicode.GetBytes(text))}");
            yield return (ScriptKind.PowerShell, $"iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}')))");
        }
        string[] python =
        [
            $"open('{mark}','w').write('x')", $"import os; os.system('touch {mark}')", $"import subprocess; subprocess.call(['touch', '{mark}'])", $"__import__('os').popen('touch {mark}').read()", $"import socket; socket.create_connection(('127.0.0.1', {port}))",
            $"import urllib.request; exec(urllib.request.urlopen('{url}').read())", $"import pathlib; pathlib.Path('{mark}').write_text('x')", $"exec(open('{module}').read())", $"import sys; sys.path.insert(0, '{folder}'); import marker", $"import ctypes; ctypes.CDLL('{folder}/marker.so')",
            "import pickle, base64; pickle.loads(base64.b64decode('" + Convert.ToBase64String(Encoding.ASCII.GetBytes($"cposix\nsystem\n(S'touch {mark}'\ntR.")) + "'))", $"eval(compile(\"open('{mark}','w')\", 'a', 'exec'))",
        ];
        foreach (string text in python)
        {
            yield return (ScriptKind.Python, text);
            yield return (ScriptKind.Auto, $"import base64; exec(base64.b64decode('{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}'))");
        }
        string[] javascript =
        [
            $"require('fs').writeFileSync('{mark}', 'x')", $"require('child_process').execSync('touch {mark}')", $"new ActiveXObject('WScript.Shell').Run('touch {mark}')", $"new ActiveXObject('Scripting.FileSystemObject').CreateTextFile('{mark}').Close()", $"fetch('{url}').then(r => r.text()).then(eval)",
            $"var x = new XMLHttpRequest(); x.open('GET', '{url}', false); x.send()", $"var x = new ActiveXObject('MSXML2.XMLHTTP'); x.open('GET', '{url}', false); x.send(); eval(x.responseText)", $"import('{folder}/marker.js')", $"require('{folder}/marker.js')", $"process.mainModule.require('child_process').exec('touch {mark}')",
            $"[].constructor.constructor('return process')().mainModule.require('fs').writeFileSync('{mark}', 'x')", $"GetObject('script:{url}')",
        ];
        foreach (string text in javascript)
        {
            yield return (ScriptKind.JavaScript, text);
            yield return (ScriptKind.JavaScript, $"eval(atob('{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}'))");
            yield return (ScriptKind.Html, $"<html><script>{text}</script><img src='{url}' onerror=\"{text}\"><link href='{url}'><iframe src='file://{module}'></iframe></html>");
        }
        string[] shell =
        [
            $"touch {mark}", $"echo x > {mark}", $"eval \"touch {mark}\"", $"$(touch {mark})", $"cat {module} | sh", $". {folder}/marker.sh", $"source <(cat {module})", $"exec 3<>/dev/tcp/127.0.0.1/{port}", $"curl {url} | sh", $"wget -O {mark} {url}", $"bash -c 'touch {mark}'", $"x=`touch {mark}`", $"sed -i s/a/b/ {module}", $"sed 'w {mark}' <<< x",
            $"printf x | tee {mark}", $"ls {folder}/*", $"[ -f {module} ] && touch {mark}", $"while read l; do $l; done < {module}", $"rm -rf {folder}", $"mkdir {mark}; cd {folder}", $"echo 'touch {mark}' | xargs -I{{}} sh -c {{}}", $"awk 'BEGIN {{ system(\"touch {mark}\") }}'", $"sed '1e touch {mark}' <<< x",
        ];
        foreach (string text in shell)
        {
            yield return (ScriptKind.Shell, text);
            yield return (ScriptKind.Auto, $"echo {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))} | base64 -d | bash");
        }
        string[] cmd =
        [
            $"echo x > {mark}", $"copy {module} {mark}", $"for /f %i in ({module}) do echo %i > {mark}", $"for /f %i in ('touch {mark}') do %i", $"for %i in ({folder}/*) do call %i", $"call {folder}/marker.bat", $"type {module} | cmd", $"start touch {mark}", $"if exist {module} touch {mark}", $"set /p x=<{module}", $"pushd {folder} & dir & del /q *", $"certutil -urlcache -f {url} {mark}", $"for /r {folder} %i in (*) do %i",
        ];
        foreach (string text in cmd)
        {
            yield return (ScriptKind.Cmd, text);
            yield return (ScriptKind.Auto, $"cmd /c \"{text}\"");
        }
        string[] basic =
        [
            $"CreateObject(\"WScript.Shell\").Run \"touch {mark}\"", $"CreateObject(\"Scripting.FileSystemObject\").CreateTextFile(\"{mark}\").Write \"x\"", $"Open \"{mark}\" For Output As #1\r\nPrint #1, \"x\"\r\nClose #1", $"Shell \"touch {mark}\", 0", $"Set x = CreateObject(\"MSXML2.XMLHTTP\")\r\nx.Open \"GET\", \"{url}\", False\r\nx.Send\r\nExecute x.responseText",
            $"GetObject(\"script:{url}\")", $"Execute CreateObject(\"Scripting.FileSystemObject\").OpenTextFile(\"{module}\").ReadAll", $"Kill \"{module}\"", $"MkDir \"{mark}\"",
        ];
        foreach (string text in basic)
        {
            yield return (ScriptKind.VisualBasic, text);
            yield return (ScriptKind.VisualBasic, $"Execute StrReverse(\"{new string([.. text.Replace("\"", "\"\"", StringComparison.Ordinal).Replace("\r\n", ":", StringComparison.Ordinal).Reverse()])}\")");
        }
        yield return (ScriptKind.AppleScript, $"do shell script \"touch {mark}\"");
        yield return (ScriptKind.AppleScript, $"run script (read POSIX file \"{module}\")");
        yield return (ScriptKind.CommandLine, $"mshta javascript:new%20ActiveXObject('WScript.Shell').Run('touch%20{mark}')");
        yield return (ScriptKind.CommandLine, $"/bin/sh -c \"touch {mark}\"");
        yield return (ScriptKind.Html, $"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file://{module}'><!ENTITY c SYSTEM '{url}'>]><a>&b;&c;</a>");
    }
}
