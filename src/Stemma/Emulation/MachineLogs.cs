using System.Text;
using Stemma.Evtx;

namespace Stemma.Emulation;

/// <summary>The events of one machine, in order of time once written, a log a channel.</summary>
internal sealed class MachineLogs(string host)
{
    private readonly List<EvtxEvent> _events = [];

    /// <summary>Adds an event.</summary>
    public void Add(EvtxEvent e)
    {
        e.Computer = host;
        _events.Add(e);
    }

    /// <summary>Writes an EVTX file for each channel into a folder, named as Windows names them.</summary>
    public void WriteEvtx(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var channel in Channels())
            File.WriteAllBytes(Path.Combine(folder, channel.Key.Replace("/", "%4", StringComparison.Ordinal) + ".evtx"), Bytes(channel));
    }

    /// <summary>Writes all events as lines of JSON in the shape of evtx_dump.</summary>
    public void WriteJson(string path)
    {
        List<(long Time, string Json)> lines = [];
        foreach (var channel in Channels())
        {
            using EvtxFile file = EvtxFile.Open(new MemoryStream(Bytes(channel)));
            lines.AddRange(file.ReadRecords().Select(record => (record.FileTime, record.ToJson())));
        }

        File.WriteAllText(path, string.Concat(lines.OrderBy(line => line.Time).Select(line => line.Json + "\n")), new UTF8Encoding(false));
    }

    private IEnumerable<IGrouping<string, EvtxEvent>> Channels() =>
        _events.OrderBy(e => e.FileTime).GroupBy(e => e.Channel).OrderBy(channel => channel.Key, StringComparer.Ordinal);

    private static byte[] Bytes(IEnumerable<EvtxEvent> events)
    {
        using MemoryStream stream = new();
        using (EvtxWriter writer = new(stream, leaveOpen: true))
            foreach (EvtxEvent e in events) writer.Write(e);
        return stream.ToArray();
    }
}
