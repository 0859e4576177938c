using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.JavaScript;

/// <summary>Members that values of the language have: of strings, numbers, functions.</summary>
internal sealed partial class Interpreter
{
    private static readonly HashSet<string> StringMethods =
    [
        "charAt", "charCodeAt", "codePointAt", "substring", "substr", "slice", "split", "replace", "replaceAll", "indexOf", "lastIndexOf", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase", "trim", "trimStart", "trimEnd", "concat",
        "repeat", "padStart", "padEnd", "startsWith", "endsWith", "includes", "match", "search", "toString", "valueOf", "at", "italics", "bold", "fontcolor", "link", "big", "small", "strike", "sub", "sup", "anchor", "blink", "fixed", "fontsize", "localeCompare", "hasOwnProperty", "normalize",
    ];

    private static readonly HashSet<string> ArrayMethods =
    [
        "push", "pop", "shift", "unshift", "splice", "reverse", "sort", "join", "slice", "concat", "indexOf", "lastIndexOf", "map", "forEach", "filter", "reduce", "reduceRight", "some", "every", "find", "findIndex", "includes", "toString", "fill", "keys", "entries", "values", "flat", "at", "hasOwnProperty", "set", "flatMap", "copyWithin",
    ];

    private readonly Dictionary<(char, string), JsNative> _methods = [];

    /// <summary>A member that the language gives every value of a type; undefined when it has none of that name.</summary>
    private object Builtin(object owner, string name)
    {
        switch (owner)
        {
            case string s:
                if (name == "length") { return Boxes.Of((double)s.Length); }
                if (Own("String", name) is { } ownString) { return ownString; }
                return StringMethods.Contains(name) ? Method('s', name) : name == "constructor" ? _natives["String"] : JsUndefined.Value;
            case JsArray a:
                if (name == "length") { return a.Blurred ? JsUnknown.Value : Boxes.Of((double)a.Items.Count); }
                if (Own("Array", name) is { } ownArray) { return ownArray; }
                return ArrayMethods.Contains(name) ? Method('a', name) : name == "constructor" ? _natives["Array"] : name is "callee" or "buffer" ? JsUnknown.Value : JsUndefined.Value;
            case double: return Own("Number", name) ?? (name is "toString" or "toFixed" or "valueOf" or "toLocaleString" or "toPrecision" ? Method('n', name) : name == "constructor" ? _natives["Number"] : JsUndefined.Value);
            case bool: return name is "toString" or "valueOf" ? Method('n', name) : name == "constructor" ? _natives["Boolean"] : JsUndefined.Value;
            case JsRegExp r:
                return name switch { "source" => r.Pattern, "flags" => r.Flags, "global" => r.Global, "lastIndex" => (double)r.LastIndex, "constructor" => _natives["RegExp"], "test" or "exec" or "toString" or "compile" => Method('r', name), _ => JsUndefined.Value };
            case JsCallable f:
                switch (name)
                {
                    case "prototype":
                        var prototype = new JsObject();
                        prototype.Set("constructor", f);
                        f.Set("prototype", prototype);
                        return prototype;
                    case "call" or "apply" or "bind" or "toString": return Method('f', name);
                    case "constructor": return _natives["Function"];
                    case "name": return f.Name;
                    case "length": return f is JsFunction { Node: Acornima.Ast.FunctionExpression e } ? e.Params.Count : f is JsFunction { Node: Acornima.Ast.FunctionDeclaration d } ? d.Params.Count : (object)1.0;
                    default: return Own("Function", name) ?? JsUndefined.Value;
                }
            case JsObject:
                return Own("Object", name) ?? (name is "toString" or "valueOf" or "hasOwnProperty" ? Method('o', name) : name == "constructor" ? _natives["Object"] : JsUndefined.Value);
            default: return JsUnknown.Value;
        }
    }

    /// <summary>What the script itself added to a prototype.</summary>
    private object? Own(string type, string name) => ((JsObject)_natives[type]).Get("prototype") is JsObject prototype ? prototype.Get(name) : null;

    private JsNative Method(char type, string name)
    {
        if (_methods.TryGetValue((type, name), out JsNative? method)) { return method; }
        method = type switch
        {
            's' => new JsNative(name, (self, a) => self is string s ? StringCall(name, s, a) : Text(self) is { } text ? StringCall(name, text, a) : JsUnknown.Value),
            'a' => new JsNative(name, (self, a) => self is JsArray array ? ArrayCall(name, array, a) : self is string s && name is not ("push" or "pop" or "shift" or "splice" or "unshift") ? ArrayCall(name, new JsArray([.. s.Select(c => (object)c.ToString())]), a) : JsUnknown.Value,
                name is not ("push" or "pop" or "shift" or "unshift" or "splice" or "sort" or "forEach" or "fill" or "set")),
            'n' => new JsNative(name, (self, a) => NumberCall(name, self, a)),
            'r' => new JsNative(name, (self, a) => self is JsRegExp r ? RegExpCall(name, r, a) : JsUnknown.Value, name == "toString"),
            'f' => new JsNative(name, (self, a) => self is JsCallable f ? FunctionCall(name, f, a) : JsUnknown.Value, false),
            _ => new JsNative(name, (self, a) => name switch { "hasOwnProperty" => self is JsObject { Blurred: false } o && Text(A(a, 0)) is { } key ? o.Get(key) is not null : JsUnknown.Value, "valueOf" => self, _ => self is JsArray ? "[object Array]" : self is JsUndefined ? "[object Undefined]" : "[object Object]" }),
        };
        return _methods[(type, name)] = method;
    }

    private object FunctionCall(string name, JsCallable f, object[] a)
    {
        switch (name)
        {
            case "call": return Call(f, A(a, 0), [.. a.Skip(1)]);
            case "apply": return Call(f, A(a, 0), A(a, 1) is JsArray list ? [.. list.Items] : A(a, 1) is JsUndefined or JsNull ? [] : [JsUnknown.Value]);
            case "bind": return new JsBound(f, A(a, 0), [.. a.Skip(1)]);
            default: return Text(f) is { } text ? text : JsUnknown.Value;
        }
    }

    private object NumberCall(string name, object self, object[] a)
    {
        if (self is bool b) { return name == "toString" ? b ? "true" : "false" : self; }
        if (self is not double d) { return JsUnknown.Value; }
        switch (name)
        {
            case "valueOf": return d;
            case "toFixed": return d.ToString("F" + (Number(A(a, 0)) is { } digits and >= 0 and <= 20 ? (int)digits : 0), System.Globalization.CultureInfo.InvariantCulture);
            case "toString":
                {
                    if (A(a, 0) is JsUndefined || Number(A(a, 0)) is 10) { return JsConvert.Number(d); }
                    if (Number(A(a, 0)) is not { } radix || radix is < 2 or > 36) { return JsUnknown.Value; }
                    DecodingSteps++;
                    return InRadix(d, (int)radix);
                }
            default: return JsUnknown.Value;
        }
    }

    private static string InRadix(double d, int radix)
    {
        if (double.IsNaN(d) || double.IsInfinity(d)) { return JsConvert.Number(d); }
        const string digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        bool negative = d < 0;
        d = Math.Abs(d);
        double whole = Math.Floor(d), part = d - whole;
        var made = new StringBuilder();
        do
        {
            made.Insert(0, digits[(int)(whole % radix)]);
            whole = Math.Floor(whole / radix);
        } while (whole >= 1 && made.Length < 1100);
        if (part > 0)
        {
            made.Append('.');
            for (int i = 0; i < 52 && part > 0; i++)
            {
                part *= radix;
                made.Append(digits[(int)part]);
                part -= Math.Floor(part);
            }
        }
        return negative ? "-" + made : made.ToString();
    }

    private object RegExpCall(string name, JsRegExp r, object[] a)
    {
        if (name == "toString") { return $"/{r.Pattern}/{r.Flags}"; }
        if (name == "compile" || r.Regex is not { } regex || Text(A(a, 0)) is not { } text) { return JsUnknown.Value; }
        _sink.Budget.Spend(1 + (text.Length >> 4));
        int from = r.Global ? Math.Clamp(r.LastIndex, 0, text.Length) : 0;
        Match match = regex.Match(text, from);
        if (r.Global) { r.LastIndex = match.Success ? match.Index + Math.Max(1, match.Length) : 0; }
        if (name == "test") { return match.Success; }
        return match.Success ? Groups(match, text) : JsNull.Value;
    }

    private static JsArray Groups(Match match, string text)
    {
        var made = new JsArray([.. match.Groups.Values.Select(g => g.Success ? (object)g.Value : JsUndefined.Value)]);
        made.Set("index", (double)match.Index);
        made.Set("input", text);
        return made;
    }
}
