using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests.Safety;

/// <summary>Files that were made to use up time and memory, of every kind that is read.</summary>
internal static class HostileFiles
{
    private const int Mebibyte = 1 << 20, Large = 50 * Mebibyte;

    private static string Bomb(bool zlib)
    {
        using var packed = new MemoryStream();
        using (Stream to = zlib ? new ZLibStream(packed, CompressionLevel.SmallestSize, true) : new GZipStream(packed, CompressionLevel.SmallestSize, true))
        {
            byte[] zeros = new byte[Mebibyte];
            for (int i = 0; i < 600; i++) { to.Write(zeros); }
        }
        return Convert.ToBase64String(packed.ToArray());
    }

    private static (string Name, Func<byte[]> Make)[] Bombs =>
    [
        ("gzip bomb.ps1", () => Encoding.ASCII.GetBytes($"iex (New-Object IO.StreamReader((New-Object IO.Compression.GZipStream([IO.MemoryStream][Convert]::FromBase64String('{Bomb(false)}'), [IO.Compression.CompressionMode]::Decompress)))).ReadToEnd()")),
        ("zlib bomb.py", () => Encoding.ASCII.GetBytes($"import zlib,base64\nexec(zlib.decompress(base64.b64decode('{Bomb(true)}')))")),
        ("gzip bomb.py", () => Encoding.ASCII.GetBytes($"import gzip,base64\nexec(gzip.decompress(base64.b64decode('{Bomb(false)}')))")),
        ("gzip bomb.sh", () => Encoding.ASCII.GetBytes($"echo {Bomb(false)} | base64 -d | gunzip | sh")),
        ("smuggled.html", () => Encoding.ASCII.GetBytes($"<script>new Blob();a.download='x';{string.Concat(Enumerable.Repeat($"x='{new string('A', 900_000)}';", 50))}</script>")),
    ];

    // One line in each language, of text, of brackets, and of small parts: of fifty megabytes, and as long as one that is decoded to its end.
    private static readonly (string Type, string[] Pieces)[] Pieces =
    [
        ("ps1", ["a", "(", "{", "'a'+", "$a=1;", "@{", "\"$(", "`", "[a]", "1,", "| % { ", "-join "]),
        ("cmd", ["a", "(", "%a%", "^", "a&", "if a==a ", "for %a in (a) do ", "\"", "!a!", "set a=a&"]),
        ("js", ["a", "(", "[", "{", "'a'+", "a.", "a=1;", "`${", "function a(){", "!", "/", "a?", "=>", "\\u"]),
        ("vbs", ["a", "(", "\"a\"&", "a:", "If a Then ", "Chr(65)&", "Sub a\n", "&H", "\"\""]),
        ("sh", ["a", "(", "$(", "`", "{a,b}", "a;", "a|", "${a", "if a; then ", "<<a ", "'", "((", "case a in "]),
        ("py", ["a", "(", "[", "'a'+", "a;", "lambda a:", "not ", "f'{", "\\", "-", "if 1:\n ", "a=", "0x"]),
        ("applescript", ["do shell script \"a\" & ", "set a to a & ", "do shell script (", "do shell script \"a", "character id {1,", "\u00AC\n"]),
        ("vbe", ["#@~^", "#@~^AAAAAA==@&", "#@~^AAAAAA==a^#~@"]),
        ("txt", ["enable\n", "a#show version ", "\n ", "username a "]),
        ("html", ["a", "<", "<a ", "<script>", "<!--", "<a b='", "<script>a</script>", "&#", "<a b=c ", "<iframe srcdoc='"]),
        ("rtf", ["{\\rtf1 a", "{\\rtf1{", "{\\rtf1\\objdata ", "{\\rtf1\\fldinst ", "{\\rtf1\\'"]),
        ("pdf", ["%PDF-1 0 obj ", "%PDF-/JS (", "%PDF-1 0 obj stream ", "%PDF-1 0 obj /EmbeddedFile stream ", "%PDF-/Launch ", "%PDF-1 0 obj /J#53 endobj ", "%PDF-((", "%PDF-1 0 obj /JS 1 0 R ", "%PDF-1 0 obj<</JS<"]),
    ];

    private static IEnumerable<(string Name, Func<byte[]> Make)> Lines =>
        from each in Pieces
        from piece in each.Pieces
        from size in (int[])[Large, each.Type is "rtf" or "pdf" ? 7_000_000 : Mebibyte]
        select ($"{size / 1_000_000} MB of {piece.Replace("\n", "", StringComparison.Ordinal).Replace('/', '_')}.{each.Type}", (Func<byte[]>)(() => Line(each.Type, piece, size)));

    /// <summary>All, by names that end in what tells their language. Made when asked for.</summary>
    public static IReadOnlyList<(string Name, Func<byte[]> Make)> All { get; } = [.. Scripts.Select(s => (s.Name, (Func<byte[]>)(() => Encoding.UTF8.GetBytes(s.Text)))), .. Lines, .. Bombs, .. HostileDocuments.All];

    private static byte[] Line(string type, string piece, int size)
    {
        string start = type switch { "rtf" => "{\\rtf1", "pdf" => "%PDF-", _ => "" };
        byte[] each = Encoding.ASCII.GetBytes(piece[start.Length..]), line = new byte[size];
        Encoding.ASCII.GetBytes(start).CopyTo(line, 0);
        for (int at = start.Length; at < line.Length; at += each.Length) { each.AsSpan(0, Math.Min(each.Length, line.Length - at)).CopyTo(line.AsSpan(at)); }
        return line;
    }

    private static string Times(string piece, int times) => new StringBuilder().Insert(0, piece, times).ToString();

    private static (string Name, string Text)[] Scripts =>
    [
        // Each loops, grows or backtracks without end.
        ("errors.ps1", Times("x3) { $s += 1}\n", 8000)), ("pipes.ps1", Times("| ", 30_000)), ("redirections.ps1", Times("> ", 30_000)), ("switches.ps1", Times("switch ", 30_000)), ("loop.ps1", "while ($true) { $a += 'x' }"), ("doubling.ps1", "$a = 'x'; while ($true) { $a += $a }; iex $a"), ("array.ps1", "$a = @(1); while (1) { $a += $a }"),
        ("repeat.ps1", "iex ('a' * 2000000000)"), ("pad.ps1", "'a'.PadLeft(2147483647)"), ("regex.ps1", $"'{Times("a", 60)}b' -replace '^(a|a?)+$', 'x'"), ("regex2.ps1", $"[regex]::Replace('{Times("ab", 500)}', '(a|b|ab)*c', 'x')"),
        ("regex3.ps1", $"1..100 | % {{ '{Times("a", 40)}b' -match '(a+)+$' }}"), ("json.ps1", $"ConvertFrom-Json ('[' * 1000000)"), ("xml.ps1", "[xml]('<a>' * 1000000)"), ("format.ps1", "'{0:D999999999}' -f 1"), ("split.ps1", "('a,' * 5000000).Split(',')"),
        ("own.ps1", "$a = Get-Content x; iex \"iex `$a\"; function f { iex 'f' }; f"), ("big.ps1", "[bigint]::Pow(3, 2000000000)"), ("bytes.ps1", "[byte[]]::new(2147483647) | % { $_ -bxor 1 }"), ("range.ps1", "-join (1..2147483647 | % { [char]($_ % 256) })"),
        ("conditional.js", Times("/*@cc_on", 30_000)), ("loop.js", "while (true) {}"), ("doubling.js", "var s = 'x'; while (true) { s += s; }"), ("repeat.js", "eval('a'.repeat(1e9))"), ("pad.js", "'a'.padStart(2e9, 'bc')"), ("regex.js", $"'{Times("a", 60)}b'.replace(/^(a+)+$/, '')"), ("regex2.js", $"/(x+x+)+y/.test('{Times("x", 200)}')"),
        ("fill.js", "new Array(4e9).fill('a').join('')"), ("array.js", "var a = [1]; while (1) { a = a.concat(a); }"), ("recursion.js", "function f(n) { return f(n + 1) + f(n); } f(0)"), ("json.js", "JSON.parse('['.repeat(1000000))"), ("push.js", "var a = []; for (;;) a.push(a);"), ("join.js", "new Array(1e8).join('abcdef')"),
        ("objects.js", "var o = {}; for (var i = 0;; i++) o['k' + i] = o;"), ("own.js", "var s = 'eval(s)'; eval(s)"), ("replace.js", "var s = 'a'.repeat(1e6); for (;;) s = s.replace(/a/g, 'aa')"), ("nested.js", "for (var i = 0; i < 1e9; i++) for (var j = 0; j < 1e9; j++) { }"), ("split.js", "'a'.repeat(5e6).split('')"), ("tostring.js", "var a = []; a[0] = a; a[1] = a; a + ''"),
        ("packer.js", "eval(function(p,a,c,k,e,d){while(c--){p=p.replace(new RegExp('\\\\b'+c+'\\\\b','g'),k[c])}return p}('" + Times("1 ", 100_000) + "',62,60000,'" + Times("|1 1", 60_000) + "'.split('|'),0,{}))"),
        ("loop.vbs", "Do\r\nLoop"), ("doubling.vbs", "x = \"x\"\r\nDo\r\nx = x & x\r\nLoop"), ("repeat.vbs", "Execute String(2000000000, \"a\")"), ("space.vbs", "x = Space(2147483647)"), ("for.vbs", "For i = 1 To 2000000000\r\nx = x & Chr(65)\r\nNext"), ("replace.vbs", "x = String(1000000, \"a\")\r\nFor i = 1 To 99\r\nx = Replace(x, \"a\", \"aa\")\r\nNext"),
        ("recursion.vbs", "Function f(n)\r\nf = f(n + 1) & f(n)\r\nEnd Function\r\nx = f(0)"), ("array.vbs", "Dim a(2000000000)\r\nReDim b(50000, 50000)"), ("own.vbs", "x = \"Execute x\"\r\nExecute x"), ("split.vbs", "x = Split(String(5000000, \",\"), \",\")\r\ny = Join(x, String(1000, \"a\"))"), ("step.vbs", "For i = 1 To 2 Step 0\r\nNext"), ("power.vbs", "x = 9 ^ 999999999: y = String(9 ^ 9, \"a\")"),
        ("documents at the end.sh", "(case a in a) cat <<E | sh <<F | sh\n"), ("documents.sh", Times("cat <<E |", 20_000) + "\na\n"), ("loop.sh", "while :; do x=$x$x; done"), ("doubling.sh", "x=a; while true; do x=\"$x$x\"; done; eval $x"), ("braces.sh", $"echo {Times("{a,b}", 60)}"), ("range.sh", "echo {1..2000000000}"), ("ranges.sh", "for i in {1..99999}; do for j in {1..99999}; do x=$x$i; done; done"), ("printf.sh", "printf '%2000000000s' a | sh"), ("yes.sh", "yes | sh"), ("seq.sh", "seq 1 999999999 | sh"), ("zero.sh", "head -c 2000000000 /dev/zero | base64 | sh"),
        ("replace.sh", "x=aaaaaaaaaaaaaaaa; for i in 1 2 3 4 5 6 7 8 9; do x=${x//a/$x}; done; eval \"$x\""), ("sed.sh", $"echo {Times("a", 60)}b | sed -E 's/^(a+)+$/x/'"), ("match.sh", $"[[ {Times("a", 60)}b =~ ^(a|a)*$ ]]"), ("glob.sh", $"case {Times("a", 5000)} in {Times("*a", 500)}b) x;; esac"), ("function.sh", ":(){ :|:& };:"), ("recursion.sh", "f() { f; f; }; f"), ("arithmetic.sh", "for ((;;)); do ((a+=1)); done; echo $((9**9**9))"), ("here.sh", "x=$(cat <<< $x$x); eval \"$x\""), ("extglob.sh", $"x={Times("a", 200)}; echo ${{x//+(+(a))b/}}"),
        ("loop.py", "while True: pass"), ("doubling.py", "x='x'\nwhile True: x+=x"), ("repeat.py", "exec('a'*10**10)"), ("power.py", "x = 10**10**10\nexec(str(x))"), ("power2.py", "x = 3\nfor i in range(60): x = x*x\nexec(str(x))"), ("shift.py", "x = 1<<10**10"), ("shift2.py", "x=1\nwhile 1: x=(x<<100000)|1"), ("list.py", "x=[0]*10**10"), ("range.py", "exec(''.join(chr(i%256) for i in range(10**12)))"), ("listrange.py", "list(range(10**12))"), ("regex.py", $"import re\nre.sub('^(a+)+$','','{Times("a", 60)}b')"), ("format.py", "x = '%2000000000d' % 1\ny = '{:>2000000000}'.format(1)"), ("bytes.py", "x = bytes(10**11)\ny = bytearray(2*10**9)"),
        ("recursion.py", "def f(n): return f(n+1)+f(n)\nf(0)"), ("lambda.py", "(lambda f: f(f))(lambda f: f(f))"), ("nested.py", "x=[[[k for k in range(9999)] for j in range(9999)] for i in range(9999)]"), ("parse.py", "int('9'*3000000)"), ("own.py", "x='exec(x)'\nexec(x)"), ("replace.py", "x='a'*1000000\nfor i in range(99): x=x.replace('a','aa')"), ("translate.py", "x=str.maketrans({i: 'a'*1000000 for i in range(256)})\nexec(('a'*1000000).translate(x))"), ("join.py", "exec(('a'*1000000).join(['b']*1000000))"), ("zip.py", "import itertools\nx=[a for a in itertools.cycle('ab')]"), ("modulo.py", "x=pow(7, 10**9)\ny=pow(7,10**10000,10**10000)"), ("just.py", "x='a'.ljust(10**10)\ny='a'.zfill(10**10)\nz='a'.center(10**10)"), ("divide.py", "x=(10**100000)\nfor i in range(99999): x=x*x//3"),
        ("loop.cmd", ":a\r\ngoto a"), ("for.cmd", "for /l %%i in (1,0,2) do set x=%x%a"), ("for2.cmd", "for /l %%i in (1,1,2000000000) do for /l %%j in (1,1,2000000000) do @echo %%i"), ("doubling.cmd", "set x=a\r\n:a\r\nset x=%x%%x%\r\ngoto a"), ("delayed.cmd", "setlocal enabledelayedexpansion\r\nset x=a\r\nfor /l %%i in (1,1,99999) do set x=!x!!x!"), ("replace.cmd", "set x=aaaaaaaaaaaaaaaa\r\ncall set x=%%x:a=%x%%x%%x%%%\r\ncall set x=%%x:a=%x%%x%%x%%%\r\ncall set x=%%x:a=aaaaaaaaaaaaaaaaaaa%%"), ("call.cmd", "call call call call echo %%%%%%%%%%%%%%%%\r\n:a\r\ncall :a & call :a"), ("own.cmd", "cmd /c \"%0\" & %0 | %0"), ("nested.cmd", Times("cmd /c \"", 5000)), ("set.cmd", "set /a x=1<<2000000000, y=9*9*9*9*9*9*9*9*9*9*9*9*9*9*9*9*9*9*9*9*9, z=1/0"),
        ("xml.html", $"<html>{Times("<a>", 300_000)}"), ("entities.html", $"<a onclick='{Times("&amp;", 200_000)}'>"), ("scripts.html", Times("<script>var a = 'a' + 'b';</script>", 20_000)), ("handlers.html", Times("<a onclick=\"eval('al'+'ert(1)');eval('al'+'ert(2)')\">", 15_000)), ("srcdoc.html", Enumerable.Range(0, 16).Aggregate("<a>", (inner, _) => $"<iframe srcdoc=\"{System.Net.WebUtility.HtmlEncode(inner)}\"></iframe><iframe srcdoc=\"{System.Net.WebUtility.HtmlEncode(inner + " ")}\"></iframe>" is { Length: < 3_000_000 } made ? made : inner)),
    ];
}
