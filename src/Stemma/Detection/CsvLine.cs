using System.Buffers;
using System.Text;

namespace Stemma.Detection;

/// <summary>
/// A line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it: log text must not run when it is opened.
/// </summary>
public sealed class CsvLine
{
    private readonly StringBuilder _line = new();

    /// <summary>Adds a cell.</summary>
    /// <param name="cell">What it holds.</param>
    /// <param name="isText">Whether it may be taken for a formula; not so what is a number anyway.</param>
    public void Add(ReadOnlySpan<char> cell, bool isText = true)
    {
        // The full-width forms are taken for the same signs where such are typed.
        bool formula = isText && !cell.IsEmpty && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
        bool quoted = formula || cell.ContainsAny("\",\r\n");
        if (quoted) _line.Append('"');
        if (formula) _line.Append('\'');
        foreach (char c in cell)
        {
            if (c == '"') _line.Append('"');
            _line.Append(c);
        }

        _line.Append(quoted ? "\"," : ",");
    }

    /// <summary>Writes the line, and begins anew. It has a cell at least.</summary>
    /// <param name="output">Receives it, as UTF-8.</param>
    public void WriteTo(IBufferWriter<byte> output)
    {
        _line[^1] = '\r';
        _line.Append('\n');
        foreach (ReadOnlyMemory<char> chunk in _line.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, output);
        _line.Clear();
    }
}
