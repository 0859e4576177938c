using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>[Math], and the limits and parsers of numbers.</summary>
internal static class MathMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["math::Abs"] = call => OfOne(call, Math.Abs),
        ["math::Sqrt"] = call => Conversions.ToNumber(call[0]) is { } n ? Math.Sqrt(Conversions.ToDouble(n)) : Unknown.Value,
        ["math::Floor"] = call => OfOne(call, Math.Floor),
        ["math::Ceiling"] = call => OfOne(call, Math.Ceiling),
        ["math::Truncate"] = call => OfOne(call, Math.Truncate),
        ["math::Round"] = call => OfOne(call, x => Math.Round(x, MidpointRounding.ToEven)),
        ["math::Pow"] = call => OfTwo(call, Math.Pow),
        ["math::Max"] = call => OfTwo(call, Math.Max),
        ["math::Min"] = call => OfTwo(call, Math.Min),
        ["int32::Parse"] = call => Casts.To(new TypeRef("int"), Hex(call) ?? call.Text(0), call.Budget),
        ["byte::Parse"] = call => Casts.To(new TypeRef("byte"), Hex(call) ?? call.Text(0), call.Budget),
        ["int64::Parse"] = call => Casts.To(new TypeRef("long"), Hex(call) ?? call.Text(0), call.Budget),
    };

    private static string? Hex(MemberCall call) =>
        call.Count == 2 && call.Text(1) is { } style && style.Contains("hex", StringComparison.OrdinalIgnoreCase) && call.Text(0) is { } text ? "0x" + text : null;

    private static object? OfOne(MemberCall call, Func<double, double> operation)
    {
        if (Conversions.ToNumber(call[0]) is not { } number) { return Unknown.Value; }
        double result = operation(Conversions.ToDouble(number));
        return number is int && Math.Abs(result) < int.MaxValue ? (int)result : result;
    }

    private static object? OfTwo(MemberCall call, Func<double, double, double> operation)
    {
        if (Conversions.ToNumber(call[0]) is not { } a || Conversions.ToNumber(call[1]) is not { } b) { return Unknown.Value; }
        double result = operation(Conversions.ToDouble(a), Conversions.ToDouble(b));
        return a is int && b is int && !call.Name.Equals("Pow", StringComparison.OrdinalIgnoreCase) ? (int)result : result;
    }
}
