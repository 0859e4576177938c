using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>A call of a method: its target, its arguments, and how to read them.</summary>
/// <param name="Target">The object, or the <see cref="TypeRef"/> of a static call.</param>
/// <param name="Name">The method.</param>
/// <param name="Static">Whether it is called by two colons.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Interpreter">The interpreter.</param>
internal sealed record MemberCall(object? Target, string Name, bool Static, List<object?> Arguments, Interpreter Interpreter)
{
    /// <summary>What it may cost.</summary>
    public DecodeBudget Budget => Interpreter.Budget;

    /// <summary>How many arguments.</summary>
    public int Count => Arguments.Count;

    /// <summary>An argument; null when there are not so many.</summary>
    public object? this[int index] => index < Arguments.Count ? Arguments[index] : null;

    /// <summary>An argument as text; null when it is not known.</summary>
    public string? Text(int index) => index < Arguments.Count && Conversions.TryText(Arguments[index], out string text, Budget, Interpreter.Separator) ? text : null;

    /// <summary>An argument as a whole number.</summary>
    public int? Int(int index) => index < Arguments.Count && Arguments[index] is not Unknown ? Conversions.ToInt(Arguments[index]) : null;

    /// <summary>An argument as bytes.</summary>
    public byte[]? Bytes(int index) => index < Arguments.Count ? Casts.ToBytes(Arguments[index]) : null;
}

/// <summary>A method that only computes. <see cref="Unknown"/> is its answer when it cannot tell.</summary>
internal delegate object? PureMember(MemberCall call);
