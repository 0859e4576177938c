namespace Stemma.Decoding.PowerShell.Values;

/// <summary>What PowerShell 5.1 shows for a method that is named without being called; scripts pick letters out of it.</summary>
internal static class MethodSignatures
{
    private static readonly Dictionary<string, string> OfText = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Insert"] = "string Insert(int startIndex, string value)",
        ["Chars"] = "char Chars(int index) {get;}",
        ["Normalize"] = "string Normalize(), string Normalize(System.Text.NormalizationForm normalizationForm)",
        ["IndexOf"] = "int IndexOf(char value), int IndexOf(char value, int startIndex), int IndexOf(char value, int startIndex, int count), int IndexOf(string value), int IndexOf(string value, int startIndex), int IndexOf(string value, int startIndex, int count), int IndexOf(string value, System.StringComparison comparisonType), int IndexOf(string value, int startIndex, System.StringComparison comparisonType), int IndexOf(string value, int startIndex, int count, System.StringComparison comparisonType)",
        ["IndexOfAny"] = "int IndexOfAny(char[] anyOf), int IndexOfAny(char[] anyOf, int startIndex), int IndexOfAny(char[] anyOf, int startIndex, int count)",
        ["LastIndexOf"] = "int LastIndexOf(char value), int LastIndexOf(char value, int startIndex), int LastIndexOf(char value, int startIndex, int count), int LastIndexOf(string value), int LastIndexOf(string value, int startIndex), int LastIndexOf(string value, int startIndex, int count), int LastIndexOf(string value, System.StringComparison comparisonType), int LastIndexOf(string value, int startIndex, System.StringComparison comparisonType), int LastIndexOf(string value, int startIndex, int count, System.StringComparison comparisonType)",
        ["LastIndexOfAny"] = "int LastIndexOfAny(char[] anyOf), int LastIndexOfAny(char[] anyOf, int startIndex), int LastIndexOfAny(char[] anyOf, int startIndex, int count)",
        ["Remove"] = "string Remove(int startIndex, int count), string Remove(int startIndex)",
        ["StartsWith"] = "bool StartsWith(string value), bool StartsWith(string value, System.StringComparison comparisonType), bool StartsWith(string value, bool ignoreCase, cultureinfo culture)",
        ["EndsWith"] = "bool EndsWith(string value), bool EndsWith(string value, System.StringComparison comparisonType), bool EndsWith(string value, bool ignoreCase, cultureinfo culture)",
        ["Substring"] = "string Substring(int startIndex), string Substring(int startIndex, int length)",
        ["Replace"] = "string Replace(char oldChar, char newChar), string Replace(string oldValue, string newValue)",
        ["Contains"] = "bool Contains(string value)",
        ["PadLeft"] = "string PadLeft(int totalWidth), string PadLeft(int totalWidth, char paddingChar)",
        ["PadRight"] = "string PadRight(int totalWidth), string PadRight(int totalWidth, char paddingChar)",
        ["Trim"] = "string Trim(Params char[] trimChars), string Trim()",
        ["TrimStart"] = "string TrimStart(Params char[] trimChars)",
        ["TrimEnd"] = "string TrimEnd(Params char[] trimChars)",
        ["ToUpper"] = "string ToUpper(), string ToUpper(cultureinfo culture)",
        ["ToLower"] = "string ToLower(), string ToLower(cultureinfo culture)",
        ["ToCharArray"] = "char[] ToCharArray(), char[] ToCharArray(int startIndex, int length)",
        ["CompareTo"] = "int CompareTo(System.Object value), int CompareTo(string strB), int IComparable.CompareTo(System.Object obj), int IComparable[string].CompareTo(string other)",
        ["CopyTo"] = "void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)",
        ["Clone"] = "System.Object Clone(), System.Object ICloneable.Clone()",
        ["Equals"] = "bool Equals(System.Object obj), bool Equals(string value), bool Equals(string value, System.StringComparison comparisonType), bool IEquatable[string].Equals(string other)",
        ["GetEnumerator"] = "System.CharEnumerator GetEnumerator(), System.Collections.IEnumerator IEnumerable.GetEnumerator(), System.Collections.Generic.IEnumerator[char] IEnumerable[char].GetEnumerator()",
        ["GetHashCode"] = "int GetHashCode()",
        ["GetType"] = "type GetType()",
        ["GetTypeCode"] = "System.TypeCode GetTypeCode(), System.TypeCode IConvertible.GetTypeCode()",
        ["IsNormalized"] = "bool IsNormalized(), bool IsNormalized(System.Text.NormalizationForm normalizationForm)",
        ["Split"] = "string[] Split(Params char[] separator), string[] Split(char[] separator, int count), string[] Split(char[] separator, System.StringSplitOptions options), string[] Split(char[] separator, int count, System.StringSplitOptions options), string[] Split(string[] separator, System.StringSplitOptions options), string[] Split(string[] separator, int count, System.StringSplitOptions options)",
        ["ToString"] = "string ToString(), string ToString(System.IFormatProvider provider), string IConvertible.ToString(System.IFormatProvider provider)",
        ["ToUpperInvariant"] = "string ToUpperInvariant()",
        ["ToLowerInvariant"] = "string ToLowerInvariant()",
    };

    /// <summary>The text; null for a method that is not known.</summary>
    public static string? Of(MethodGroup method) => method is { Target: string, Static: false } ? OfText.GetValueOrDefault(method.Name) : null;
}
