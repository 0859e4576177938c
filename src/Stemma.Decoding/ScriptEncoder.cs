using System.Text;

namespace Stemma.Decoding;

/// <summary>
/// What the Windows Script Encoder wrote (<c>JScript.Encode</c>, <c>VBScript.Encode</c>; files .jse and .vbe): <c>#@~^</c>, a length, the text with each
/// character exchanged by one of three tables in turn, a checksum, <c>^#~@</c>. There is no key.
/// </summary>
internal static class ScriptEncoder
{
    private const string Start = "#@~^", End = "^#~@";
    private const int Frame = 8;

    // Which table decodes the character of a place, again and again.
    private const string Turns = "0120121221210212021200122102122100212120200120210212001220012021";

    // What the characters from the blank on stand for. A tab is in no table.
    private static readonly string[] Tables =
    [
        ".GzVBj/&IA42[vrC89pEhqO\tbD#uJ~J^@wJa]\"KoN;LPg*}tT+-,0nkf5%!dMRc?{x)(sY3\u007FmUS|:_eFX1ilZH'\\=$y7`Q 6",
        "-uR`q^I\\b})6 |z\u007Fkc3+hQfv1dTCL:L~LE,*t'7DyY/o&rj9{?8wgSG4x]0#Z[lHUpi.L!$NP\tVs5aKX;W\"mM%(FJ2A=_OBe",
        "20!)[83=X:5e9\\VsfNEkbYx^}JmqA`AS@B'Hru17MR\"TjGd- \u007F.L]~loytC&v%$+(#A4\t*D?w;UiacPgQIOFh|6pnz/_KZ,W",
    ];

    private const string Tab = "Wn{";

    /// <summary>Whether a text holds encoded parts.</summary>
    public static bool IsIn(string text) => text.Contains(Start, StringComparison.Ordinal);

    /// <summary>A text with its encoded parts decoded in place; what is cut off is decoded as far as it goes.</summary>
    /// <exception cref="DecodeLimitException">A limit is reached.</exception>
    public static string Decode(string text, DecodeBudget budget)
    {
        budget.Reserve(text.Length);
        StringBuilder made = new(text.Length);
        int at = 0;
        for (int start; (start = text.IndexOf(Start, at, StringComparison.Ordinal)) >= 0;)
        {
            int body = start + Start.Length + Frame, end = text.IndexOf(End, start + Start.Length, StringComparison.Ordinal);
            made.Append(text, at, start - at);
            at = end < 0 ? text.Length : end + End.Length;
            int to = end < 0 ? text.Length : Math.Max(body, end - Frame);
            if (body < to) { Part(text.AsSpan(body, Math.Min(to, text.Length) - body), made, budget); }
        }
        return made.Append(text, at, text.Length - at).ToString();
    }

    private static void Part(ReadOnlySpan<char> part, StringBuilder made, DecodeBudget budget)
    {
        for (int i = 0, place = 0; i < part.Length; i++)
        {
            if ((i & 63) == 0) { budget.Spend(); }
            char c = part[i];
            // What would end a script's tag or a line is written otherwise, and counts as one place.
            if (c == '@' && i + 1 < part.Length && Escaped(part[i + 1]) is var plain and not '\0')
            {
                (c, i) = (plain, i + 1);
                place++;
            }
            else if (c == '\t') { c = Tab[Turn(place++)]; }
            else if (c is >= ' ' and <= '\u007F') { c = Tables[Turn(place++)][c - ' ']; }
            else if (c < ' ') { place++; }
            made.Append(c);
        }
    }

    private static int Turn(int place) => Turns[place % Turns.Length] - '0';

    private static char Escaped(char c) => c switch { '&' => '\n', '#' => '\r', '*' => '>', '!' => '<', '$' => '@', _ => '\0' };
}
