using System.Text.RegularExpressions;
using CsCheck;

namespace Stemma.Sigma.Tests.Support;

/// <summary>Random regular expressions of few pieces, all of them valid.</summary>
internal static class RandomRegex
{
    private static readonly string[] Atoms =
    [
        "a", "b", "k", "K", "abc", "cmd", @"\.exe", "é", "É", "\u212A", "-", "/", "–", ".", @"\w", @"\s", @"\d", @"\\", @"\-", @"\x61", @"\u0061", "[ab]", "[^a]", "[]a]", @"[\]a]", @"\b",
        "^", "$", "PowerShell", "enc ", "{", "a{b}", "(?:ab|cd)", "(a)", "(?=a)", "(?!a)", "(?i)", "(?i:a)", "(?x) a b ", "(?-i)", "(?#note)", "svchost", "System32",
    ];

    private static readonly string[] Matched =
        ["a", "b", "k", "K", "abc", "CMD", "cmd", ".exe", "é", "É", "\u212A", "-", "/", "–", @"\", " ", "1", "ab", "cd", "PowerShell", "powershell", "enc ", "{", "a{b}", "]", "svchost", "System32", "\n"];

    private static readonly string[] Quantifiers = ["", "", "", "", "?", "*", "+", "??", "+?", "{2}", "{0,3}", "{0}", "{1,}"];

    private static Gen<string> Piece { get; } = Gen.Select(Gen.Int[0, Atoms.Length - 1], Gen.Int[0, Quantifiers.Length - 1])
        .Select((atom, quantifier) => Atoms[atom] is "^" or "$" or @"\b" || Atoms[atom].StartsWith("(?", StringComparison.Ordinal) && Atoms[atom] != "(?:ab|cd)"
            ? Atoms[atom] : Atoms[atom] + Quantifiers[quantifier]);

    private static Gen<string> Sequence { get; } = Piece.Array[1, 4].Select(string.Concat);

    /// <summary>Expressions in .NET's syntax.</summary>
    public static Gen<string> Syntax { get; } = Gen.Frequency(
        (6, Sequence),
        (1, Gen.Select(Sequence, Sequence).Select((left, right) => $"{left}|{right}")),
        (2, Gen.Select(Sequence, Sequence, Sequence).Select((before, inner, after) => $"{before}({inner}){after}")),
        (1, Gen.Select(Sequence, Sequence, Sequence).Select((before, left, right) => $"{before}(?:{left}|{right})?")))
        .Where(IsValid);

    /// <summary>Options as the sub-modifiers of <c>re</c> give them.</summary>
    public static Gen<RegexOptions> Options { get; } = Gen.Int[0, 7].Select(bits =>
        ((bits & 1) != 0 ? RegexOptions.IgnoreCase : 0) | ((bits & 2) != 0 ? RegexOptions.Multiline : 0) | ((bits & 4) != 0 ? RegexOptions.Singleline : 0));

    /// <summary>Texts that such expressions may match.</summary>
    public static Gen<string> Text { get; } = Gen.Int[0, Matched.Length - 1].Select(i => Matched[i]).Array[0, 8].Select(string.Concat);

    private static bool IsValid(string syntax)
    {
        try
        {
            _ = new Regex(syntax);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
