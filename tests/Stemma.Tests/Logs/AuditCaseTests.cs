using System.Globalization;
using System.Text.RegularExpressions;
using Stemma.Logs;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Logs;

/// <summary>Messages of many kernels and distributions, each case by itself: every record is one event that holds every value of its line.</summary>
public partial class AuditCaseTests
{
    private static readonly string[] Files =
    [
        "random-internet", "rhel-7-linux-3.10.0", "ubuntu-16.04-linux-4.13.0", "ubuntu-16.10-linux-4.8.0", "ubuntu-17.04-linux-4.10.0",
        "ubuntu-20.04.6-linux-5.15.0-1034-gcp", "ubuntu-21.10-linux-5.13", "ubuntu-24.04-linux-6.8.0",
    ];

    public static TheoryData<string> Names => [.. Files];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_record_is_one_event_with_every_plain_value_of_its_line(string file)
    {
        // The records stand alone on their lines, whatever YAML puts around them.
        string[] lines = [.. File.ReadLines(TestData.Shared($"linux-audit-samples/go-libaudit/{file}.yaml")).Select(line => line.Trim())
            .Where(line => line.StartsWith("type=", StringComparison.Ordinal) && !line.StartsWith("type=EOE", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        foreach (string line in lines)
        {
            TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Audit, line).Events);
            Assert.Equal(Type().Match(line).Groups[1].Value, e["type"]);
            foreach (Match pair in Plain().Matches(line[(line.IndexOf(')', StringComparison.Ordinal) + 1)..]))
                Assert.Contains(e.Own, own => own.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{pair.Groups[1].Value}="), StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("^type=(\\S+)")]
    private static partial Regex Type();

    [GeneratedRegex("(?<=[\\s'])([a-z][a-z_0-9-]*)=(?=[0-9\"])")]
    private static partial Regex Plain();
}
