using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>The parts of a detection that several JSON formats share.</summary>
internal static class DetectionJson
{
    /// <summary>A list of strings.</summary>
    public static void Strings(JsonLine line, IReadOnlyList<string> strings)
    {
        line.Raw("["u8);
        for (int i = 0; i < strings.Count; i++)
        {
            if (i > 0) line.Raw(","u8);
            line.Text(strings[i]);
        }

        line.Raw("]"u8);
    }

    /// <summary>A number, or null when it is negative.</summary>
    public static void NumberOrNull(JsonLine line, long number)
    {
        if (number < 0) line.Raw("null"u8);
        else line.Number(number);
    }

    /// <summary>The member that marks what was recovered; nothing for other events.</summary>
    public static void Recovered(JsonLine line, Event e)
    {
        if (e.IsRecovered) line.Raw(",\"recovered\":true"u8);
    }

    /// <summary>The members that tell which layer fired and how it came out of the log's text; nothing for what the log holds.</summary>
    public static void Layer(JsonLine line, Event e)
    {
        if (e.Layer == 0) return;
        line.Raw(",\"layer\":"u8);
        line.Number(e.Layer);
        line.Raw(",\"layer_step\":"u8);
        line.Text(e.LayerStep);
    }

    /// <summary>The event's time, or null when it has none.</summary>
    public static void Time(JsonLine line, Event e)
    {
        if (e.Time > 0) line.Time(EventTime.ToDateTime(e.Time));
        else line.Raw("null"u8);
    }

    /// <summary>What made the rule fire, in words: <c>field = value, …</c>, cut.</summary>
    public static string Reason(IReadOnlyList<MatchedItem> matched)
    {
        const int longest = 1000;
        string text = string.Join(", ", matched.Select(item => $"{item.Field} = {item.Value}"));
        return text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "…");
    }

    /// <summary>The event's payload as an object by Sigma names; values of one name are joined by line feeds.</summary>
    public static void Fields(JsonLine line, Event e)
    {
        line.Raw("{"u8);
        bool any = false;
        for (int slot = 0; slot < e.Kind.Names.Length; slot++)
        {
            if (!e.IsPayload(slot) || (e.Kind.HasRepeatedNames && !IsFirst(e, slot))) continue;
            if (any) line.Raw(","u8);
            any = true;
            line.Text(e.Kind.Names[slot]);
            line.Raw(":"u8);
            if (e.Kind.HasRepeatedNames) line.Text(Joined(e, e.Kind.Names[slot]));
            else if (e.IsNull(slot)) line.Raw("null"u8);
            else line.Text(e.Text(slot));
        }

        line.Raw("}"u8);
    }

    private static bool IsFirst(Event e, int slot)
    {
        for (int before = 0; before < slot; before++)
            if (e.IsPayload(before) && e.Kind.Names[before] == e.Kind.Names[slot]) return false;
        return true;
    }

    private static string? Joined(Event e, string name)
    {
        List<string> values = [];
        for (int slot = 0; slot < e.Kind.Names.Length; slot++)
            if (e.IsPayload(slot) && e.Kind.Names[slot] == name && !e.IsNull(slot)) values.Add(e.Text(slot).ToString());
        return values.Count == 0 ? null : string.Join('\n', values);
    }
}
