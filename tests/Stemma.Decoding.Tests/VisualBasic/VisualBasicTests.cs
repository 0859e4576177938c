namespace Stemma.Decoding.Tests;

/// <summary>VBScript and VBA come back as they were before they were hidden.</summary>
public sealed class VisualBasicTests
{
    private static DecodedArtifact Decode(string text) => Decoder.Decode(text, ScriptKind.VisualBasic);

    [Theory]
    [InlineData("MsgBox Chr(72) & Chr(101) & \"l\" & \"lo\"", "MsgBox \"Hello\"")]
    [InlineData("x = StrReverse(\"olleh\")", "x = \"hello\"")]
    [InlineData("Execute \"MsgBox \"\"hidden text\"\"\"", "MsgBox \"hidden text\"")]
    [InlineData("Function d(s)\nFor i = 1 To Len(s)\nd = d & Chr(Asc(Mid(s, i, 1)) - 1)\nNext\nEnd Function\nMsgBox d(\"ifmmp\")", "MsgBox \"hello\"")]
    [InlineData("y = a & \"wor\" & \"ld\" & b", "y = a & \"world\" & b")]
    public void What_is_evaluated_stands_in_its_place(string text, string plain) =>
        Assert.Contains(Decode(text).Layers, l => JavaScriptTests.NormalForm(l.Text).Contains(JavaScriptTests.NormalForm(plain), StringComparison.Ordinal));

    [Theory]
    [InlineData("Dim name\r\nname = InputBox(\"Name?\")\r\nMsgBox \"Hello, \" & name & \"!\"")]
    [InlineData("For Each f In fso.GetFolder(\"C:\\Temp\").Files\r\n  WScript.Echo f.Name & vbTab & f.Size\r\nNext")]
    [InlineData("s = \"first line\" & vbCrLf & _\r\n    \"second line\" & vbCrLf\r\nWScript.Echo s")]
    [InlineData("Sub Worksheet_Change(ByVal Target As Range)\r\n  If Target.Column = 3 Then Cells(Target.Row, 4).Value = Now\r\nEnd Sub")]
    [InlineData("msg = \"He said \" & Chr(34) & \"yes\" & Chr(34)")]
    [InlineData("Option Explicit\r\nPublic Function Total(a As Double, b As Double) As Double\r\n  Total = a + b * 2\r\nEnd Function")]
    public void A_plain_script_is_one_layer(string text) => Assert.Single(Decode(text).Layers);

    [Fact]
    public void A_command_that_a_macro_runs_is_a_layer_of_its_own()
    {
        DecodedArtifact artifact = Decode("Sub Document_Open()\nShell \"cm\" & \"d /c who\" & \"ami\", vbHide\nEnd Sub");
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: "cmd /c whoami" });
        Assert.Contains(artifact.Calls, c => c.Name == "Shell" && c.Arguments[0] == "cmd /c whoami");
    }

    [Theory]
    [InlineData("Do\nLoop")]
    [InlineData("a = \"x\"\nDo\na = a & a\nLoop")]
    [InlineData("Function f()\nf = f() & f()\nEnd Function\nx = f()")]
    [InlineData("For i = 1 To 1E12\nx = x & i\nNext")]
    [InlineData("x = String(2000000000, \"a\")\nDim a(999999999)")]
    [InlineData("Sub a()\nExecute \"a\"\nEnd Sub\na")]
    public void Evaluation_ends_within_the_limits(string text)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        long memory = GC.GetAllocatedBytesForCurrentThread();
        Decode(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - memory < 256 << 20);
    }

    [Theory]
    [InlineData("x = (", 50_000)]
    [InlineData("If a Then\n", 50_000)]
    [InlineData("f(", 50_000)]
    [InlineData("not ", 50_000)]
    [InlineData("a.", 50_000)]
    [InlineData("Sub a\n", 50_000)]
    [InlineData("_\n", 50_000)]
    public void Deep_nesting_ends_no_process(string part, int times) => Assert.NotEmpty(Decode("x = " + string.Concat(Enumerable.Repeat(part, times)) + "1").Layers);

    [Fact]
    public void Of_the_matrix_at_least_95_in_100_come_back()
    {
        int all = 0, good = 0;
        List<string> bad = [];
        for (int seed = 1; seed <= 4; seed++)
        {
            foreach ((string name, Func<VisualBasicMatrix, string, string> make) in VisualBasicMatrix.Transformations)
            {
                for (int p = 0; p < VisualBasicMatrix.Payloads.Length; p++)
                {
                    string text = make(new VisualBasicMatrix(seed * 100 + p), VisualBasicMatrix.Payloads[p]);
                    all++;
                    DecodedArtifact artifact = Decode(text);
                    string plain = JavaScriptTests.NormalForm(VisualBasicMatrix.Payloads[p]);
                    if (artifact.Layers.Any(l => JavaScriptTests.NormalForm(l.Text).Contains(plain, StringComparison.Ordinal))) { good++; }
                    else if (seed == 1) { bad.Add($"{name} {p}: {text[..Math.Min(text.Length, 300)]}\n    => {string.Join("\n    => ", artifact.Layers.Skip(1).Select(l => $"[{l.Step}] {l.Text[..Math.Min(500, l.Text.Length)]}"))} {string.Join("; ", artifact.Notes)}"); }
                }
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{good} of {all}\n" + string.Join('\n', bad));
        Assert.True(good * 100 >= all * 95, $"{good} of {all}\n{string.Join('\n', bad)}");
    }
}
