using System.Globalization;

namespace Stemma.Hunting.Execution;

/// <summary>Functions of arrays and sets. What is no array gives null.</summary>
internal static class ArrayFunctions
{
    // Elements that a range or repetition may have (Kusto's own limit for range).
    private const int MaximumRange = 1_048_576;

    public static void AddTo(FunctionTable table)
    {
        table.Long("kql_array_length", a => Json.Elements(a.Text(0))?.Count);
        table.Text("kql_array_join", a => Json.Elements(a.Text(0)) is { } items ? string.Join(a.Text(1) ?? "", items.Select(Json.Text)) : null);
        table.Text("kql_flatten", a => Json.Elements(a.Text(0)) is { } items ? Json.Array(items.SelectMany(item => Json.Elements(item) ?? [item])) : null);
        table.Text("kql_array_concat", a => Lists(a) is { Count: > 0 } lists ? Json.Array(lists.SelectMany(list => list)) : null);
        table.Text("kql_array_slice", a => Json.Elements(a.Text(0)) is { } items && a.Long(1) is { } from && a.Long(2) is { } to ? Json.Array(Slice(items, from, to)) : null);
        table.Text("kql_array_split", a => Json.Elements(a.Text(0)) is { } items ? Split(items, Json.Elements(a.Text(1)) ?? [a.Text(1) ?? "0"]) : null);
        table.Long("kql_array_index_of", a => Json.Elements(a.Text(0)) is { } items ? IndexOf(items, a.Text(1) ?? "null", a.Long(2) ?? 0, a.Long(3) ?? -1, a.Long(4) ?? 1) : null);
        table.Text("kql_array_reverse", a => Json.Elements(a.Text(0)) is { } items ? Json.Array(Enumerable.Reverse(items)) : null);
        table.Text("kql_array_rotate", a => Json.Elements(a.Text(0)) is { } items && a.Long(1) is { } by ? Json.Array(Rotated(items, by)) : null);
        table.Text("kql_array_shift", a => Json.Elements(a.Text(0)) is { } items && a.Long(1) is { } by ? Json.Array(Shifted(items, by, a.Text(2) ?? "null")) : null);
        table.Text("kql_array_sort", a => Json.Elements(a.Text(0)) is { } items ? Json.Array(Sorted(items, a.Text(1) == "desc", a.Bool(2) ?? true)) : null);
        table.Real("kql_array_sum", a => Json.Elements(a.Text(0)) is { Count: > 0 } items ? items.Sum(item => Json.ToReal(item) ?? 0) : null);
        table.Text("kql_array_iff", a => Json.Elements(a.Text(0)) is { } items ? Json.Array(items.Select((item, i) => At(a.Text(Json.ToBool(item) == true ? 1 : 2), i))) : null);
        table.Text("kql_set_union", a => Lists(a) is { Count: > 0 } lists ? Json.Array(lists.SelectMany(list => list).Distinct()) : null);
        table.Text("kql_set_intersect", a => Lists(a) is { Count: > 0 } lists ? Json.Array(lists.Aggregate((kept, list) => [.. kept.Distinct().Where(list.Contains)])) : null);
        table.Text("kql_set_difference", a => Json.Elements(a.Text(1)) is { } items ? Json.Array(items.Distinct().Except(Lists(a, 2).SelectMany(list => list))) : null);
        table.Text("kql_zip", a => Zip(Lists(a)));
        table.Text("kql_array_repeat", a => a.Long(1) is { } times and >= 0 ? Json.Array(Enumerable.Repeat(a.Text(0) ?? "null", (int)Math.Min(times, MaximumRange))) : null);
        table.Text("kql_range", a => a.Long(0) is { } from && a.Long(1) is { } to && a.Long(2) is { } step ? Range(from, to, step, value => value.ToString(CultureInfo.InvariantCulture)) : null);
        table.Text("kql_range_real", a => a.Real(0) is { } from && a.Real(1) is { } to && a.Real(2) is { } step && step != 0 && double.IsFinite((to - from) / step)
            ? Json.Array(Enumerable.Range(0, (int)Math.Clamp(Math.Floor((to - from) / step) + 1, 0, MaximumRange)).Select(i => (double?)(from + (i * step))))
            : null);
        table.Text("kql_range_time", a => a.Long(0) is { } from && a.Long(1) is { } to && a.Long(2) is { } step ? Range(from, to, step, value => ValueText.JsonString(ValueText.DateTime(value))) : null);
        table.Text("kql_range_span", a => a.Long(0) is { } from && a.Long(1) is { } to && a.Long(2) is { } step ? Range(from, to, step, value => ValueText.JsonString(ValueText.TimeSpan(value))) : null);
    }

    /// <summary>The arrays among a function's arguments, from the second on: the first only says that there are some.</summary>
    private static List<List<string>> Lists(Arguments arguments, int first = 1)
    {
        List<List<string>> lists = [];
        for (int i = first; i < arguments.Count; i++)
            if (Json.Elements(arguments.Text(i)) is { } list) lists.Add(list);
        return lists;
    }

    // Both ends are part of it; negative ones count from the end.
    private static IEnumerable<string> Slice(List<string> items, long from, long to)
    {
        if (from < 0) from = Math.Max(0, from + items.Count);
        if (to < 0) to += items.Count;
        return items.Skip((int)Math.Min(from, int.MaxValue)).Take((int)Math.Clamp(to - from + 1, 0, items.Count));
    }

    private static string Split(List<string> items, List<string> at)
    {
        List<string> parts = [];
        int start = 0;
        foreach (string index in at)
        {
            int end = (int)Math.Clamp(Json.ToLong(index) is { } n ? n < 0 ? n + items.Count : n : 0, start, items.Count);
            parts.Add(Json.Array(items[start..end]));
            start = end;
        }

        parts.Add(Json.Array(items[start..]));
        return Json.Array(parts);
    }

    private static long IndexOf(List<string> items, string value, long start, long length, long occurrence)
    {
        if (start < 0) start += items.Count;
        long end = length < 0 ? items.Count : Math.Min(items.Count, start + length);
        for (long i = Math.Max(0, start); i < end; i++)
            if (items[(int)i] == value && --occurrence == 0) return i;
        return -1;
    }

    private static IEnumerable<string> Rotated(List<string> items, long by)
    {
        if (items.Count == 0) return items;
        int shift = (int)(((by % items.Count) + items.Count) % items.Count);
        return items.Skip(shift).Concat(items.Take(shift));
    }

    private static IEnumerable<string> Shifted(List<string> items, long by, string fill)
    {
        for (long i = 0; i < items.Count; i++) yield return i + by >= 0 && i + by < items.Count ? items[(int)(i + by)] : fill;
    }

    private static IEnumerable<string> Sorted(List<string> items, bool isDescending, bool nullsLast)
    {
        List<string> nulls = [.. items.Where(item => item == "null")];
        IEnumerable<string> values = items.Where(item => item != "null");
        bool areNumbers = values.All(item => item.Length > 0 && (char.IsAsciiDigit(item[0]) || item[0] == '-'));
        IEnumerable<string> sorted = areNumbers
            ? isDescending ? values.OrderByDescending(item => Json.ToReal(item)) : values.OrderBy(item => Json.ToReal(item))
            : isDescending ? values.OrderByDescending(Json.Text, StringComparer.Ordinal) : values.OrderBy(Json.Text, StringComparer.Ordinal);
        return nullsLast ? sorted.Concat(nulls) : nulls.Concat(sorted);
    }

    private static string At(string? json, int index) => Json.Elements(json) is { } items ? items.ElementAtOrDefault(index) ?? "null" : json ?? "null";

    private static string? Zip(List<List<string>> lists)
    {
        if (lists.Count == 0) return null;
        int length = lists.Max(list => list.Count);
        return Json.Array(Enumerable.Range(0, length).Select(i => Json.Array(lists.Select(list => list.ElementAtOrDefault(i) ?? "null"))));
    }

    private static string? Range(long from, long to, long step, Func<long, string> text)
    {
        if (step == 0) return null;
        List<string> items = [];
        for (Int128 value = from; step > 0 ? value <= to : value >= to; value += step)
        {
            if (items.Count >= MaximumRange) break;
            items.Add(text((long)value));
        }

        return Json.Array(items);
    }
}
