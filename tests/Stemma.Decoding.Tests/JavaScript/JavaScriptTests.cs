using System.Text.RegularExpressions;

namespace Stemma.Decoding.Tests;

/// <summary>JavaScript and JScript come back as they were before they were hidden.</summary>
public sealed partial class JavaScriptTests
{
    private static DecodedArtifact Decode(string text) => Decoder.Decode(text, ScriptKind.JavaScript);

    internal static string NormalForm(string text) => Dropped().Replace(text, "").ToLowerInvariant();

    [Theory]
    [InlineData("eval('ale' + 'rt(1234567)')", "alert(1234567)")]
    [InlineData("var a = new ActiveXObject('WScr' + 'ipt.Sh' + 'ell'); a['R' + 'un']('calc');", "var a = new ActiveXObject(\"WScript.Shell\"); a.Run('calc');")]
    [InlineData("f('\\x68\\x74\\x74\\x70')", "f('http')")]
    [InlineData("f([104,105,106].map(function (c) { return String.fromCharCode(c); }).join(''))", "f(\"hij\")")]
    [InlineData("f('gfedcba'.split('').reverse().join(''))", "f(\"abcdefg\")")]
    [InlineData("var t = ['open', 'GET', 'http://a.example.net/']; x[t[0]](t[1], t[2]);", "var t = ['open', 'GET', 'http://a.example.net/']; x.open(\"GET\", \"http://a.example.net/\");")]
    [InlineData("f(`a${'b' + 'c'}d` + 'e')", "f(\"abcde\")")]
    [InlineData("if ('abc' + 'd' == 'xyz') { bad(); } else { good('he' + 'llo'); }", "good(\"hello\");")]
    public void What_is_evaluated_stands_in_its_place(string text, string plain) =>
        Assert.Contains(Decode(text).Layers, l => NormalForm(l.Text) == NormalForm(plain));

    [Theory]
    [InlineData("document.getElementById('a').innerHTML = '<b>' + name + '</b>';")]
    [InlineData("var url = 'http://example.com/' + id; fetch(url).then(function (r) { return r.json(); });")]
    [InlineData("const x = [1, 2, 3].map(v => v * 2).join(','); console.log(x);")]
    [InlineData("var s = 'first line\\n' + 'second line'; WScript.Echo(s);")]
    [InlineData("function add(a, b) { return a + b; } module.exports = { add: add, two: add(1, 1) };")]
    [InlineData("if (typeof window !== 'undefined') { window.onload = function () { init(); }; }")]
    [InlineData("var fso = new ActiveXObject('Scripting.FileSystemObject'); var f = fso.OpenTextFile('a.txt', 1); while (!f.AtEndOfStream) { WScript.Echo(f.ReadLine()); } f.Close();")]
    [InlineData("$(function () { $('#a').on('click', function (e) { e.preventDefault(); $(this).toggleClass('on'); }); });")]
    [InlineData("export * from './a.js'; export { b } from './b.js'; export const c = 1;")]
    [InlineData("function check(x) { var errors = []; if (x) { errors.push(x); } if (errors.length === 0) { return 'a' + x; } throw new Error(errors.join('; ')); }")]
    [InlineData("var m = typeof Symbol === 'function' && Symbol.iterator; if (!Number.isNaN('a') && Number.isNaN(NaN)) { run(m); }")]
    [InlineData("var Kinds; (function (k) { k['id'] = 'id'; k['other'] = 'other'; })(Kinds || (Kinds = {}));")]
    [InlineData("let total = 0; for (const item of items) { total += item.price * item.count; } export default total;")]
    public void A_plain_script_is_one_layer(string text) => Assert.Single(Decode(text).Layers);

    [Fact]
    public void A_command_that_a_script_runs_is_a_layer_of_its_own()
    {
        DecodedArtifact artifact = Decode("var s = WScript.CreateObject('WScr' + 'ipt.Shell'); s.Run('cmd /c who' + 'ami');");
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: "cmd /c whoami" });
        Assert.Contains(artifact.Calls, c => c.Name == "WScript.Shell.Run" && c.Arguments[0] == "cmd /c whoami");
    }

    [Fact]
    public void What_both_sides_of_an_unknown_condition_assign_is_unknown_behind_it()
    {
        DecodedArtifact artifact = Decode("var a = 'x'; if (Math.random() > 0.5) { a = 'y'; } eval(a + 'lert(1234)'); eval('he' + 'llo(1)')");
        Assert.DoesNotContain(artifact.Layers, l => l.Text is "xlert(1234)" or "ylert(1234)");
        Assert.Contains(artifact.Layers, l => l.Text == "hello(1)");
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("var a = 'x'; while (true) { a += a; }")]
    [InlineData("function f() { return f() + f(); } f();")]
    [InlineData("var a = []; while (true) { a.push(a.concat(a)); }")]
    [InlineData("for (;;) { 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.match(/^(a+)+$/); }")]
    [InlineData("var s = 'x'; for (var i = 0; i < 1e9; i++) { s = s.replace(/x/g, 'xx'); }")]
    [InlineData("var a = {}; a.a = a; var s = ''; for (;;) { s += JSON.stringify(a) + [a, a]; }")]
    [InlineData("'x'.repeat(1e12); new Array(1e9); 'x'.padStart(1e12)")]
    [InlineData("var a = []; a[0] = a; a + ''; a.toString(); a.join()")]
    public void Evaluation_ends_within_the_limits(string text)
    {
        long memory = GC.GetAllocatedBytesForCurrentThread();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Decode(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - memory < 256 << 20);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("[", 100_000)]
    [InlineData("!", 100_000)]
    [InlineData("a+", 100_000)]
    [InlineData("f(", 100_000)]
    [InlineData("{", 100_000)]
    [InlineData("if(a)", 50_000)]
    [InlineData("x=>", 50_000)]
    [InlineData("`${", 50_000)]
    public void Deep_nesting_ends_no_process(string part, int times) => Assert.NotEmpty(Decode(string.Concat(Enumerable.Repeat(part, times)) + "1").Layers);

    [Fact]
    public void Of_the_matrix_at_least_95_in_100_come_back()
    {
        int all = 0, good = 0;
        List<string> bad = [];
        for (int seed = 1; seed <= 4; seed++)
        {
            foreach ((string name, Func<JavaScriptMatrix, string, string> make) in JavaScriptMatrix.Transformations)
            {
                for (int p = 0; p < JavaScriptMatrix.Payloads.Length; p++)
                {
                    string text = make(new JavaScriptMatrix(seed * 100 + p), JavaScriptMatrix.Payloads[p]);
                    all++;
                    DecodedArtifact artifact = Decode(text);
                    string plain = NormalForm(JavaScriptMatrix.Payloads[p]);
                    if (artifact.Layers.Any(l => NormalForm(l.Text).Contains(plain, StringComparison.Ordinal))) { good++; }
                    else if (seed == 1) { bad.Add($"{name} {p}: {text[..Math.Min(text.Length, 300)]}\n    => {string.Join("\n    => ", artifact.Layers.Skip(1).Select(l => $"[{l.Step}] {l.Text[..Math.Min(500, l.Text.Length)]}"))} {string.Join("; ", artifact.Notes)}"); }
                }
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{good} of {all}\n" + string.Join('\n', bad));
        Assert.True(good * 100 >= all * 95, $"{good} of {all}\n{string.Join('\n', bad)}");
    }

    [GeneratedRegex("[\\s\"'`^()\\[\\]{};,]|::")]
    private static partial Regex Dropped();
}
