using System.Text;
using CsCheck;
using Stemma.Detection;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Whatever stands in a file that calls itself JSON, a scan ends and says what it could not read.</summary>
public class HostileJsonTests
{
    private static readonly SigmaRule Rule = Scans.Rule("sel:\n  Image|contains: a\ncondition: sel");
    private static readonly byte[] Log = Encoding.UTF8.GetBytes(
        """{"Event":{"System":{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational"},"EventData":{"Image":"abc","List":[1,"x",null,{"y":true}]}}}""" + "\n"
        + """{"EventID":4688,"Channel":"Security","NewProcessName":"aaa \u00e9"}""" + "\n");

    [Fact]
    public void Mutated_bytes_never_end_a_scan_with_an_exception() =>
        Gen.Select(Gen.Int[0, Log.Length - 1], Gen.Byte).List[1, 12].Sample(changes =>
        {
            byte[] bytes = (byte[])Log.Clone();
            foreach ((int at, byte value) in changes) bytes[at] = value;
            string folder = TestData.TemporaryFolder();
            File.WriteAllBytes(Path.Combine(folder, "a.json"), bytes);
            ScanResult result = Scans.Run([folder], [Rule], threads: 1).Result;
            Directory.Delete(folder, recursive: true);
            Assert.InRange(result.Records, 0, 3);
        }, iter: 300);
}
