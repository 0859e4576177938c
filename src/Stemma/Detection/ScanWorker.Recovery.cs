using Stemma.Events;
using Stemma.Evtx;
using Stemma.Logs;

namespace Stemma.Detection;

// Recovered records: deleted ones of logs and those in images. They are read twice, once to know which of equal ones counts and once to match.
internal sealed partial class ScanWorker
{
    /// <summary>Recovered records that were matched.</summary>
    public long Recovered { get; private set; }

    /// <summary>Recovered records that were left out: a log holds them, or they were found before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Notes the recovered records of a piece; what cannot be read is said when they are matched.</summary>
    public void FindRecovered(ScanUnit unit)
    {
        _log = unit.Log;
        try
        {
            ReadRecovered(unit, parser => _recovered!.AddRecovered(_hash.Of(parser), _log, parser.Position), quiet: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Said by the second reading, which comes to the same place.
        }
    }

    /// <summary>Matches the recovered records of a piece that count.</summary>
    public void MatchRecovered(ScanUnit unit)
    {
        LogFile log = _logs[_log = unit.Log];
        long before = Records, found = Tally.Count;
        EvtxRecordEvent? shown = log.Format == LogFormat.Evtx ? _evtx : null;
        try
        {
            ReadRecovered(unit, Take, quiet: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // A log's own reading has said so already.
            if (log.Format == LogFormat.Image) Problems.Add(unit.Log, unit.Start, $"cannot be read on: {e.Message}");
        }

        _progress.AddRecords(Records - before);
        _progress.AddDetections(Tally.Count - found);

        void Take(EvtxChunkParser parser)
        {
            if (!_recovered!.Counts(_hash.Of(parser), _log, parser.Position))
            {
                Duplicates++;
                return;
            }

            shown ??= new EvtxRecordEvent(parser, _kinds);
            shown.Source = log.Source;
            shown.Take();
            Recovered++;
            Match(shown);
        }
    }

    private void ReadRecovered(ScanUnit unit, Action<EvtxChunkParser> onRecord, bool quiet)
    {
        LogFile log = _logs[unit.Log];
        using Stream stream = LogStream.Open(log);
        if (log.Format == LogFormat.Image)
        {
            Carve(stream, onRecord, quiet);
            return;
        }

        if (unit.Start > 0) stream.Position = unit.Start;
        _parser.RecoverDeleted = true;
        try
        {
            _evtxLog.Read(stream, unit.Start, log.IsCompressed ? long.MaxValue : unit.Length, log, Take, NoteLost, _ => { }, _stop);
        }
        finally
        {
            _parser.RecoverDeleted = false;
        }

        void Take()
        {
            if (_parser.IsRecovered) onRecord(_parser);
        }

        // All other problems are the log's own, which its own reading notes.
        void NoteLost(EvtxProblem problem)
        {
            if (!quiet && problem.Kind is EvtxProblemKind.RecordTemplate or EvtxProblemKind.DeletedRecord) Problems.Add(_log, problem.Position, problem.Message, isDamage: false);
        }
    }

    private void Carve(Stream image, Action<EvtxChunkParser> onRecord, bool quiet)
    {
        using EvtxCarver carver = EvtxCarver.Open(image, _templates, leaveOpen: true);
        long searched = 0;
        try
        {
            foreach (EvtxRecord _ in carver.ReadRecords())
            {
                if (_stop.IsCancellationRequested) break;
                onRecord(carver.Parser);
                Progress();
            }
        }
        finally
        {
            Progress();
            if (!quiet)
            {
                Duplicates += carver.Duplicates;
                foreach (EvtxProblem problem in carver.Problems) Problems.Add(_log, problem.Position, problem.Message, isDamage: false);
            }
        }

        void Progress()
        {
            if (!quiet && carver.BytesSearched > searched) Count((int)Math.Min(int.MaxValue, carver.BytesSearched - searched));
            searched = carver.BytesSearched;
        }
    }
}
