using System.Diagnostics;
using System.Text.RegularExpressions;
using Stemma.Evtx.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Evtx.Tests;

/// <summary>What the writer writes, another reader reads: evtxexport of libevtx, where it is installed.</summary>
public sealed class OtherReadersTests
{
    [Fact]
    public void Libevtx_reads_what_the_writer_writes()
    {
        EvtxEvent tree = LogWriter.Event();
        tree.UserData = new EvtxElement("Cleared") { Namespace = "urn:x", Children = { new EvtxElement("Who") { Value = "alice", Attributes = { new("id", 5) } } } };
        EvtxEvent plain = LogWriter.Event(new("Image", "cmd.exe"), new("Elevated", true), new("Id", Guid.Empty), new("Address", EvtxDataValue.Address(0x10)), new(null, "x"));
        string xml = Export(LogWriter.Write(Enumerable.Repeat(plain, 1000).Append(tree)));
        Assert.Equal(1001, Regex.Count(xml, "</Event>"));
        Assert.Contains("<Data Name=\"Image\">cmd.exe</Data>", xml, StringComparison.Ordinal);
        Assert.Contains("<Who id=\"5\">alice</Who>", xml, StringComparison.Ordinal);
    }

    private static string Export(byte[] log)
    {
        string folder = TestData.TemporaryFolder(), path = Path.Combine(folder, "log.evtx");
        try
        {
            File.WriteAllBytes(path, log);
            using Process process = Process.Start(new ProcessStartInfo("evtxexport", ["-f", "xml", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string xml = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return xml;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("evtxexport (libevtx-utils) is not installed");
            return "";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
