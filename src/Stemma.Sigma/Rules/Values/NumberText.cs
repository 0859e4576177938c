using System.Globalization;

namespace Stemma.Sigma;

/// <summary>Reads numbers as rules and logs write them.</summary>
internal static class NumberText
{
    /// <summary>Decimal with optional sign, fraction and exponent, or hexadecimal with <c>0x</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (text.Length is > 0 and < 16 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            // What most numbers are, exactly.
            foreach (char c in text) value = value * 10 + (c - '0');
            return true;
        }

        text = text.Trim();
        if (text.Length is 0 or > 64) return false;
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        bool ok = ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits);
        value = bits;
        return ok;
    }
}
