using System.Text;

namespace Stemma.Decoding.JavaScript;

/// <summary>Methods of arrays.</summary>
internal sealed partial class Interpreter
{
    private object ArrayCall(string name, JsArray array, object[] a)
    {
        List<object> items = array.Items;
        _sink.Budget.Spend(1 + (name is "push" or "pop" ? 0 : items.Count >> 6));
        if (name is "push" or "pop" or "shift" or "unshift" or "splice" or "reverse" or "sort" or "fill" or "set") { Touch(array); }
        switch (name)
        {
            case "push": items.AddRange(a); return (double)items.Count;
            case "unshift": items.InsertRange(0, a); return (double)items.Count;
            case "pop":
                {
                    if (items.Count == 0) { return array.Blurred ? JsUnknown.Value : JsUndefined.Value; }
                    object last = items[^1];
                    items.RemoveAt(items.Count - 1);
                    return last;
                }
            case "shift":
                {
                    if (items.Count == 0) { return array.Blurred ? JsUnknown.Value : JsUndefined.Value; }
                    object first = items[0];
                    items.RemoveAt(0);
                    return first;
                }
            case "splice":
                {
                    int from = Relative(a, 0, 0, items.Count), count = a.Length < 2 ? items.Count - from : Math.Clamp(Index(a, 1), 0, items.Count - from);
                    var removed = new JsArray(items.GetRange(from, count));
                    items.RemoveRange(from, count);
                    if (a.Length > 2) { items.InsertRange(from, a.Skip(2)); }
                    return removed;
                }
            case "reverse": DecodingSteps++; items.Reverse(); return array;
            case "sort":
                Sort(items, A(a, 0) as JsCallable);
                return array;
            case "fill": for (int i = 0; i < items.Count; i++) { items[i] = A(a, 0); } return array;
            case "set": if (A(a, 0) is JsArray from2) { for (int i = 0, at = Index(a, 1); i < from2.Items.Count && at + i < items.Count && at >= 0; i++) { items[at + i] = from2.Items[i]; } } return JsUndefined.Value;
            case "join":
                {
                    string separator = A(a, 0) is JsUndefined ? "," : Text(A(a, 0)) ?? ",";
                    var joined = new StringBuilder();
                    for (int i = 0; i < items.Count; i++)
                    {
                        if (i > 0) { joined.Append(separator); }
                        if (items[i] is JsUndefined or JsNull) { continue; }
                        if (Text(items[i]) is not { } part) { return JsUnknown.Value; }
                        joined.Append(part);
                        if (joined.Length > _sink.Budget.Limits.OutputLength) { throw new JsStop("length of a text"); }
                    }
                    _sink.Budget.Reserve(joined.Length);
                    if (separator.Length == 0) { DecodingSteps++; }
                    return joined.ToString();
                }
            case "toString": return Text(array) is { } text ? text : JsUnknown.Value;
            case "slice":
                {
                    int from = Relative(a, 0, 0, items.Count), to = Relative(a, 1, items.Count, items.Count);
                    return new JsArray(from < to ? items.GetRange(from, to - from) : []) { Blurred = array.Blurred };
                }
            case "concat":
                {
                    List<object> made = [.. items];
                    foreach (object each in a) { if (each is JsArray more) { made.AddRange(more.Items); } else { made.Add(each); } _sink.Budget.Spend(made.Count >> 6); }
                    return new JsArray(made);
                }
            case "indexOf" or "includes" or "lastIndexOf":
                {
                    if (A(a, 0) is JsUnknown) { return JsUnknown.Value; }
                    int at = -1;
                    for (int i = 0; i < items.Count; i++)
                    {
                        if (JsConvert.StrictEquals(items[i], A(a, 0)) is not { } same) { return JsUnknown.Value; }
                        if (same) { at = i; if (name != "lastIndexOf") { break; } }
                    }
                    return name == "includes" ? at >= 0 : (double)at;
                }
            case "at": return Index(a, 0) is var k && k < 0 ? Read(array, (double)(items.Count + k)) : Read(array, (double)k);
            case "flat": return new JsArray([.. items.SelectMany(x => x is JsArray inner ? inner.Items : (IEnumerable<object>)[x])]);
            case "keys": return new JsArray([.. Enumerable.Range(0, items.Count).Select(i => (object)(double)i)]);
            case "values": return new JsArray([.. items]);
            case "entries": { var iterator = new JsObject(); iterator.Set("toString", new JsNative("toString", (_, _) => "[object Array Iterator]")); return iterator; }
            case "hasOwnProperty": return Text(A(a, 0)) is { } key ? int.TryParse(key, out int n) && n >= 0 && n < items.Count : JsUnknown.Value;
            case "map" or "forEach" or "filter" or "some" or "every" or "find" or "findIndex" or "flatMap": return Walk(name, array, A(a, 0));
            case "reduce" or "reduceRight":
                {
                    if (A(a, 0) is not JsCallable f) { return JsUnknown.Value; }
                    IEnumerable<object> order = name == "reduce" ? items : Enumerable.Reverse(items);
                    object[] all = [.. order];
                    int i = 0;
                    object value = a.Length > 1 ? a[1] : all.Length > 0 ? all[i++] : JsUndefined.Value;
                    for (; i < all.Length; i++) { value = Call(f, JsUndefined.Value, [value, all[i], (double)(name == "reduce" ? i : all.Length - 1 - i), array]); }
                    return value;
                }
            default: return JsUnknown.Value;
        }
    }

    private object Walk(string name, JsArray array, object with)
    {
        if (with is not JsCallable f) { return JsUnknown.Value; }
        List<object> made = [];
        for (int i = 0; i < array.Items.Count; i++)
        {
            object item = array.Items[i];
            object result = Call(f, JsUndefined.Value, [item, (double)i, array]);
            switch (name)
            {
                case "map": made.Add(result); continue;
                case "flatMap": if (result is JsArray inner) { made.AddRange(inner.Items); } else { made.Add(result); } continue;
                case "forEach": continue;
            }
            if (Truth(result) is not { } yes) { return JsUnknown.Value; }
            switch (name)
            {
                case "filter": if (yes) { made.Add(item); } break;
                case "some": if (yes) { return true; } break;
                case "every": if (!yes) { return false; } break;
                case "find": if (yes) { return item; } break;
                case "findIndex": if (yes) { return (double)i; } break;
            }
        }
        return name switch { "map" or "filter" or "flatMap" => new JsArray(made), "some" => false, "every" => true, "findIndex" => -1.0, _ => JsUndefined.Value };
    }

    /// <summary>By merging: stable, and a comparison that contradicts itself cannot make it run on.</summary>
    private void Sort(List<object> items, JsCallable? compare)
    {
        if (items.Count < 2) { return; }
        if (items.Exists(i => i is JsUnknown)) { return; }
        int middle = items.Count / 2;
        List<object> left = items.GetRange(0, middle), right = items.GetRange(middle, items.Count - middle);
        Sort(left, compare);
        Sort(right, compare);
        for (int i = 0, l = 0, r = 0; i < items.Count; i++)
        {
            Step();
            bool takeLeft = r >= right.Count || (l < left.Count && Order(left[l], right[r]) <= 0);
            items[i] = takeLeft ? left[l++] : right[r++];
        }

        double Order(object a, object b) => compare is not null ? Number(Call(compare, JsUndefined.Value, [a, b])) ?? 0 : string.CompareOrdinal(Text(a), Text(b));
    }
}
