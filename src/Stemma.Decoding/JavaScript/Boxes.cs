namespace Stemma.Decoding.JavaScript;

/// <summary>Small whole numbers and truth values as objects, made once: loops of decoders would allocate little else.</summary>
internal static class Boxes
{
    private const int Least = -256, Most = 4096;

    private static readonly object[] Numbers = [.. Enumerable.Range(Least, Most - Least + 1).Select(i => (object)(double)i)];
    private static readonly object True = true, False = false;
    private static readonly string[] Characters = [.. Enumerable.Range(0, 256).Select(i => ((char)i).ToString())];

    public static object Of(double d)
    {
        int i = (int)d;
        return i == d && i is >= Least and <= Most && (i != 0 || !double.IsNegative(d)) ? Numbers[i - Least] : d;
    }

    public static object Of(bool b) => b ? True : False;

    public static string Of(char c) => c < 256 ? Characters[c] : c.ToString();
}
