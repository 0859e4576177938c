using System.Text;
using System.Text.Unicode;

namespace Stemma.Logs;

/// <summary>
/// Reads Windows events exported as XML: one <c>Events</c> document, or <c>Event</c> after <c>Event</c>. Each event is cut out and read
/// alone, so a broken one costs itself.
/// </summary>
internal sealed class XmlLog(EventXml xml) : TextLog
{
    /// <summary>Bytes that one event may have; a longer one is reported and skipped.</summary>
    public const int MaximumEvent = EventXml.MaximumCharacters;

    private byte[] _buffer = new byte[1 << 18];
    private int _start, _end;
    private long _bufferPosition;
    private bool _atEnd;

    /// <inheritdoc/>
    public override void Read(Stream stream, LogFile log, LogSink sink)
    {
        (_start, _end, _bufferPosition, _atEnd, Others) = (0, 0, 0, false, 0);
        xml.Event.Source = log.Source;
        while (!sink.Stop.IsCancellationRequested && FindStart(stream, sink))
        {
            int length = FindEnd(stream, sink, out int next);
            long position = _bufferPosition + _start;
            if (length < 0)
            {
                if (!sink.Stop.IsCancellationRequested)
                    sink.OnProblem(position, _atEnd ? "the file ends within an event" : "an event that does not end before the next begins, or is too long", true);
                _start += Math.Max(next, 1);
                continue;
            }

            ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, length);
            string? problem = xml.Read((Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes), position);
            _start += length;
            if (problem is not null)
            {
                sink.OnProblem(position, problem, true);
                continue;
            }

            if (xml.Event.IsCut) sink.OnProblem(position, $"more than {Events.FieldEvent.MaximumFields} values: the rest was not looked at", true);
            sink.OnEvent(xml.Event);
        }
    }

    // To the next <Event> or <Event …>; <Events> and <EventData> are others.
    private bool FindStart(Stream stream, LogSink sink)
    {
        while (!sink.Stop.IsCancellationRequested)
        {
            int found = IndexOfStart(_start);
            Skip(found >= 0 ? found : _atEnd ? _end : Math.Max(_start, _end - 16), sink);
            if (found >= 0) return true;
            if (_atEnd) return false;
            Fill(stream, sink);
        }

        return false;
    }

    // After a loss of power a block of the file may never have been written.
    private void Skip(int to, LogSink sink)
    {
        int zero = _buffer.AsSpan(_start, to - _start).IndexOf((byte)0);
        if (zero >= 0) sink.OnProblem(_bufferPosition + _start + zero, "zero bytes: this part of the file was never written", true);
        _start = to;
    }

    // The length of the event at _start; −1: it has no end, and next says how far the following event is.
    private int FindEnd(Stream stream, LogSink sink, out int next)
    {
        int searched = 0;
        next = 0;
        while (!sink.Stop.IsCancellationRequested)
        {
            int close = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf("</Event>"u8);
            int other = IndexOfStart(_start + Math.Max(searched, 6), close < 0 ? _end : _start + searched + close);
            if (other >= 0)
            {
                next = other - _start;
                return -1;
            }

            if (close >= 0) return searched + close + "</Event>"u8.Length;
            searched = Math.Max(0, _end - _start - 16);
            if (_atEnd || searched > MaximumEvent)
            {
                next = _end - _start;
                return -1;
            }

            Fill(stream, sink);
        }

        return -1;
    }

    private int IndexOfStart(int from) => IndexOfStart(from, _end);

    private int IndexOfStart(int from, int end)
    {
        while (from < end)
        {
            int found = _buffer.AsSpan(from, end - from).IndexOf("<Event"u8);
            if (found < 0 || from + found + 6 >= end) return -1;
            from += found;
            if (_buffer[from + 6] is (byte)'>' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') return from;
            from += 6;
        }

        return -1;
    }

    private void Fill(Stream stream, LogSink sink)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferPosition += _start;
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
        sink.OnProgress(read);
    }
}
