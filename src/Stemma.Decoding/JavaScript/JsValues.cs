using System.Text.RegularExpressions;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

// A value is a string, a double, a bool, or one of these.

/// <summary>The value <c>undefined</c>.</summary>
internal sealed class JsUndefined
{
    public static JsUndefined Value { get; } = new();
}

/// <summary>The value <c>null</c>.</summary>
internal sealed class JsNull
{
    public static JsNull Value { get; } = new();
}

/// <summary>A value that is not known, with the name of what it stands for where there is one: <c>document</c>, <c>WScript.Shell.Run</c>.</summary>
internal sealed class JsUnknown(string? name)
{
    public static JsUnknown Value { get; } = new(null);

    public string? Name => name;
}

/// <summary>An object with properties in the order in which they were made.</summary>
internal class JsObject
{
    private Dictionary<string, object>? _properties;

    /// <summary>Where properties are looked for that it has not itself.</summary>
    public JsObject? Prototype { get; set; }

    /// <summary>Whether something unknown was written under an unknown name: then no property is known for sure.</summary>
    public bool Blurred { get; set; }

    public IEnumerable<string> Keys => _properties?.Keys ?? Enumerable.Empty<string>();

    public virtual object? Get(string key) =>
        _properties is not null && _properties.TryGetValue(key, out object? value) ? value : null;

    public virtual void Set(string key, object value) => (_properties ??= [])[key] = value;

    public virtual bool Remove(string key) => _properties?.Remove(key) ?? false;
}

/// <summary>An array without holes.</summary>
internal sealed class JsArray(List<object> items) : JsObject
{
    public List<object> Items => items;
}

/// <summary>A regular expression; its position for repeated searches is kept as in the language.</summary>
internal sealed class JsRegExp(string pattern, string flags) : JsObject
{
    private Regex? _regex;
    private bool _bad;

    public string Pattern => pattern;

    public string Flags => flags;

    public bool Global => flags.Contains('g', StringComparison.Ordinal);

    public int LastIndex { get; set; }

    /// <summary>As .NET reads it; null when it cannot.</summary>
    public Regex? Regex
    {
        get
        {
            if (_regex is not null || _bad) { return _regex; }
            RegexOptions options = RegexOptions.CultureInvariant;
            if (flags.Contains('i', StringComparison.Ordinal)) { options |= RegexOptions.IgnoreCase; }
            if (flags.Contains('m', StringComparison.Ordinal)) { options |= RegexOptions.Multiline; }
            if (flags.Contains('s', StringComparison.Ordinal)) { options |= RegexOptions.Singleline; }
            try { _regex = new Regex(pattern.Replace("[^]", @"[\s\S]", StringComparison.Ordinal), options, TimeSpan.FromMilliseconds(150)); }
            catch (ArgumentException) { _bad = true; }
            return _regex;
        }
    }
}

/// <summary>What can be called: a function of the script, or one of the language.</summary>
internal abstract class JsCallable : JsObject
{
    public abstract string Name { get; }
}

/// <summary>A function of the script with the scope that it was made in.</summary>
internal sealed class JsFunction(Node node, Scope scope, object self) : JsCallable
{
    /// <summary>A FunctionDeclaration, FunctionExpression or ArrowFunctionExpression.</summary>
    public Node Node => node;

    public Scope Scope => scope;

    /// <summary><c>this</c> of an arrow function.</summary>
    public object Self => self;

    public bool Called { get; set; }

    public override string Name => node is FunctionDeclaration { Id.Name: { } name } ? name : "";
}

/// <summary>A function bound to <c>this</c> and first arguments.</summary>
internal sealed class JsBound(JsCallable target, object self, object[] arguments) : JsCallable
{
    public JsCallable Target => target;

    public object Self => self;

    public object[] Arguments => arguments;

    public override string Name => target.Name;
}

/// <summary>A function of the language.</summary>
internal sealed class JsNative(string name, Func<object, object[], object> body, bool pure = true) : JsCallable
{
    public override string Name => name;

    /// <summary>Whether it changes nothing, so that its value can stand in for the call.</summary>
    public bool Pure => pure;

    public object Invoke(object self, object[] arguments) => body(self, arguments);
}

/// <summary>The script throws a value.</summary>
internal sealed class JsThrow(object value) : Exception
{
    public object Value => value;
}

/// <summary>The script took more than its share of steps; what was found until then counts.</summary>
internal sealed class JsStop(string why) : Exception(why);
