using System.Text;
using System.Text.Json;

namespace Stemma.Events;

/// <summary>Data that is itself JSON as text, as Azure's <c>WindowsEvent</c> table has it: <c>"EventData":"{\"Image\":…}"</c>.</summary>
internal sealed partial class JsonEvent
{
    // What is no object of plain values is left out, as text in this place always was: it has no name.
    private void AddWithin<TReader>(ref TReader reader, JsonName place)
        where TReader : struct, IJsonReader, allows ref struct
    {
        char[] text = new char[reader.ValueSpan.Length];
        ReadOnlySpan<char> data = text.AsSpan(0, reader.CopyString(text)).Trim();
        if (data is not ['{', ..]) return;
        int values = _values.Count, used = _used;
        try
        {
            StrictJsonReader within = new(Encoding.UTF8.GetBytes(data.ToString()), isFinal: true);
            JsonName? name = null;
            int depth = 0;
            while (within.Read())
            {
                if (within.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
                else if (within.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) depth--;
                else if (depth == 1 && within.TokenType == JsonTokenType.PropertyName)
                {
                    if (_key.Length < within.ValueSpan.Length) _key = new char[within.ValueSpan.Length * 2];
                    name = place.Child(_key.AsSpan(0, within.CopyString(_key)), ref _places, out _);
                }
                else if (depth == 1 && name is { IsEventData: false }) Add(ref within, name, listStart: -1);
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Half an object is none.
            _values.RemoveRange(values, _values.Count - values);
            _used = used;
        }
    }
}
