namespace Stemma.Decoding.Obfuscation;

/// <summary>What <see cref="ObfuscationScore"/> looks at, counted in one pass. Numbers are characters unless said otherwise.</summary>
internal sealed class TextCounts
{
    private static readonly string[] Backwards = ["tcejbo-wen", "noisserpxe-ekovni", "gnirtsdaolnwod", "tneilcbew", "tsoh-etirw", "llehsrewop", "ptth", "exe.", "tcejboxevitca", "llehs.tpircsw", "lave", "noitcnuf"];
    private readonly int[] _characters = new int[128];

    public int Length { get; private set; }
    public int Letters { get; private set; }
    public int Spaces { get; private set; }
    public int Specials { get; private set; }
    public int Brackets { get; private set; }
    /// <summary>Words of letters and digits.</summary>
    public int Words { get; private set; }
    /// <summary>Backticks and carets between letters, and empty pairs of quotes there.</summary>
    public int Ticks { get; private set; }
    /// <summary>Places where one string literal is joined to another or to a variable's piece.</summary>
    public int Joins { get; private set; }
    /// <summary>Places of a format, <c>{12}</c>.</summary>
    public int Formats { get; private set; }
    /// <summary>Words whose case goes up and down.</summary>
    public int OddWords { get; private set; }
    /// <summary>Numbers of two or three digits in rows of at least eight.</summary>
    public int CodeNumbers { get; private set; }
    /// <summary><c>[char]</c>, <c>Chr(</c>, <c>fromCharCode</c>.</summary>
    public int CharCalls { get; private set; }
    public int Base64 { get; private set; }
    public int Hexadecimal { get; private set; }
    /// <summary><c>%a:~3,1%</c> and <c>$env:x[3]</c>.</summary>
    public int Substrings { get; private set; }
    /// <summary><c>set a=b</c> behind another command.</summary>
    public int Sets { get; private set; }
    /// <summary><c>%a%</c>, <c>!a!</c>.</summary>
    public int Expansions { get; private set; }
    /// <summary><c>\x41</c>, <c>\u0041</c>, <c>%41</c>, <c>\101</c>.</summary>
    public int Escapes { get; private set; }
    /// <summary>Commas and semicolons with nothing between.</summary>
    public int Separators { get; private set; }
    /// <summary>Runs of at least three spaces within a line.</summary>
    public int Gaps { get; private set; }
    /// <summary><c>${@}</c>, <c>${;}</c>.</summary>
    public int SpecialNames { get; private set; }
    /// <summary>Names as obfuscators give them: <c>_0x1a2b</c>, <c>lIIlIl</c>.</summary>
    public int Machine { get; private set; }
    /// <summary><c>&amp;(</c>, <c>.(</c>, <c>['…'](</c>.</summary>
    public int Odd { get; private set; }
    /// <summary>Well-known words written from back to front.</summary>
    public int Reversed { get; private set; }
    public int LongestLine { get; private set; }

    /// <summary>Bits a character, of ASCII characters.</summary>
    public double Entropy
    {
        get
        {
            double all = 0, entropy = 0;
            foreach (int count in _characters) { all += count; }
            foreach (int count in _characters) { if (count > 0) { entropy -= count / all * Math.Log2(count / all); } }
            return entropy;
        }
    }

    /// <summary>Counts a whole text.</summary>
    public void Read(ReadOnlySpan<char> t)
    {
        Length = t.Length;
        int line = 0, run = 0, numbers = 0, gapSince = 0;
        for (int i = 0; i < t.Length; i++)
        {
            char c = t[i];
            if (c < 128) { _characters[c]++; }
            if (char.IsWhiteSpace(c))
            {
                Spaces++;
                if (c == '\n') { LongestLine = Math.Max(LongestLine, i - line); line = i + 1; }
                if (c == ' ') { gapSince++; } else { gapSince = 0; }
                continue;
            }
            if (gapSince >= 3 && i - gapSince > line) { Gaps++; }
            gapSince = 0;
            if (char.IsLetterOrDigit(c) || c == '_')
            {
                int end = i + 1;
                while (end < t.Length && (char.IsLetterOrDigit(t[end]) || t[end] == '_')) { end++; }
                for (int k = i + 1; k < end; k++) { if (t[k] < 128) { _characters[t[k]]++; } }
                Word(t, i, end, ref numbers);
                run = Base64Run(t, i, run);
                i = end - 1;
                continue;
            }
            Specials++;
            Special(t, i, c);
        }
        LongestLine = Math.Max(LongestLine, t.Length - line);
        Rows(t);
        foreach (string word in Backwards) { if (word.Length > 4 && t.Contains(word, StringComparison.OrdinalIgnoreCase)) { Reversed++; } }
    }

    private void Word(ReadOnlySpan<char> t, int start, int end, ref int numbers)
    {
        ReadOnlySpan<char> word = t[start..end];
        int letters = 0, changes = 0, digits = 0, wide = 0;
        for (int k = 0; k < word.Length; k++)
        {
            if (char.IsAsciiDigit(word[k])) { digits++; continue; }
            letters++;
            if (word[k] is 'l' or 'I' or 'O' or '1') { wide++; }
            if (k > 0 && char.IsAsciiLetter(word[k - 1]) && char.IsUpper(word[k]) != char.IsUpper(word[k - 1])) { changes++; }
        }
        Letters += letters;
        Words++;
        if (letters is >= 4 and <= 40 && digits == 0 && changes >= 3 && IsOdd(word)) { OddWords++; }
        else if (letters == 3 && word.Equals("set", StringComparison.OrdinalIgnoreCase) && end < t.Length && t[end] == ' ') { Assignment(t, start); }
        if (word.Length > 5 && word.StartsWith("_0x", StringComparison.Ordinal)) { Machine++; }
        else if (word.Length > 6 && wide + digits == word.Length && letters > 3) { Machine++; }
        numbers = 0;
        if (word.Equals("char", StringComparison.OrdinalIgnoreCase) && start > 0 && t[start - 1] == '[') { CharCalls++; }
        else if ((word.Equals("chr", StringComparison.OrdinalIgnoreCase) || word.Equals("chrw", StringComparison.OrdinalIgnoreCase) || word.Equals("fromCharCode", StringComparison.OrdinalIgnoreCase)) && end < t.Length && t[end] is '(' or '$') { CharCalls++; }
    }

    /// <summary>Names are made of humps, an upper letter and lower ones behind it, or of abbreviations: where humps are shorter than names have them, the case is random.</summary>
    private static bool IsOdd(ReadOnlySpan<char> word)
    {
        int humps = 1;
        for (int k = 1; k < word.Length; k++)
        {
            bool begins = char.IsUpper(word[k]) && (!char.IsUpper(word[k - 1]) || (k + 1 < word.Length && char.IsLower(word[k + 1]) && k > 1));
            if (begins) { humps++; }
        }
        return humps >= 3 && word.Length <= humps * 2.4 && !word.Equals("vbCrLf", StringComparison.OrdinalIgnoreCase);
    }

    private void Assignment(ReadOnlySpan<char> t, int start)
    {
        int k = start - 1;
        while (k >= 0 && start - k < 12 && t[k] is ' ' or ',' or ';' or '^' or '@') { k--; }
        if (k >= 0 && t[k] is '&' or '"' or '(') { Sets++; }
    }

    /// <summary>Runs of base64 and hexadecimal digits of at least 40; returns the end of the run that is counted.</summary>
    private int Base64Run(ReadOnlySpan<char> t, int start, int counted)
    {
        if (start < counted) { return counted; }
        int end = start, upper = 0, lower = 0, digits = 0, hex = 0, slashes = 0;
        while (end < t.Length && (char.IsAsciiLetterOrDigit(t[end]) || t[end] is '+' or '/' or '='))
        {
            char c = t[end++];
            if (char.IsAsciiLetterUpper(c)) { upper++; } else if (char.IsAsciiLetterLower(c)) { lower++; } else if (char.IsAsciiDigit(c)) { digits++; } else if (c == '/') { slashes++; }
            if (char.IsAsciiHexDigit(c)) { hex++; }
        }
        int length = end - start;
        if (length < 24) { return end; }
        if (hex == length && digits * 3 > length) { Hexadecimal += length; }
        else if (length >= 32 && digits > 0 && upper * 8 > length && lower * 10 > length && slashes * 10 < length) { Base64 += length; }
        return end;
    }

    private void Special(ReadOnlySpan<char> t, int i, char c)
    {
        char before = i > 0 ? t[i - 1] : ' ', next = i + 1 < t.Length ? t[i + 1] : ' ';
        switch (c)
        {
            case '`' or '^' when char.IsLetterOrDigit(next) && (char.IsLetterOrDigit(before) || before is '$' or '{' or '-' or '^' or ' ' && c == '^'): Ticks++; break;
            case '^' when before == '^' && next == '^': Ticks++; break;
            case '"' or '\'' when next == c && char.IsLetter(before) && i + 2 < t.Length && char.IsLetter(t[i + 2]): Ticks++; break;
            case '+' or '&' when Quote(t, i, -1) && Quote(t, i, 1): Joins++; break;
            case '+' or '&' when (Quote(t, i, -1) || Quote(t, i, 1)) && (next is '$' or '(' or '[' || before is ')' or ']'): Joins++; break;
            case '{' when char.IsAsciiDigit(next) && i + 2 < t.Length && (t[i + 2] == '}' || (i + 3 < t.Length && t[i + 3] == '}')): Formats++; break;
            case '{' when before == '$' && !char.IsLetterOrDigit(next): SpecialNames++; break;
            case '~' when before == ':': Substrings++; break;
            case '[' when char.IsAsciiDigit(next) && i > 1 && (char.IsLetter(before) || before is ')' or '}') && i + 2 < t.Length && (t[i + 2] is ']' or ',' || (i + 3 < t.Length && t[i + 3] is ']' or ',')): Substrings++; break;
            case '%' or '!' when char.IsLetterOrDigit(next): Percent(t, i, c); break;
            case '\\' when next is 'x' or 'u' && i + 3 < t.Length && char.IsAsciiHexDigit(t[i + 2]) && char.IsAsciiHexDigit(t[i + 3]) && before != ':': Escapes++; break;
            case '\\' when char.IsAsciiDigit(next) && i + 3 < t.Length && char.IsAsciiDigit(t[i + 2]) && char.IsAsciiDigit(t[i + 3]): Escapes++; break;
            case ',' or ';' when next is ',' or ';': Separators++; break;
            case '(' when before is '&' or '.' && i > 1 && !char.IsLetterOrDigit(t[i - 2]): Odd++; break;
            case '(' when before == ']' && i > 1 && t[i - 2] is '\'' or '"': Odd++; break;
        }
        if (c is '(' or ')' or '[' or ']' or '{' or '}') { Brackets++; }
    }

    private void Percent(ReadOnlySpan<char> t, int i, char c)
    {
        if (c == '%' && i + 2 < t.Length && char.IsAsciiHexDigit(t[i + 1]) && char.IsAsciiHexDigit(t[i + 2]) && (i + 3 >= t.Length || t[i + 3] is '%')) { Escapes++; return; }
        int end = i + 1;
        while (end < t.Length && end - i < 40 && (char.IsLetterOrDigit(t[end]) || t[end] is '_' or '-')) { end++; }
        if (end < t.Length && t[end] == c) { Expansions++; }
    }

    /// <summary>Whether the next character that is no space, before or behind, is a quote.</summary>
    private static bool Quote(ReadOnlySpan<char> t, int i, int direction)
    {
        for (int k = i + direction, most = 3; k >= 0 && k < t.Length && most > 0; k += direction, most--)
        {
            if (t[k] != ' ') { return t[k] is '\'' or '"'; }
        }
        return false;
    }

    /// <summary>Rows of at least eight small numbers with something short between them.</summary>
    private void Rows(ReadOnlySpan<char> t)
    {
        int row = 0, last = -100;
        for (int i = 0; i < t.Length;)
        {
            if (!char.IsAsciiDigit(t[i])) { i++; continue; }
            int end = i + 1;
            while (end < t.Length && char.IsAsciiHexDigit(t[end]) && end - i < 5) { end++; }
            if (i - last <= 8 && end - i is >= 1 and <= 4) { row++; }
            else { Close(); row = 1; }
            last = end;
            i = end;
        }
        Close();

        void Close() { if (row >= 8) { CodeNumbers += row; } }
    }
}
