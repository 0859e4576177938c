using System.Globalization;
using System.Numerics;

namespace Stemma.Decoding.Python;

/// <summary><c>None</c>.</summary>
internal sealed class PyNone
{
    /// <summary>The one.</summary>
    public static PyNone Value { get; } = new();
}

/// <summary>A value that is not known.</summary>
internal sealed class PyUnknown
{
    /// <summary>The one.</summary>
    public static PyUnknown Value { get; } = new();
}

/// <summary>Bytes; those of a bytearray can change.</summary>
internal sealed class PyBytes(byte[] data)
{
    /// <summary>The bytes.</summary>
    public byte[] Data { get; set; } = data;
}

/// <summary>A list, or what a generator gives.</summary>
internal sealed class PyList(List<object> items)
{
    /// <summary>The items.</summary>
    public List<object> Items { get; } = items;
}

/// <summary>A tuple.</summary>
internal sealed record PyTuple(object[] Items);

/// <summary>Items over and over: <c>itertools.cycle</c>.</summary>
internal sealed record PyCycle(List<object> Items);

/// <summary>A dictionary, by what its keys look like.</summary>
internal sealed class PyDict
{
    /// <summary>Keys and values in order.</summary>
    public OrderedDictionary<string, (object Key, object Value)> Entries { get; } = [];
}

/// <summary>Something outside of the script by its name: a module, a function, what a call of one gives.</summary>
/// <param name="Path">Its name: <c>base64.b64decode</c>.</param>
/// <param name="Instance">Whether a call gave it, so that nothing is known of it but the name.</param>
internal sealed record PyRef(string Path, bool Instance = false);

/// <summary>A method with the value that it belongs to.</summary>
internal sealed record PyMethod(object Self, string Name);

/// <summary>Source that <c>compile</c> was given.</summary>
internal sealed record PyCode(string Source);

/// <summary>A function of the script.</summary>
internal sealed record PyFunction(IReadOnlyList<PyParameter> Parameters, PyExpr? Expression, IReadOnlyList<PyStatement>? Body, PyScope Scope);

/// <summary>Names with values, within others.</summary>
internal sealed class PyScope(PyScope? outer)
{
    /// <summary>The scope around it.</summary>
    public PyScope? Outer { get; } = outer;

    /// <summary>The names of this one.</summary>
    public Dictionary<string, object> Names { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The value of a name; null when there is none.</summary>
    public object? Find(string name)
    {
        for (PyScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Names.TryGetValue(name, out object? value)) { return value; }
        }
        return null;
    }

    /// <summary>What the names are now.</summary>
    public Dictionary<string, object> Copy() => new(Names, StringComparer.Ordinal);

    /// <summary>Goes back to what they were.</summary>
    public void Restore(Dictionary<string, object> names) => Names = names;

    private static bool Same(object a, object b) => ReferenceEquals(a, b) || (a is string or long or bool or double or BigInteger or PyRef && a.Equals(b));

    /// <summary>Forgets what differs from another way through the script.</summary>
    public void Merge(Dictionary<string, object> other)
    {
        foreach (string name in Names.Keys.Union(other.Keys).ToList())
        {
            if (!Names.TryGetValue(name, out object? mine) || !other.TryGetValue(name, out object? theirs) || !Same(mine, theirs)) { Names[name] = PyUnknown.Value; }
        }
    }
}

/// <summary>Whole numbers of any size.</summary>
internal static class PyNumbers
{
    private const int MostBits = 1 << 20;

    /// <summary>A whole number in the form in which values have it.</summary>
    public static object Fit(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    /// <summary>A value as a whole number; null when it is none.</summary>
    public static BigInteger? Whole(object value) => value switch { long l => l, BigInteger b => b, bool t => t ? 1 : 0, _ => null };

    /// <summary>Reads a whole number; null when the text is none.</summary>
    public static object? Parse(string text, int radix)
    {
        text = text.Trim().Replace("_", "", StringComparison.Ordinal);
        bool negative = text.StartsWith('-');
        text = text.TrimStart('-', '+');
        if (radix == 0) { radix = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 16 : text.StartsWith("0b", StringComparison.OrdinalIgnoreCase) ? 2 : text.StartsWith("0o", StringComparison.OrdinalIgnoreCase) ? 8 : 10; }
        if (text.Length > 2 && text[0] == '0' && (char.ToLowerInvariant(text[1]), radix) is ('x', 16) or ('b', 2) or ('o', 8)) { text = text[2..]; }
        if (text.Length is 0 or > 100_000 || radix is < 2 or > 36) { return null; }
        BigInteger value;
        if (radix == 16)
        {
            if (!BigInteger.TryParse("0" + text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)) { return null; }
        }
        else if (radix == 10)
        {
            if (text.Length > 4300 || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)) { return null; }
        }
        else
        {
            if (text.Length > 4300) { return null; }
            value = 0;
            foreach (char c in text)
            {
                int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : 99;
                if (digit >= radix) { return null; }
                value = (value * radix) + digit;
            }
        }
        return Fit(negative ? -value : value);
    }

    /// <summary>An operator on whole numbers; unknown where Python would raise or the result is too long.</summary>
    public static object Apply(string sign, BigInteger a, BigInteger b)
    {
        long bits = a.GetBitLength() + b.GetBitLength();
        switch (sign)
        {
            case "+": return Fit(a + b);
            case "-": return Fit(a - b);
            case "*": return bits > MostBits ? PyUnknown.Value : Fit(a * b);
            case "/": return b.IsZero ? PyUnknown.Value : (double)a / (double)b;
            case "//" or "%":
                if (b.IsZero) { return PyUnknown.Value; }
                BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
                if (!rest.IsZero && (rest.Sign != b.Sign)) { quotient -= 1; rest += b; }
                return Fit(sign == "%" ? rest : quotient);
            case "**": return b.Sign < 0 || b > 100_000 || a.GetBitLength() * (long)b > MostBits ? PyUnknown.Value : Fit(BigInteger.Pow(a, (int)b));
            case "&": return Fit(a & b);
            case "|": return Fit(a | b);
            case "^": return Fit(a ^ b);
            case "<<": return b.Sign < 0 || b > MostBits ? PyUnknown.Value : Fit(a << (int)b);
            case ">>": return b.Sign < 0 ? PyUnknown.Value : b > MostBits ? (object)(a.Sign < 0 ? -1L : 0L) : Fit(a >> (int)b);
            default: return PyUnknown.Value;
        }
    }
}
