using System.Globalization;
using System.Numerics;
using System.Text;

namespace Stemma.Decoding.Python;

/// <summary>Methods of text, bytes, lists, dictionaries and numbers.</summary>
internal sealed class PyMethods(PyShared shared, Func<object, List<object>, object> apply, Func<object, List<object>?> items)
{
    /// <summary>Calls a method; unknown where there is none, or it is not modelled.</summary>
    public object Call(object self, string name, List<object> arguments, Dictionary<string, object> names) => (self switch
    {
        string text => Text(text, name, arguments, names),
        PyBytes bytes => Bytes(bytes, name, arguments),
        PyList list => List(list, name, arguments, names),
        PyTuple tuple => name == "index" || name == "count" ? List(new PyList([.. tuple.Items]), name, arguments, names) : null,
        PyDict dict => Dict(dict, name, arguments),
        long or BigInteger => Number(PyNumbers.Whole(self)!.Value, name, arguments, names),
        PyCode => null,
        _ => null,
    }) ?? PyUnknown.Value;

    private static string? S(List<object> arguments, int at) => at < arguments.Count ? arguments[at] as string : null;

    private static int? N(List<object> arguments, int at) => at < arguments.Count && PyNumbers.Whole(arguments[at]) is { } whole && BigInteger.Abs(whole) <= int.MaxValue ? (int)whole : null;

    private object? Text(string text, string name, List<object> arguments, Dictionary<string, object> names)
    {
        shared.Budget.Spend(1 + (text.Length >> 6));
        switch (name)
        {
            case "join":
                if (arguments.Count == 0 || items(arguments[0]) is not { } parts || !parts.TrueForAll(part => part is string)) { return null; }
                shared.Budget.Reserve(parts.Sum(part => (long)((string)part).Length + text.Length));
                // Letters one by one, or put in order: nobody writes a word like that.
                if (parts.Count > 2 && text.Length == 0) { shared.Tricks++; }
                return string.Join(text, parts.Select(part => (string)part));
            case "replace":
                if (S(arguments, 0) is not { } old || S(arguments, 1) is not { } by) { return null; }
                shared.Tricks++;
                shared.Budget.Reserve(text.Length + ((long)by.Length * text.Length / Math.Max(1, old.Length)));
                if (old.Length == 0) { return null; }
                return N(arguments, 2) is int most ? ReplaceSome(text, old, by, most) : text.Replace(old, by, StringComparison.Ordinal);
            case "split" or "rsplit":
                return Split(text, arguments, name == "rsplit");
            case "splitlines": return new PyList([.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => (object)line)]);
            case "partition" or "rpartition":
                if (S(arguments, 0) is not { Length: > 0 } sign) { return null; }
                int cut = name[0] == 'r' ? text.LastIndexOf(sign, StringComparison.Ordinal) : text.IndexOf(sign, StringComparison.Ordinal);
                return cut >= 0 ? new PyTuple([text[..cut], sign, text[(cut + sign.Length)..]]) : name[0] == 'r' ? new PyTuple(["", "", text]) : new PyTuple([text, "", ""]);
            case "strip": return S(arguments, 0) is { } both ? text.Trim(both.ToCharArray()) : text.Trim();
            case "lstrip": return S(arguments, 0) is { } left ? text.TrimStart(left.ToCharArray()) : text.TrimStart();
            case "rstrip": return S(arguments, 0) is { } right ? text.TrimEnd(right.ToCharArray()) : text.TrimEnd();
            case "upper": return text.ToUpperInvariant();
            case "lower" or "casefold": return text.ToLowerInvariant();
            case "swapcase":
                shared.Tricks++;
                return string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
            case "capitalize": return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();
            case "title": return CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant());
            case "startswith": return S(arguments, 0) is { } start ? text.StartsWith(start, StringComparison.Ordinal) : null;
            case "endswith": return S(arguments, 0) is { } end ? text.EndsWith(end, StringComparison.Ordinal) : null;
            case "removeprefix": return S(arguments, 0) is { } prefix ? text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text : null;
            case "removesuffix": return S(arguments, 0) is { } suffix ? text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text : null;
            case "find" or "index": return S(arguments, 0) is { } wanted ? text.IndexOf(wanted, Math.Clamp(N(arguments, 1) ?? 0, 0, text.Length), StringComparison.Ordinal) is int at && (at >= 0 || name == "find") ? (long)at : null : null;
            case "rfind" or "rindex": return S(arguments, 0) is { } last ? (long)text.LastIndexOf(last, StringComparison.Ordinal) : null;
            case "count": return S(arguments, 0) is { Length: > 0 } one ? (long)((text.Length - text.Replace(one, "", StringComparison.Ordinal).Length) / one.Length) : null;
            case "isdigit" or "isnumeric" or "isdecimal": return text.Length > 0 && text.All(char.IsDigit);
            case "isalpha": return text.Length > 0 && text.All(char.IsLetter);
            case "isalnum": return text.Length > 0 && text.All(char.IsLetterOrDigit);
            case "isupper": return text.Any(char.IsUpper) && !text.Any(char.IsLower);
            case "islower": return text.Any(char.IsLower) && !text.Any(char.IsUpper);
            case "isspace": return text.Length > 0 && text.All(char.IsWhiteSpace);
            case "zfill": return N(arguments, 0) is int wide and < 100_000 ? text.PadLeft(wide, '0') : null;
            case "ljust": return N(arguments, 0) is int l and < 100_000 ? text.PadRight(l, S(arguments, 1) is [char f] ? f : ' ') : null;
            case "rjust": return N(arguments, 0) is int r and < 100_000 ? text.PadLeft(r, S(arguments, 1) is [char g] ? g : ' ') : null;
            case "format":
                string? made = PyText.Braces(text, arguments, names);
                if (made is not null && text.AsSpan().IndexOfAnyExcept("{}0123456789") < 0) { shared.Tricks++; }
                return made;
            case "translate": return arguments.Count > 0 ? Translate(text, arguments[0]) : null;
            case "encode":
                string codec = S(arguments, 0) ?? "utf-8";
                if (PyModules.Codec(codec, true, text, shared.Budget) is { } coded) { shared.Tricks++; return coded; }
                return new PyBytes(PyModules.Encode(text, codec));
            case "decode":
                if (PyModules.Codec(S(arguments, 0) ?? "", false, text, shared.Budget) is { } decoded) { shared.Tricks++; return decoded; }
                return text;
            case "expandtabs": return text.Replace("\t", "        ", StringComparison.Ordinal);
            default: return null;
        }
    }

    private static string ReplaceSome(string text, string old, string by, int most)
    {
        var result = new StringBuilder();
        int at = 0;
        while (most-- > 0 && text.IndexOf(old, at, StringComparison.Ordinal) is int found && found >= 0)
        {
            result.Append(text, at, found - at).Append(by);
            at = found + old.Length;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    private PyList? Split(string text, List<object> arguments, bool right)
    {
        shared.Budget.Reserve(text.Length * 4L);
        string? sign = S(arguments, 0);
        int most = N(arguments, 1) ?? -1;
        string[] parts = sign is null ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : sign.Length == 0 ? [] : text.Split(sign);
        if (sign is { Length: 0 }) { return null; }
        if (most < 0 || parts.Length <= most + 1) { return new PyList([.. parts]); }
        string between = sign ?? " ";
        return right ? new PyList([string.Join(between, parts[..^most]), .. parts[^most..]]) : new PyList([.. parts[..most], string.Join(between, parts[most..])]);
    }

    private string? Translate(string text, object table)
    {
        if (table is not PyDict dict) { return null; }
        shared.Tricks++;
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!dict.Entries.TryGetValue(((int)c).ToString(CultureInfo.InvariantCulture), out (object Key, object Value) entry)) { result.Append(c); }
            else if (entry.Value is string by) { result.Append(by); }
            else if (entry.Value is long code) { result.Append((char)code); }
        }
        return result.ToString();
    }

    private object? Bytes(PyBytes bytes, string name, List<object> arguments)
    {
        byte[] data = bytes.Data;
        shared.Budget.Spend(1 + (data.Length >> 6));
        switch (name)
        {
            case "decode":
                string codec = S(arguments, 0) ?? "utf-8";
                if (PyModules.Codec(codec, false, bytes, shared.Budget) is { } decoded) { shared.Tricks++; return decoded is PyBytes ? decoded : decoded; }
                return PyModules.Decode(data, codec);
            case "hex": return Convert.ToHexString(data).ToLowerInvariant();
            case "append" or "extend":
                if (arguments.Count == 0) { return null; }
                List<object>? more = name == "append" ? [arguments[0]] : items(arguments[0]);
                if (more is null || !more.TrueForAll(item => item is long and >= 0 and <= 255)) { return null; }
                shared.Budget.Reserve(data.Length);
                bytes.Data = [.. data, .. more.Select(item => (byte)(long)item)];
                return PyNone.Value;
            case "join":
                if (arguments.Count == 0 || items(arguments[0]) is not { } parts || !parts.TrueForAll(part => part is PyBytes)) { return null; }
                shared.Tricks++;
                return new PyBytes([.. parts.SelectMany((part, i) => i == 0 ? ((PyBytes)part).Data : [.. data, .. ((PyBytes)part).Data])]);
            case "reverse":
                Array.Reverse(bytes.Data);
                return PyNone.Value;
            case "translate" when arguments is [PyBytes { Data.Length: 256 } table]:
                shared.Tricks++;
                return new PyBytes([.. data.Select(b => table.Data[b])]);
        }

        // The rest is as for text, byte for byte.
        List<object> texts = [.. arguments.Select(argument => argument is PyBytes other ? Encoding.Latin1.GetString(other.Data) : argument)];
        object? result = Text(Encoding.Latin1.GetString(data), name, texts, []);
        return Back(result);
    }

    private static object? Back(object? value) => value switch
    {
        string text => new PyBytes(Encoding.Latin1.GetBytes(text)),
        PyList list => new PyList([.. list.Items.Select(item => Back(item)!)]),
        PyTuple tuple => new PyTuple([.. tuple.Items.Select(item => Back(item)!)]),
        _ => value,
    };

    private object? List(PyList list, string name, List<object> arguments, Dictionary<string, object> names)
    {
        switch (name)
        {
            case "append" when arguments.Count > 0: list.Items.Add(arguments[0]); return PyNone.Value;
            case "extend" when arguments.Count > 0 && items(arguments[0]) is { } more:
                shared.Budget.Reserve(more.Count * 8L);
                list.Items.AddRange(more);
                return PyNone.Value;
            case "insert" when arguments.Count > 1 && N(arguments, 0) is int at: list.Items.Insert(Math.Clamp(at < 0 ? at + list.Items.Count : at, 0, list.Items.Count), arguments[1]); return PyNone.Value;
            case "pop" when list.Items.Count > 0:
                int place = N(arguments, 0) ?? -1;
                if (place < 0) { place += list.Items.Count; }
                if (place < 0 || place >= list.Items.Count) { return null; }
                object popped = list.Items[place];
                list.Items.RemoveAt(place);
                return popped;
            case "reverse": shared.Tricks++; list.Items.Reverse(); return PyNone.Value;
            case "clear": list.Items.Clear(); return PyNone.Value;
            case "copy":
                shared.Budget.Reserve(list.Items.Count * 8L);
                return new PyList([.. list.Items]);
            case "index" when arguments.Count > 0 && PyText.Repr(arguments[0]) is { } wanted: return list.Items.FindIndex(item => PyText.Repr(item) == wanted) is int found && found >= 0 ? (long)found : null;
            case "count" when arguments.Count > 0 && PyText.Repr(arguments[0]) is { } counted: return (long)list.Items.Count(item => PyText.Repr(item) == counted);
            case "sort":
                List<(object Item, object Key)> keyed = [.. list.Items.Select(item => (item, names.TryGetValue("key", out object? key) ? apply(key, [item]) : item))];
                if (PyModules.Sorted([.. keyed.Select(pair => pair.Key)]) is null) { return null; }
                List<object> sorted = [.. keyed.OrderBy(pair => pair.Key, PyModules.Order).Select(pair => pair.Item)];
                list.Items.Clear();
                list.Items.AddRange(sorted);
                return PyNone.Value;
            default: return null;
        }
    }

    private static object? Dict(PyDict dict, string name, List<object> arguments)
    {
        switch (name)
        {
            case "get" or "pop" or "setdefault":
                return arguments.Count > 0 && PyText.Repr(arguments[0]) is { } key ? dict.Entries.TryGetValue(key, out (object Key, object Value) entry) ? entry.Value : arguments.Count > 1 ? arguments[1] : PyNone.Value : null;
            case "keys": return new PyList([.. dict.Entries.Values.Select(each => each.Key)]);
            case "values": return new PyList([.. dict.Entries.Values.Select(each => each.Value)]);
            case "items": return new PyList([.. dict.Entries.Values.Select(each => (object)new PyTuple([each.Key, each.Value]))]);
            case "update" when arguments is [PyDict other]:
                foreach ((string text, (object Key, object Value) each) in other.Entries) { dict.Entries[text] = each; }
                return PyNone.Value;
            default: return null;
        }
    }

    private static object? Number(BigInteger value, string name, List<object> arguments, Dictionary<string, object> names)
    {
        if (name == "bit_length") { return (long)value.GetBitLength(); }
        if (name != "to_bytes" || value.Sign < 0) { return null; }
        int? length = N(arguments, 0) ?? (names.TryGetValue("length", out object? given) ? N([given], 0) : 1);
        string order = S(arguments, 1) ?? (names.TryGetValue("byteorder", out object? named) ? named as string : null) ?? "big";
        byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: false);
        if (length is not int count || count < bytes.Length || count > 1 << 20) { return bytes is [0] ? new PyBytes(new byte[length ?? 1]) : null; }
        var all = new byte[count];
        bytes.CopyTo(all, 0);
        if (order == "big") { Array.Reverse(all); }
        return new PyBytes(all);
    }
}
