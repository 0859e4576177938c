using System.Text.Json;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// Reads JSON objects one after another, whatever stands between them: lines, commas and brackets of an array, blanks. A broken object
/// costs its line: reading goes on at the next.
/// </summary>
internal sealed class JsonLog(JsonEvent e)
{
    /// <summary>Bytes that one object may take; a longer one is reported and skipped.</summary>
    public const int MaximumObject = 64 << 20;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonEvent.MaximumDepth, CommentHandling = JsonCommentHandling.Disallow };
    private byte[] _buffer = new byte[1 << 20];
    private int _start, _end;
    private long _bufferPosition;
    private bool _atEnd;

    /// <summary>Values that were valid but no events.</summary>
    public long Others { get; private set; }

    /// <summary>Reads a log to its end.</summary>
    /// <param name="stream">Its content.</param>
    /// <param name="onEvent">Called for each event, which the event object then holds.</param>
    /// <param name="onProblem">Told of what could not be read: byte offset and message.</param>
    /// <param name="onProgress">Told of bytes read.</param>
    /// <param name="stop">Ends the reading early.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The compressed stream is damaged.</exception>
    public void Read(Stream stream, Action onEvent, Action<long, string> onProblem, Action<int> onProgress, CancellationToken stop)
    {
        (_start, _end, _bufferPosition, _atEnd, Others) = (0, 0, 0, false, 0);
        Fill(stream, onProgress);
        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _start = 3;
        while (!stop.IsCancellationRequested)
        {
            if (!SkipBetween(stream, onProgress)) return;
            Utf8JsonReader reader = new(_buffer.AsSpan(_start, _end - _start), isFinalBlock: _atEnd, new JsonReaderState(Options));
            try
            {
                bool isEvent = e.Take(ref reader, _bufferPosition + _start, out bool complete);
                if (complete)
                {
                    _start += (int)reader.BytesConsumed;
                    if (e.IsCut) onProblem(e.Position, $"more than {JsonEvent.MaximumFields} values: the rest was not looked at");
                    if (isEvent) onEvent();
                    else Others++;
                    continue;
                }

                if (_end - _start < MaximumObject && !_atEnd)
                {
                    Fill(stream, onProgress);
                    continue;
                }

                onProblem(_bufferPosition + _start, _atEnd ? "the file ends within a JSON value" : $"a JSON value of more than {MaximumObject >> 20} MiB");
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException)
            {
                // InvalidOperationException: a string that is not Unicode.
                string reason = problem.Message.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0];
                onProblem(_bufferPosition + _start + reader.BytesConsumed, $"not valid JSON: {reason}");
            }

            if (!SkipLine(stream, onProgress)) return;
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
