using System.Globalization;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Logs;

/// <summary>
/// Reads events exported as CSV: Event Viewer, PowerShell's <c>Get-WinEvent</c>, EvtxECmd (KAPE), and any table whose header has an event id
/// with a channel or provider.
/// </summary>
internal sealed class CsvLog(FieldEvent e) : TextLog
{
    private static readonly SigmaLogSource Windows = new("windows", null, null);

    // What a table of events has, and one about events (which ids a channel has, which rule is for what) has not.
    private static readonly string[] OfAnEvent = ["Computer", "EventRecordID", "Payload", "Image", "NewProcessName", "CommandLine", "ProcessCommandLine", "ScriptBlockText"];

    private readonly CsvReader _csv = new();
    private string[] _names = [];
    private LogSink _sink;

    /// <inheritdoc/>
    public override void Read(Stream stream, LogFile log, LogSink sink)
    {
        (_sink, Others, e.Source) = (sink, 0, log.Source);
        _csv.Open(stream, sink);
        if (!_csv.Next()) return;
        string[] columns = [.. Enumerable.Range(0, _csv.Count).Select(index => _csv.Value(index).ToString())];
        if (!IsHeader(columns))
        {
            sink.OnProblem(_csv.Position, "the header has no event id with a channel or provider", true);
            return;
        }

        _names = Names(columns);
        while (_csv.Next())
        {
            if (_csv.IsOpen) sink.OnProblem(_csv.Position, "a quoted value does not end", true);
            if (_csv.Count < 3)
            {
                sink.OnProblem(_csv.Position, $"a record of {_csv.Count} values, where the header has {_names.Length}", true);
                continue;
            }

            ReadRecord();
        }
    }

    /// <summary>Whether columns are of events.</summary>
    public static bool IsHeader(IReadOnlyCollection<string> columns)
    {
        HashSet<string> names = new(columns.Select(FlatNames.Of), StringComparer.OrdinalIgnoreCase);
        if (!names.Contains("EventID") || !(names.Contains("Channel") || names.Contains("Provider_Name"))) return false;

        // An id and a source are in tables of all kinds: Event Viewer has "Event ID" and "Source", Get-WinEvent "Id" and "ProviderName".
        bool isAnyTable = Has("id") && !Has("eventid") && !Has("event id") && Has("source") && !names.Contains("Channel");
        return !isAnyTable && (names.Overlaps(OfAnEvent)
            || names.Any(name => name.Contains("Time", StringComparison.OrdinalIgnoreCase) || name.Contains("Date", StringComparison.OrdinalIgnoreCase)));

        bool Has(string column) => columns.Contains(column, StringComparer.OrdinalIgnoreCase);
    }

    // In EvtxECmd's table these two are of who wrote the event, not of what it tells.
    private static string[] Names(string[] columns)
    {
        bool isEcmd = columns.Contains("Payload") || columns.Contains("PayloadData1");
        return [.. columns.Select(column => isEcmd && column is "ProcessId" or "ThreadId" ? $"Execution_{column.Replace("Id", "ID", StringComparison.Ordinal)}" : FlatNames.Of(column))];
    }

    private void ReadRecord()
    {
        e.Begin(_csv.Position);
        int payload = -1, message = -1;
        for (int i = 0; i < _csv.Count; i++)
        {
            // Event Viewer gives the message no header.
            string name = i < _names.Length ? _names[i] : "Message";
            if (name == "Payload") payload = i;
            if (name == "Message") message = i;
            if (i < _names.Length || i == _names.Length) e.Add(name, _csv.Value(i), !FlatNames.IsEnvelope(name) && name is not ("Level" or "Execution_ProcessID" or "Execution_ThreadID"));
        }

        e.SetProvider(e.Value("Provider_Name"));
        ReadOnlySpan<char> channel = e.Value("Channel");
        e.SetChannel(channel.IsEmpty ? ProviderChannels.Of(e.Value("Provider_Name")) : channel);
        e.SetHost(e.Value("Computer"));
        if (EventTime.TryParse(e.Value("TimeCreated"), out long time)) e.SetTime(time);
        e.SetIds(
            int.TryParse(e.Value("EventID"), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1,
            long.TryParse(e.Value("EventRecordID"), NumberStyles.None, CultureInfo.InvariantCulture, out long record) ? record : -1);
        if (id <= 0 && e.Channel.IsEmpty)
        {
            _sink.OnProblem(_csv.Position, "a record without an event id", true);
            return;
        }

        if (payload >= 0 && !_csv.Value(payload).IsEmpty && !EcmdPayload.AddFields(e, _csv.Value(payload).ToString().AsMemory()))
            _sink.OnProblem(_csv.Position, "the Payload is not valid JSON", true);
        if (message >= 0 && payload < 0) EventMessage.AddFields(e, _csv.Value(message).ToString());
        if (e.IsCut) _sink.OnProblem(_csv.Position, $"more than {FieldEvent.MaximumFields} values: the rest was not looked at", true);
        e.Finish(Windows);
        _sink.OnEvent(e);
    }
}
