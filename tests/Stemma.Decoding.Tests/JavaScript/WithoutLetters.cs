namespace Stemma.Decoding.Tests;

/// <summary>Writes a script with six characters only, in the manner that is known as JSFuck: letters come out of the texts of constants and functions.</summary>
internal static class WithoutLetters
{
    private const string False = "![]", True = "!![]", Undefined = "[][[]]";

    public static string Write(string script)
    {
        // [][flat][constructor](return eval)()(codes): the letters of the words from texts of constants, the script as escapes.
        string filter = Word("filter"), constructor = Word("constructor");
        string separator = Letter('f');
        // the script in octal digits, joined by f, split and made to characters by the language itself
        string digits = string.Join("+", script.Select(c => (int)c).Select(Number).Select(n => $"({n}+{separator})"));
        string body = Word("return eval");
        string decode = $"[][{filter}][{constructor}]({Text("return function(t){var o='';t=t.split('f');for(var i=0;i<t.length-1;i++)o+=String.fromCharCode(t[i]);return o}")})()";
        return $"[][{filter}][{constructor}]({body})()({decode}({digits}))";
    }

    private static string Text(string text) => string.Join("+", text.Select(c => Letters.ContainsKey(c) ? Letter(c) : char.IsAsciiDigit(c) ? $"[{Digit(c - '0')}]" : $"'{(c == '\'' ? "\\'" : c)}'"));

    private static string Word(string word) => string.Join("+", word.Select(Letter));

    private static string Number(int n) => string.Join("+", n.ToString(System.Globalization.CultureInfo.InvariantCulture).Select((c, i) => i == 0 ? $"[{Digit(c - '0')}]" : $"[{Digit(c - '0')}]"));

    private static string Digit(int d) => d == 0 ? "+[]" : d == 1 ? "+!![]" : string.Join("+", Enumerable.Repeat("!![]", d));

    private static string At(string text, int i) => $"({text}+[])[{Digit(i)}]";

    private static string Letter(char c) => Letters.TryGetValue(c, out string? made) ? made : $"'{c}'";

    private static readonly Dictionary<char, string> Letters = new()
    {
        ['a'] = At(False, 1),
        ['l'] = At(False, 2),
        ['s'] = At(False, 3),
        ['e'] = At(False, 4),
        ['f'] = At(False, 0),
        ['t'] = At(True, 0),
        ['r'] = At(True, 1),
        ['u'] = At(True, 2),
        ['n'] = At(Undefined, 1),
        ['d'] = At(Undefined, 2),
        ['i'] = $"([![]]+{Undefined})[+!![]+[+[]]]",
        ['o'] = "(!![]+[][(![]+[])[+[]]+([![]]+[][[]])[+!![]+[+[]]]+(![]+[])[!![]+!![]]+(!![]+[])[+[]]+(!![]+[])[!![]+!![]+!![]]+(!![]+[])[+!![]]])[+!![]+[+[]]]",
        ['c'] = "([][(![]+[])[+[]]+([![]]+[][[]])[+!![]+[+[]]]+(![]+[])[!![]+!![]]+(!![]+[])[+[]]+(!![]+[])[!![]+!![]+!![]]+(!![]+[])[+!![]]]+[])[!![]+!![]+!![]]",
    };
}
