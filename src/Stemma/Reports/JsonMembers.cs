using Stemma.Detection;
using Stemma.Events;
using Stemma.Lineage;

namespace Stemma.Reports;

/// <summary>Members of objects, as the JSON formats of lineage share them. What is empty or unknown is null.</summary>
internal static class JsonMembers
{
    /// <summary>A member's name; a comma before it unless it is the first.</summary>
    public static void Key(JsonLine line, ReadOnlySpan<byte> name, bool first = false)
    {
        line.Raw(first ? "\""u8 : ",\""u8);
        line.Raw(name);
        line.Raw("\":"u8);
    }

    /// <summary>A number.</summary>
    public static void Number(JsonLine line, ReadOnlySpan<byte> name, long number, bool first = false)
    {
        Key(line, name, first);
        line.Number(number);
    }

    /// <summary>A text; null when it is empty.</summary>
    public static void Text(JsonLine line, ReadOnlySpan<byte> name, string text, bool first = false)
    {
        Key(line, name, first);
        line.Text(text.Length == 0 ? null : text);
    }

    /// <summary>True or false.</summary>
    public static void Bool(JsonLine line, ReadOnlySpan<byte> name, bool value)
    {
        Key(line, name);
        line.Raw(value ? "true"u8 : "false"u8);
    }

    /// <summary>A point in time; null when it is unknown.</summary>
    public static void Time(JsonLine line, ReadOnlySpan<byte> name, long time, bool first = false)
    {
        Key(line, name, first);
        if (time > 0) line.Time(EventTime.ToDateTime(time));
        else line.Raw("null"u8);
    }

    /// <summary>A list.</summary>
    public static void List<T>(JsonLine line, ReadOnlySpan<byte> name, IEnumerable<T> items, Action<T> write, bool first = false)
    {
        Key(line, name, first);
        line.Raw("["u8);
        bool any = false;
        foreach (T item in items)
        {
            if (any) line.Raw(","u8);
            any = true;
            write(item);
        }

        line.Raw("]"u8);
    }

    /// <summary>A list of texts.</summary>
    public static void Texts(JsonLine line, ReadOnlySpan<byte> name, IEnumerable<string> texts, bool first = false) => List(line, name, texts, line.Text, first);

    /// <summary>An event as evidence.</summary>
    public static void Evidence(JsonLine line, Evidence evidence)
    {
        Key(line, "evidence"u8);
        EvidenceObject(line, evidence);
    }

    /// <summary>An event as evidence, without a name.</summary>
    public static void EvidenceObject(JsonLine line, Evidence evidence)
    {
        line.Raw("{\"source\":"u8);
        line.Text(evidence.Source);
        Number(line, "position"u8, evidence.Position);
        Time(line, "time"u8, evidence.Time);
        Text(line, "event"u8, evidence.Event);
        line.Raw("}"u8);
    }
}
