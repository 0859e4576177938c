using System.Text;

namespace Stemma.Evtx;

/// <summary>
/// One record of an <see cref="EvtxFile"/>. Its number, time and place hold for ever; its fields and
/// renderings are made from the file's current chunk when they are asked for, so ask before the next record is read.
/// </summary>
/// <example>
/// <code>
/// string? user = record["TargetUserName"];
/// string json = record.ToJson();
/// </code>
/// </example>
public sealed class EvtxRecord
{
    private readonly EvtxChunkParser _parser;
    private readonly long _generation;

    internal EvtxRecord(EvtxChunkParser parser)
    {
        _parser = parser;
        _generation = parser.Generation;
        Id = parser.RecordId;
        FileTime = parser.FileTime;
        Position = parser.Position;
        Shape = parser.Shape;
        IsRecovered = parser.IsRecovered;
    }

    /// <summary>The record's number.</summary>
    public long Id { get; }

    /// <summary>When the record was written: 100 ns units since 1601-01-01 UTC.</summary>
    public long FileTime { get; }

    /// <summary>When the record was written, in UTC; the nearest time a calendar has when the file holds an impossible one.</summary>
    public DateTimeOffset Written
    {
        get
        {
            const long latest = 2_650_467_743_999_999_999;
            return DateTimeOffset.FromFileTime(Math.Clamp(FileTime, 0, latest)).ToUniversalTime();
        }
    }

    /// <summary>Whether it was deleted from the log and found all the same; see <see cref="EvtxFile.RecoverDeleted"/>.</summary>
    public bool IsRecovered { get; }

    /// <summary>Offset of the record in the file, in bytes.</summary>
    public long Position { get; }

    /// <summary>The names of the record's fields.</summary>
    public EvtxShape Shape { get; }

    /// <summary>
    /// The text of the first field of that name (<c>EventID</c>, <c>Provider_Name</c>, <c>TargetUserName</c>);
    /// null when the record has no such field or no value in it.
    /// </summary>
    /// <param name="field">The field's name.</param>
    /// <exception cref="InvalidOperationException">The next record has been read.</exception>
    public string? this[string field]
    {
        get
        {
            int index = Shape.IndexOf(field);
            if (index < 0) return null;
            EvtxValue value = Current.Values[index];
            return value.IsNull ? null : Current.Text(value).ToString();
        }
    }

    private EvtxChunkParser Current =>
        _parser.Generation == _generation ? _parser : throw new InvalidOperationException("The next record has been read; use a record before that.");

    /// <summary>The record as one XML element; see <see cref="EvtxChunkParser.WriteXml"/>.</summary>
    /// <exception cref="InvalidOperationException">The next record has been read.</exception>
    public string ToXml() => ToText(EvtxTextFormat.Xml);

    /// <summary>The record as one JSON object; see <see cref="EvtxChunkParser.WriteJson"/>.</summary>
    /// <exception cref="InvalidOperationException">The next record has been read.</exception>
    public string ToJson() => ToText(EvtxTextFormat.Json);

    /// <summary>The fields with their texts, in order; null for those without a value.</summary>
    /// <exception cref="InvalidOperationException">The next record has been read.</exception>
    public IReadOnlyList<KeyValuePair<EvtxField, string?>> Fields()
    {
        EvtxChunkParser parser = Current;
        KeyValuePair<EvtxField, string?>[] fields = new KeyValuePair<EvtxField, string?>[Shape.Fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            EvtxValue value = parser.Values[i];
            fields[i] = new(Shape.Fields[i], value.IsNull ? null : parser.Text(value).ToString());
        }
        return fields;
    }

    private string ToText(EvtxTextFormat format)
    {
        EvtxChunkParser parser = Current;
        parser.Output.Clear();
        parser.Render(format);
        return Encoding.UTF8.GetString(parser.Output.Written);
    }
}
