namespace Stemma.Hunting.Kql.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name or a word of the language; names in <c>['…']</c> are <see cref="QuotedName"/>.</summary>
    Name,

    /// <summary>A bracketed name.</summary>
    QuotedName,

    /// <summary>A string literal, its value unescaped.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with fraction or exponent.</summary>
    Real,

    /// <summary>A number with a unit of time.</summary>
    TimeSpan,

    /// <summary>An operator or a bracket.</summary>
    Punctuation,

    /// <summary>A character that begins no token, or a string that does not end.</summary>
    Bad,
}

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, operator or value; of numbers the digits as written, of timespans the ticks.</param>
/// <param name="Start">The first character.</param>
/// <param name="End">Behind the last character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string punctuation) => Kind == TokenKind.Punctuation && Text == punctuation;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;
}
