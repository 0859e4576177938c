using System.Globalization;
using System.Text;

namespace Stemma.Decoding.JavaScript;

/// <summary>What every script finds: functions and constructors of the language.</summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<string, object> _natives;

    internal object? GetGlobal(string key) => _globals.Find(key)?.Value ?? Global(key);

    internal void SetGlobal(string key, object value) => _globals.Declare(key).Value = value;

    private Dictionary<string, object> MakeGlobals()
    {
        Dictionary<string, object> made = new(StringComparer.Ordinal);
        foreach (string name in (string[])["eval", "parseInt", "parseFloat", "isNaN", "isFinite", "unescape", "escape", "decodeURIComponent", "decodeURI", "encodeURIComponent", "encodeURI", "atob", "btoa",
            "String", "Number", "Boolean", "Array", "Object", "Function", "RegExp", "Date", "Error", "TypeError", "Symbol", "Uint8Array"])
        {
            made[name] = new JsNative(name, (_, a) => GlobalCall(name, a), name is not ("eval" or "Function" or "Array" or "Object"));
        }
        Statics("String", "fromCharCode", "fromCodePoint", "raw");
        Statics("Array", "isArray", "from", "of");
        Statics("Object", "keys", "values", "entries", "assign", "freeze", "create", "defineProperty");
        Statics("Number", "parseInt", "parseFloat", "isInteger", "isNaN");
        Statics("Uint8Array", "from");
        foreach (string type in (string[])["String", "Array", "Object", "Number", "Function", "RegExp"]) { ((JsNative)made[type]).Set("prototype", new JsObject()); }
        var math = new JsObject();
        foreach (string name in (string[])["floor", "ceil", "round", "abs", "pow", "min", "max", "sqrt", "log", "sin", "cos", "tan", "exp", "trunc", "sign", "imul"]) { math.Set(name, new JsNative(name, (_, a) => MathCall(name, a))); }
        math.Set("PI", Math.PI);
        math.Set("E", Math.E);
        math.Set("random", JsUnknown.Value);
        made["Math"] = math;
        var json = new JsObject();
        json.Set("parse", new JsNative("parse", (_, a) => Json.Parse(A(a, 0), _sink.Budget)));
        json.Set("stringify", new JsNative("stringify", (_, a) => A(a, 0) is string s ? Json.Quote(s) : A(a, 0) is double d ? JsConvert.Number(d) : JsUnknown.Value));
        made["JSON"] = json;
        return made;

        void Statics(string type, params string[] names)
        {
            var owner = (JsNative)made[type];
            foreach (string name in names) { owner.Set(name, new JsNative(name, (_, a) => StaticCall(type, name, a), name is not ("assign" or "defineProperty" or "freeze"))); }
        }
    }

    private static object A(object[] arguments, int i) => i < arguments.Length ? arguments[i] : JsUndefined.Value;

    private object GlobalCall(string name, object[] a)
    {
        object first = A(a, 0);
        switch (name)
        {
            case "Function": return FunctionOf(a);
            case "Array": return a.Length == 1 && first is double n ? n is >= 0 and < 1_000_000 ? Filled((int)n) : JsUnknown.Value : new JsArray([.. a]);
            case "Uint8Array": return first is double size ? size is >= 0 and < 4_000_000 ? Filled((int)size, 0.0) : JsUnknown.Value : first is JsArray bytes ? new JsArray([.. bytes.Items]) : JsUnknown.Value;
            case "Object": return first is JsObject ? first : new JsObject();
            case "RegExp": return first is JsRegExp ? first : first is JsUndefined ? new JsRegExp("(?:)", "") : Text(first) is { } p ? new JsRegExp(p, A(a, 1) is string f ? f : "") : JsUnknown.Value;
            case "Error" or "TypeError":
                {
                    var error = new JsObject();
                    error.Set("message", first is JsUndefined ? "" : first);
                    return error;
                }
            case "Date" or "Symbol": return JsUnknown.Value;
            case "String" when a.Length == 0: return "";
            case "Number" when a.Length == 0: return 0.0;
            case "Boolean": return Truth(first) is { } t ? t : JsUnknown.Value;
            case "Number" or "isNaN" or "isFinite":
                return Number(first) is not { } d ? JsUnknown.Value : name switch { "Number" => d, "isNaN" => double.IsNaN(d), _ => (object)double.IsFinite(d) };
        }
        if (Text(first) is not { } text) { return JsUnknown.Value; }
        _sink.Budget.Reserve(text.Length * 2L);
        switch (name)
        {
            case "String": return text;
            case "parseInt": return ParseInt(text, A(a, 1));
            case "parseFloat":
                {
                    int end = 0;
                    string t = text.TrimStart();
                    while (end < t.Length && (char.IsAsciiDigit(t[end]) || t[end] is '.' or '-' or '+' or 'e' or 'E')) { end++; }
                    for (; end > 0; end--) { if (double.TryParse(t.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out double d)) { return d; } }
                    return double.NaN;
                }
            case "unescape": DecodingSteps++; return Encodings.Unescape(text);
            case "escape": return Encodings.Escape(text);
            case "decodeURIComponent" or "decodeURI": DecodingSteps++; return Encodings.DecodeUri(text) is { } decoded ? decoded : throw Thrown(JsUnknown.Value);
            case "encodeURIComponent": return Encodings.EncodeUri(text, "-_.!~*'()");
            case "encodeURI": return Encodings.EncodeUri(text, "-_.!~*'();/?:@&=+$,#");
            case "atob": DecodingSteps++; return Encodings.Atob(text) is { } plain ? plain : throw Thrown(JsUnknown.Value);
            case "btoa": return Encodings.Btoa(text) is { } coded ? coded : JsUnknown.Value;
            default: return JsUnknown.Value;
        }
    }

    private JsArray Filled(int count, object? with = null)
    {
        _sink.Budget.Reserve(count * 4L);
        return new JsArray([.. Enumerable.Repeat(with ?? JsUndefined.Value, count)]);
    }

    private double ParseInt(string text, object radix)
    {
        int r = Number(radix) is { } given && !double.IsNaN(given) ? (int)given : 0;
        text = text.TrimStart();
        bool negative = text.StartsWith('-');
        if (negative || text.StartsWith('+')) { text = text[1..]; }
        if (r is 0 or 16 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) { (text, r) = (text[2..], 16); }
        if (r == 0) { r = 10; }
        if (r is < 2 or > 36) { return double.NaN; }
        if (r != 10) { DecodingSteps++; }
        double value = JsConvert.ParseInteger(text, r, false);
        return negative ? -value : value;
    }

    private object StaticCall(string type, string name, object[] a)
    {
        switch (name)
        {
            case "fromCharCode" or "fromCodePoint":
                {
                    DecodingSteps++;
                    if (a.Length == 1 && a[0] is double one && one is >= 0 and < 256) { return Boxes.Of((char)one); }
                    var made = new StringBuilder(a.Length);
                    foreach (object each in a)
                    {
                        if (Number(each) is not { } code) { return JsUnknown.Value; }
                        int number = JsConvert.ToInt32(code);
                        if (name == "fromCodePoint" && number is > 0xFFFF and <= 0x10FFFF) { made.Append(char.ConvertFromUtf32(number)); } else { made.Append((char)number); }
                    }
                    return made.ToString();
                }
            case "isArray": return A(a, 0) is JsUnknown ? JsUnknown.Value : A(a, 0) is JsArray;
            case "of": return new JsArray([.. a]);
            case "from":
                {
                    List<object>? items = A(a, 0) switch { JsArray array => [.. array.Items], string s => [.. s.Select(c => (object)c.ToString())], _ => null };
                    if (items is null) { return JsUnknown.Value; }
                    return A(a, 1) is JsCallable map ? new JsArray([.. items.Select((x, i) => Call(map, JsUndefined.Value, [x, (double)i]))]) : new JsArray(items);
                }
            case "keys": return A(a, 0) is JsArray k ? new JsArray([.. Enumerable.Range(0, k.Items.Count).Select(i => (object)JsConvert.Number(i))]) : A(a, 0) is JsObject { Blurred: false } o and not GlobalObject ? new JsArray([.. o.Keys]) : JsUnknown.Value;
            case "values": return A(a, 0) is JsArray v ? new JsArray([.. v.Items]) : A(a, 0) is JsObject { Blurred: false } ov and not GlobalObject ? new JsArray([.. ov.Keys.Select(x => ov.Get(x)!)]) : JsUnknown.Value;
            case "create": return new JsObject { Prototype = A(a, 0) as JsObject };
            case "freeze": return A(a, 0);
            case "assign":
                if (A(a, 0) is JsObject target) { foreach (object source in a.Skip(1)) { if (source is JsObject from) { foreach (string key in from.Keys) { target.Set(key, from.Get(key)!); } } else { target.Blurred = true; } } }
                return A(a, 0);
            case "parseInt" or "parseFloat" or "isNaN": return GlobalCall(name, a);
            case "isInteger": return A(a, 0) is double n && n == Math.Floor(n);
            default: return JsUnknown.Value;
        }
    }

    private object MathCall(string name, object[] a)
    {
        var n = new double[a.Length];
        for (int i = 0; i < n.Length; i++) { if (Number(a[i]) is not { } d) { return JsUnknown.Value; } n[i] = d; }
        double x = n.Length > 0 ? n[0] : double.NaN, y = n.Length > 1 ? n[1] : double.NaN;
        return name switch
        {
            "floor" => Math.Floor(x),
            "ceil" => Math.Ceiling(x),
            "round" => Math.Floor(x + 0.5),
            "abs" => Math.Abs(x),
            "pow" => Math.Pow(x, y),
            "min" => n.Length == 0 ? double.PositiveInfinity : n.Min(),
            "max" => n.Length == 0 ? double.NegativeInfinity : n.Max(),
            "sqrt" => Math.Sqrt(x),
            "log" => Math.Log(x),
            "sin" => Math.Sin(x),
            "cos" => Math.Cos(x),
            "tan" => Math.Tan(x),
            "exp" => Math.Exp(x),
            "trunc" => Math.Truncate(x),
            "sign" => double.IsNaN(x) ? x : (double)Math.Sign(x),
            "imul" => (double)unchecked(JsConvert.ToInt32(x) * JsConvert.ToInt32(y)),
            _ => JsUnknown.Value,
        };
    }
}
