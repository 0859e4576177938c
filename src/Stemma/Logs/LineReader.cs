using System.Text;
using System.Text.Unicode;

namespace Stemma.Logs;

/// <summary>
/// The lines of a UTF-8 text, one after another, with their byte offsets. A line longer than <see cref="MaximumLine"/> is reported and
/// skipped. A line that is not UTF-8 is read as Latin-1.
/// </summary>
internal sealed class LineReader
{
    /// <summary>Bytes that a line may have.</summary>
    public const int MaximumLine = 8 << 20;

    private byte[] _buffer = new byte[1 << 18];
    private char[] _chars = new char[4096];
    private int _start, _end;
    private long _bufferPosition;
    private bool _atEnd;
    private Stream _stream = Stream.Null;
    private LogSink _sink;

    /// <summary>Where the last line begins.</summary>
    public long Position { get; private set; }

    /// <summary>Starts a text.</summary>
    public void Open(Stream stream, LogSink sink)
    {
        (_stream, _sink, _start, _end, _bufferPosition, _atEnd) = (stream, sink, 0, 0, 0, false);
        while (_end < 3 && !_atEnd) Fill();
        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _start = 3;
    }

    /// <summary>The next line without its end; false when there is none. The span lives until the next call.</summary>
    public bool Next(out ReadOnlySpan<char> line)
    {
        line = default;
        int searched = 0;
        while (!_sink.Stop.IsCancellationRequested)
        {
            int feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0 || (_atEnd && _end > _start))
            {
                int length = feed >= 0 ? searched + feed : _end - _start;
                Position = _bufferPosition + _start;
                line = Decode(_buffer.AsSpan(_start, length));
                _start = Math.Min(_end, _start + length + 1);
                return true;
            }

            if (_atEnd) return false;
            searched = _end - _start;
            if (searched >= MaximumLine)
            {
                _sink.OnProblem(_bufferPosition + _start, $"a line of more than {MaximumLine >> 20} MiB", true);
                SkipLine();
                searched = 0;
                continue;
            }

            Fill();
        }

        return false;
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.EndsWith("\r"u8)) bytes = bytes[..^1];

        // After a loss of power a block of the file may never have been written.
        int zeros = bytes.IndexOfAnyExcept((byte)0);
        if (zeros < 0) zeros = bytes.Length;
        if (zeros > 0) _sink.OnProblem(Position, $"{zeros} zero bytes: this part of the file was never written", true);
        bytes = bytes[zeros..];
        if (_chars.Length < bytes.Length) _chars = new char[bytes.Length * 2];
        return _chars.AsSpan(0, (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetChars(bytes, _chars));
    }

    private void SkipLine()
    {
        while (!_sink.Stop.IsCancellationRequested)
        {
            int feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            _start = feed >= 0 ? _start + feed + 1 : _end;
            if (feed >= 0 || _atEnd) return;
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferPosition += _start;
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
        _sink.OnProgress(read);
    }
}
