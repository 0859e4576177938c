using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;

namespace Stemma.Decoding.Python;

internal static partial class PyModules
{
    private static readonly Dictionary<string, PyPure> All = Build();

    private static List<object>? Items(object value, DecodeBudget budget)
    {
        switch (value)
        {
            case PyList list:
                budget.Reserve(list.Items.Count * 8L);
                return list.Items;
            case PyTuple tuple:
                budget.Reserve(tuple.Items.Length * 8L);
                return [.. tuple.Items];
            case string text:
                budget.Reserve(text.Length * 8L);
                return [.. text.EnumerateRunes().Select(rune => (object)rune.ToString())];
            case PyBytes bytes:
                budget.Reserve(bytes.Data.Length * 8L);
                return [.. bytes.Data.Select(b => (object)(long)b)];
            case PyDict dict: return [.. dict.Entries.Values.Select(entry => entry.Key)];
            default: return null;
        }
    }

    private static Dictionary<string, PyPure> Build()
    {
        Dictionary<string, PyPure> all = new(StringComparer.Ordinal);

        // Text and numbers.
        Add("chr unichr", true, (a, _) => PyNumbers.Whole(a) is { } code && code >= 0 && code <= 0x10FFFF ? Rune.IsValid((int)code) ? new Rune((int)code).ToString() : code <= 0xFFFF ? ((char)(int)code).ToString() : null : null);
        Add("ord", false, (a, _) => a is string { Length: > 0 } text && Rune.DecodeFromUtf16(text, out Rune rune, out int used) == System.Buffers.OperationStatus.Done && used == text.Length ? (long)rune.Value : a is PyBytes { Data: [var b] } ? (long)b : null);
        Add("hex", false, (a, _) => PyNumbers.Whole(a) is { } n ? (n.Sign < 0 ? "-0x" : "0x") + PyText.Radix(BigInteger.Abs(n), 16) : null);
        Add("oct", false, (a, _) => PyNumbers.Whole(a) is { Sign: >= 0 } n ? "0o" + PyText.Radix(n, 8) : null);
        Add("bin", false, (a, _) => PyNumbers.Whole(a) is { Sign: >= 0 } n ? "0b" + PyText.Radix(n, 2) : null);
        All2("int long", (a, names, _) => a.Count == 0 ? 0L : a[0] is string or PyBytes ? PyNumbers.Parse(a[0] as string ?? Encoding.Latin1.GetString(((PyBytes)a[0]).Data), a.Count > 1 && a[1] is long radix ? (int)Math.Clamp(radix, 0, 99) : names.TryGetValue("base", out object? based) && based is long b ? (int)Math.Clamp(b, 0, 99) : 10)
            : a[0] is double real && Math.Abs(real) < 9e15 ? (long)real : PyNumbers.Whole(a[0]) is { } whole ? PyNumbers.Fit(whole) : null);
        Add("float", false, (a, _) => a is double ? a : PyNumbers.Whole(a) is { } n ? (double)n : a is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? real : null);
        All2("str unicode", (a, names, _) => a.Count == 0 ? "" : a[0] is PyBytes bytes && (a.Count > 1 || names.ContainsKey("encoding")) ? Decode(bytes.Data, a.Count > 1 ? a[1] as string ?? "" : names["encoding"] as string ?? "") : PyText.Str(a[0]));
        Add("repr ascii", false, (a, _) => PyText.Repr(a));
        Add("bool", false, (a, _) => a is string text ? text.Length > 0 : PyNumbers.Whole(a) is { } n ? !n.IsZero : null);
        Add("abs", false, (a, _) => PyNumbers.Whole(a) is { } n ? PyNumbers.Fit(BigInteger.Abs(n)) : a is double real ? Math.Abs(real) : null);
        Add("round math.floor", false, (a, _) => a is double real && Math.Abs(real) < 9e15 ? (long)Math.Floor(real) : PyNumbers.Whole(a) is { } n ? PyNumbers.Fit(n) : null);
        All2("pow", (a, _, _) => a.Count == 2 && PyNumbers.Whole(a[0]) is { } x && PyNumbers.Whole(a[1]) is { } y ? PyNumbers.Apply("**", x, y)
            : a.Count == 3 && PyNumbers.Whole(a[0]) is { } b && PyNumbers.Whole(a[1]) is { Sign: >= 0 } e && PyNumbers.Whole(a[2]) is { Sign: > 0 } m && e.GetBitLength() < 4096 && m.GetBitLength() < 4096 ? PyNumbers.Fit(BigInteger.ModPow(b, e, m)) : null);
        foreach ((string name, string sign) in (ReadOnlySpan<(string, string)>)[("xor", "^"), ("add", "+"), ("sub", "-"), ("mul", "*"), ("mod", "%"), ("and_", "&"), ("or_", "|")])
        {
            All2("operator." + name, (a, _, _) => a.Count == 2 && a[0] is string s && a[1] is string t && sign == "+" ? s + t : a.Count == 2 && PyNumbers.Whole(a[0]) is { } x && PyNumbers.Whole(a[1]) is { } y ? PyNumbers.Apply(sign, x, y) : null);
        }

        // Sequences.
        All2("bytes bytearray", (a, names, budget) => a.Count == 0 ? new PyBytes([]) : a[0] switch
        {
            string text => new PyBytes(Encode(text, a.Count > 1 ? a[1] as string ?? "" : "utf-8")),
            PyBytes same => new PyBytes([.. same.Data]),
            long size and >= 0 and < MostBytes => Sized(size, budget),
            _ => Items(a[0], budget) is { } items && items.TrueForAll(item => item is long and >= 0 and <= 255) ? new PyBytes([.. items.Select(item => (byte)(long)item)]) : null,
        }, true);
        Add("bytes.fromhex bytearray.fromhex", true, (a, _) => Made(Hex(Data(a))));
        All2("list", (a, _, budget) => a.Count == 0 ? new PyList([]) : Items(a[0], budget) is { } items ? new PyList([.. items]) : null);
        All2("iter", (a, _, budget) => a.Count == 1 && Items(a[0], budget) is { } items ? new PyList([.. items]) : null);
        All2("tuple", (a, _, budget) => a.Count == 0 ? new PyTuple([]) : Items(a[0], budget) is { } items ? new PyTuple([.. items]) : null);
        All2("set frozenset", (a, _, budget) => a.Count == 0 ? new PyList([]) : Items(a[0], budget) is { } items ? new PyList([.. items.DistinctBy(PyText.Repr)]) : null);
        All2("dict", (a, names, budget) =>
        {
            var dict = new PyDict();
            foreach (object pair in a.Count == 0 ? [] : Items(a[0], budget) ?? [])
            {
                if (Items(pair, budget) is [var key, var value] && PyText.Repr(key) is { } text) { dict.Entries[text] = (key, value); }
            }
            foreach ((string name, object value) in names) { dict.Entries[PyText.Repr(name)!] = (name, value); }
            return dict;
        });
        Add("len", false, (a, budget) => a is string text ? (long)text.Length : Items(a, budget) is { } items ? (long)items.Count : null);
        All2("sum", (a, _, budget) => Items(a[0], budget) is { } items && items.TrueForAll(item => PyNumbers.Whole(item) is not null) ? PyNumbers.Fit(items.Aggregate(BigInteger.Zero, (x, y) => x + PyNumbers.Whole(y)!.Value)) : null);
        All2("min", (a, _, budget) => Sorted(a.Count == 1 ? Items(a[0], budget) ?? [] : a) is { Count: > 0 } sorted ? sorted[0] : null);
        All2("max", (a, _, budget) => Sorted(a.Count == 1 ? Items(a[0], budget) ?? [] : a) is { Count: > 0 } sorted ? sorted[^1] : null);
        All2("any", (a, _, budget) => Items(a[0], budget) is { } items && items.TrueForAll(item => item is bool) ? items.Contains(true) : null);
        All2("all", (a, _, budget) => Items(a[0], budget) is { } items && items.TrueForAll(item => item is bool) ? !items.Contains(false) : null);
        All2("sorted", (a, names, budget) => Items(a[0], budget) is { } items && Sorted(items) is { } sorted ? new PyList(names.TryGetValue("reverse", out object? back) && back is true ? [.. Enumerable.Reverse(sorted)] : sorted) : null);
        Add("reversed", true, (a, budget) => Items(a, budget) is { } items ? new PyList([.. Enumerable.Reverse(items)]) : null);
        All2("enumerate", (a, _, budget) => Items(a[0], budget) is { } items ? new PyList([.. items.Select((item, i) => (object)new PyTuple([i + (a.Count > 1 && a[1] is long start ? start : 0), item]))]) : null);
        All2("range xrange", (a, _, budget) => Range(a, budget));
        All2("zip itertools.izip", (a, _, budget) => Zip(a, budget));
        Add("itertools.cycle", false, (a, budget) => Items(a, budget) is { } items ? new PyCycle([.. items]) : null);
        All2("itertools.chain", (a, _, budget) => a.TrueForAll(each => Items(each, budget) is not null) ? new PyList([.. a.SelectMany(each => Items(each, budget)!)]) : null);
        All2("next", (a, _, _) => a[0] is PyList { Items.Count: > 0 } list ? list.Items[0] : null);
        All2("divmod", (a, _, _) => a.Count == 2 && PyNumbers.Whole(a[0]) is { } x && PyNumbers.Whole(a[1]) is { IsZero: false } y ? new PyTuple([PyNumbers.Apply("//", x, y), PyNumbers.Apply("%", x, y)]) : null);
        All2("int.from_bytes", (a, names, _) => Data(a[0]) is { Length: < 65536 } data ? PyNumbers.Fit(new BigInteger(data, isUnsigned: true, isBigEndian: (a.Count > 1 ? a[1] as string : names.GetValueOrDefault("byteorder") as string) != "little")) : null);
        All2("str.join", (a, _, budget) => a.Count == 2 && a[0] is string sign && Items(a[1], budget) is { } parts && parts.TrueForAll(part => part is string) ? string.Join(sign, parts.Select(part => (string)part)) : null, true);
        All2("str.maketrans string.maketrans", (a, _, budget) => Table(a));
        All2("bytes.maketrans bytearray.maketrans", (a, _, _) => a is [PyBytes from, PyBytes to] && from.Data.Length == to.Data.Length ? ByteTable(from.Data, to.Data) : null);
        All2("format", (a, _, _) => PyText.Format(a[0], a.Count > 1 ? a[1] as string ?? "" : ""));

        // Encodings.
        Add("base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.decodebytes base64.decodestring binascii.a2b_base64", true, (a, _) => Made(Base64(Data(a))));
        Add("base64.b64encode base64.standard_b64encode", false, (a, _) => Data(a) is { } data ? new PyBytes(Encoding.ASCII.GetBytes(Convert.ToBase64String(data))) : null);
        Add("base64.b32decode", true, (a, _) => Data(a) is { } data ? Made(Shells.ShellTools.Base32(Encoding.Latin1.GetString(data))) : null);
        Add("base64.b16decode binascii.unhexlify binascii.a2b_hex", true, (a, _) => Made(Hex(Data(a))));
        Add("binascii.hexlify binascii.b2a_hex base64.b16encode", false, (a, _) => Data(a) is { } data ? new PyBytes(Encoding.ASCII.GetBytes(Convert.ToHexString(data).ToLowerInvariant())) : null);
        Add("base64.b85decode", true, (a, _) => Made(Base85(Data(a), false)));
        Add("base64.a85decode", true, (a, _) => Made(Base85(Data(a), true)));
        All2("codecs.decode codecs.encode", (a, names, budget) =>
        {
            string codec = a.Count > 1 ? a[1] as string ?? "" : names.GetValueOrDefault("encoding") as string ?? "utf-8";
            return Codec(codec, false, a[0], budget) ?? (a[0] is PyBytes bytes ? Decode(bytes.Data, codec) : a[0] is string text ? new PyBytes(Encode(text, codec)) : null);
        }, true);
        All2("zlib.decompress", (a, names, budget) => Made(Inflate(Data(a[0]), a.Count > 1 && a[1] is long bits ? (int)Math.Clamp(bits, -99, 99) : names.GetValueOrDefault("wbits") is long named ? (int)Math.Clamp(named, -99, 99) : 15, budget)), true);
        Add("gzip.decompress", true, (a, budget) => Made(Inflate(Data(a), 31, budget)));
        Add("urllib.parse.unquote urllib.unquote urllib.parse.unquote_plus", true, (a, _) => a is string text ? Uri.UnescapeDataString(text) : null);
        Add("html.unescape", true, (a, _) => a is string text ? WebUtility.HtmlDecode(text) : null);
        return all;

        void Add(string names, bool hides, Func<object, DecodeBudget, object?> one)
        {
            foreach (string name in names.Split(' ')) { all[name] = new PyPure((a, named, budget) => a.Count == 0 ? null : one(a[0], budget), hides); }
        }

        void All2(string names, Func<List<object>, Dictionary<string, object>, DecodeBudget, object?> many, bool hides = false)
        {
            bool none = names is "int long" or "str unicode" or "bytes bytearray" or "list" or "tuple" or "dict" or "set frozenset" or "itertools.chain" or "zip itertools.izip" or "range xrange" or "str.maketrans string.maketrans" or "pow" or "divmod";
            foreach (string name in names.Split(' ')) { all[name] = new PyPure((a, named, budget) => a.Count == 0 && !none ? null : many(a, named, budget), hides); }
        }
    }

    private static PyBytes Sized(long size, DecodeBudget budget)
    {
        budget.Reserve(size);
        return new PyBytes(new byte[size]);
    }

    private static PyList? Range(List<object> a, DecodeBudget budget)
    {
        if (a.Count == 0 || !a.TrueForAll(item => item is long)) { return null; }
        long from = a.Count > 1 ? (long)a[0] : 0, to = (long)a[a.Count > 1 ? 1 : 0], step = a.Count > 2 ? (long)a[2] : 1;
        if (step == 0) { return null; }
        double count = Math.Ceiling(((double)to - from) / step);
        if (count > 200_000) { return null; }
        budget.Reserve((long)Math.Max(0, count) * 8);
        List<object> items = [];
        for (long i = from; step > 0 ? i < to : i > to; i += step) { items.Add(i); }
        return new PyList(items);
    }

    private static PyList? Zip(List<object> a, DecodeBudget budget)
    {
        List<(List<object> Items, bool Again)> sources = [];
        foreach (object each in a)
        {
            if (each is PyCycle { Items.Count: > 0 } cycle) { sources.Add((cycle.Items, true)); }
            else if (Items(each, budget) is { } items) { sources.Add((items, false)); }
            else { return null; }
        }
        if (sources.TrueForAll(source => source.Again)) { return null; }
        int count = sources.Where(source => !source.Again).Min(source => source.Items.Count);
        budget.Reserve(count * 16L);
        return new PyList([.. Enumerable.Range(0, count).Select(i => (object)new PyTuple([.. sources.Select(source => source.Items[i % source.Items.Count])]))]);
    }

    private static PyDict? Table(List<object> a)
    {
        var dict = new PyDict();
        if (a is [PyDict given])
        {
            foreach ((_, (object key, object value)) in given.Entries)
            {
                object code = key is string { Length: 1 } one ? (long)one[0] : key;
                if (PyText.Repr(code) is { } text) { dict.Entries[text] = (code, value); }
            }
            return dict;
        }
        if (a.Count < 2 || a[0] is not string from || a[1] is not string to || from.Length != to.Length) { return null; }
        for (int i = 0; i < from.Length; i++) { dict.Entries[((int)from[i]).ToString(CultureInfo.InvariantCulture)] = ((long)from[i], (long)to[i]); }
        if (a.Count > 2 && a[2] is string gone) { foreach (char c in gone) { dict.Entries[((int)c).ToString(CultureInfo.InvariantCulture)] = ((long)c, PyNone.Value); } }
        return dict;
    }

    private static PyBytes ByteTable(byte[] from, byte[] to)
    {
        var table = new byte[256];
        for (int i = 0; i < 256; i++) { table[i] = (byte)i; }
        for (int i = 0; i < from.Length; i++) { table[from[i]] = to[i]; }
        return new PyBytes(table);
    }
}
