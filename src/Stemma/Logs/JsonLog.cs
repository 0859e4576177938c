using System.Text.Json;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// Reads JSON objects one after another, whatever stands between them: lines, commas and brackets of an array, blanks. A broken object
/// costs its line: reading goes on at the next.
/// </summary>
internal sealed class JsonLog(JsonEvent e, JsonEvent inner, EventXml xml) : TextLog
{
    /// <summary>Bytes that one object may take; a longer one is reported and skipped.</summary>
    public const int MaximumObject = 64 << 20;

    // What an object is looked for in at first; a broken value costs what the reader sees of the log, since its message may quote all of that.
    private const int FirstWindow = 16 << 10;
    private const int LongestReason = 200;

    private readonly AuditEvents _audit = new(xml.Event);
    private byte[] _buffer = new byte[1 << 20];
    private int _start, _end;
    private long _bufferPosition;
    private bool _atEnd;

    /// <inheritdoc/>
    public override void Read(Stream stream, LogFile log, LogSink sink)
    {
        e.Source = inner.Source = xml.Event.Source = log.Source;
        (_start, _end, _bufferPosition, _atEnd, Others) = (0, 0, 0, false, 0);
        _audit.Begin(log.Source, sink);
        ReadAll(stream, sink);
        _audit.End();
        Incomplete = _audit.Incomplete;
    }

    private void ReadAll(Stream stream, LogSink sink)
    {
        Action<int> onProgress = sink.OnProgress;
        CancellationToken stop = sink.Stop;
        Fill(stream, onProgress);
        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _start = 3;
        int window = 0;
        while (!stop.IsCancellationRequested)
        {
            if (window == 0 && !SkipBetween(stream, onProgress)) return;
            if (window == 0 && TryTakePlain(out bool isEvent, out int length))
            {
                OnObject(isEvent, length, sink);
                continue;
            }

            ReadOnlySpan<byte> seen = window == 0 ? Line() : _buffer.AsSpan(_start, Math.Min(window, _end - _start));
            bool isAll = seen.Length == _end - _start;
            window = 0;
            StrictJsonReader reader = new(seen, isFinal: isAll && _atEnd);
            try
            {
                isEvent = e.Take(ref reader, _bufferPosition + _start, out bool complete);
                if (complete)
                {
                    OnObject(isEvent, (int)reader.BytesConsumed, sink);
                    continue;
                }

                if (seen.Length < MaximumObject && !(isAll && _atEnd))
                {
                    // Twice as much each time, so that what is read again and again stays in proportion.
                    window = Math.Max(seen.Length * 2, FirstWindow);
                    while (_end - _start < window && !_atEnd) Fill(stream, onProgress);
                    continue;
                }

                sink.OnProblem(_bufferPosition + _start, seen.Length < MaximumObject ? "the file ends within a JSON value" : $"a JSON value of more than {MaximumObject >> 20} MiB", true);
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException)
            {
                // InvalidOperationException: a string that is not Unicode.
                string reason = problem.Message.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0];
                if (reason.Length > LongestReason) reason = string.Concat(reason.AsSpan(0, LongestReason), "…");
                sink.OnProblem(_bufferPosition + _start + reader.BytesConsumed, $"not valid JSON: {reason}", true);
            }

            if (!SkipLine(stream, onProgress)) return;
        }
    }

    private bool TryTakePlain(out bool isEvent, out int length)
    {
        FastJsonReader reader = new(_buffer.AsSpan(_start, Math.Min(FirstWindow, _end - _start)));
        try
        {
            isEvent = e.Take(ref reader, _bufferPosition + _start, out bool complete);
            length = reader.BytesConsumed;
            return complete;
        }
        catch (InvalidOperationException)
        {
            // No Unicode: the strict reader says where.
            (isEvent, length) = (false, 0);
            return false;
        }
    }

    private void OnObject(bool isEvent, int length, LogSink sink)
    {
        _start += length;
        if (e.IsCut && isEvent) sink.OnProblem(e.Position, $"more than {JsonEvent.MaximumFields} values: the rest was not looked at", true);
        if (isEvent && JournalAudit.Line(e) is { } record && _audit.TryAdd(record, e.Position, e.Host)) return;
        if (Inner() is Event within) sink.OnEvent(within);
        else if (isEvent) sink.OnEvent(e);
        else Others++;
    }

    // To the line's end, or as far as an object of usual size goes.
    private ReadOnlySpan<byte> Line()
    {
        ReadOnlySpan<byte> seen = _buffer.AsSpan(_start, Math.Min(FirstWindow, _end - _start));
        int end = seen.IndexOf((byte)'\n');
        return end < 0 ? seen : seen[..(end + 1)];
    }

    // Splunk's _raw and journald's MESSAGE may be the event itself, and what stands around it a part of that.
    private Event? Inner()
    {
        ReadOnlySpan<char> text = e.Inner;
        if (text.StartsWith("<Event")) return xml.Read(text.ToString(), e.Position) is null ? xml.Event : null;
        if (text.IsEmpty || text.Length > MaximumObject / 4) return null;
        try
        {
            StrictJsonReader reader = new(System.Text.Encoding.UTF8.GetBytes(text.ToString()), isFinal: true);
            return inner.Take(ref reader, e.Position, out bool complete) && complete ? inner : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // To the next byte that is neither blank, comma nor an array's bracket. False: there is none.
    private bool SkipBetween(Stream stream, Action<int> onProgress)
    {
        while (true)
        {
            int skip = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n,[]"u8);
            if (skip >= 0)
            {
                _start += skip;
                return true;
            }

            _start = _end;
            if (_atEnd) return false;
            Fill(stream, onProgress);
        }
    }

    private bool SkipLine(Stream stream, Action<int> onProgress)
    {
        while (true)
        {
            int end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _start += end + 1;
                return true;
            }

            _start = _end;
            if (_atEnd) return false;
            Fill(stream, onProgress);
        }
    }

    private void Fill(Stream stream, Action<int> onProgress)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferPosition += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
        onProgress(read);
    }
}
