using System.Text;
using Stemma.Detection;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Each text format in each way that bytes come: what is readable is read, what is not is reported with its place.</summary>
public sealed class TextEncodingTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What stands before, between and after records, and a record.
    private sealed record Form(string Before, string Record, string Between, string After);

    private static readonly Dictionary<string, Form> Forms = new()
    {
        ["JSON lines"] = new("", """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","CommandLine":"run café-77"}""", "\n", "\n"),
        ["JSON array"] = new("[\n", """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","CommandLine":"run café-77"}""", ",\n", "\n]\n"),
        ["XML"] = new("<?xml version=\"1.0\"?>\n<Events>\n", "<Event xmlns='x'><System><EventID>1</EventID><Channel>Security</Channel></System><EventData><Data Name='CommandLine'>run café-77</Data></EventData></Event>", "\n", "\n</Events>\n"),
        ["CSV"] = new("EventID,Channel,TimeCreated,CommandLine\n", "1,Security,2026-03-01 10:00:00,run café-77", "\n", "\n"),
        ["audit"] = new("", "type=USER_CMD msg=audit(1.5:7): pid=3 uid=0 ses=2 msg='cwd=\"/\" cmd=\"run café-77\" res=success'", "\n", "\n"),
        ["syslog"] = new("", "Mar  1 09:05:01 web1 sshd[77]: run café-77", "\n", "\n"),
        ["journald"] = new("", """{"__REALTIME_TIMESTAMP":"1767258301000000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sshd","MESSAGE":"run café-77"}""", "\n", "\n"),
        ["macOS"] = new("[\n", """{"timestamp":"2026-03-01 10:05:01.250000+0100","processImagePath":"/usr/libexec/sandboxd","eventMessage":"run café-77"}""", ",\n", "\n]\n"),
    };

    private static readonly SigmaRule[] Cafe = [.. new[] { "windows", "linux", "macos" }.Select(product => Scans.Rule("keywords: ['café-77']\ncondition: keywords", $"{{product: {product}}}"))];

    public static TheoryData<string> Names => [.. Forms.Keys];

    public static MatrixTheoryData<string, string> Encodings => new(Forms.Keys, ["UTF-8", "UTF-8 with mark", "UTF-16 LE", "UTF-16 BE", "CRLF"]);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_record_is_read_in_every_encoding(string format, string encoding)
    {
        string text = Text(Forms[format], 3);
        byte[] bytes = encoding switch
        {
            "UTF-8 with mark" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            "UTF-16 LE" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "UTF-16 BE" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
            "CRLF" => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")),
            _ => Encoding.UTF8.GetBytes(text),
        };
        ScanResult result = Scan(bytes);
        Assert.Equal((3, 3, 0), (result.Records, result.Detections, result.Damaged));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_in_Latin1_costs_at_most_its_own_record(string format)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text(Forms[format], 3));
        int at = bytes.AsSpan().IndexOf("\u00E9"u8);
        byte[] latin = [.. bytes[..at], 0xE9, .. bytes[(at + 2)..]];
        ScanResult result = Scan(latin);
        Assert.Equal(3, result.Records + result.Damaged);
        Assert.Equal(result.Records, result.Detections);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zero_bytes_between_records_are_reported_and_all_records_read(string format)
    {
        Form form = Forms[format];
        string text = $"{form.Before}{form.Record}{form.Between}{new string('\0', 5000)}\n{form.Record}{form.After}";
        ScanResult result = Scan(Encoding.UTF8.GetBytes(text));
        Assert.Equal(2, result.Detections);
        Assert.Contains(result.Problems, problem => problem.IsDamage && problem.Position > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_cut_keeps_what_stands_before(string format)
    {
        Form form = Forms[format];
        byte[] bytes = Encoding.UTF8.GetBytes(Text(form, 3));
        int last = bytes.AsSpan().LastIndexOf("run "u8);
        ScanResult result = Scan(bytes[..last]);
        Assert.Equal(2, result.Detections);

        // A line that was cut may be a line still; of a structure it is seen.
        if (form.Record[0] is '{' or '<') Assert.Contains(result.Problems, problem => problem.IsDamage && problem.Position > form.Record.Length);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Names))]
    public void A_record_without_end_is_reported_in_bounded_memory_and_the_next_is_read(string format)
    {
        Form form = Forms[format];
        byte[] start = Encoding.UTF8.GetBytes(form.Before + form.Record + form.Between + form.Record[..form.Record.IndexOf("run ", StringComparison.Ordinal)]);
        byte[] end = Encoding.UTF8.GetBytes($"\n{form.Record}{form.After}");
        string path = Path.Combine(_folder, "a.log");
        using (FileStream file = File.Create(path))
        {
            file.Write(start);
            byte[] filler = new byte[1 << 20];
            Array.Fill(filler, (byte)'x');
            for (int i = 0; i < 100; i++) file.Write(filler);
            file.Write(end);
        }

        ScanResult result = Scans.Run([path], Cafe, threads: 1).Result;
        Assert.Equal(2, result.Detections);
        Assert.Contains(result.Problems, problem => problem.IsDamage && problem.Position > 0);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, 1L << 30);
    }

    private static string Text(Form form, int records) => form.Before + string.Join(form.Between, Enumerable.Repeat(form.Record, records)) + form.After;

    private ScanResult Scan(byte[] bytes)
    {
        string path = Path.Combine(_folder, "a.log");
        File.WriteAllBytes(path, bytes);
        return Scans.Run([path], Cafe, threads: 1).Result;
    }
}
