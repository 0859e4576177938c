using System.Text.Json;

namespace Stemma.Events;

/// <summary>The tokens of JSON text, one after another.</summary>
internal interface IJsonReader
{
    /// <summary>What the current token is.</summary>
    JsonTokenType TokenType { get; }

    /// <summary>The token's bytes as they stand in the text; a string's without its quotes.</summary>
    ReadOnlySpan<byte> ValueSpan { get; }

    /// <summary>Whether a string has escapes in it.</summary>
    bool ValueIsEscaped { get; }

    /// <summary>Goes to the next token; false: there is none.</summary>
    bool Read();

    /// <summary>Writes the text of a name or string; there is room for a character a byte.</summary>
    /// <exception cref="InvalidOperationException">It is not Unicode.</exception>
    int CopyString(Span<char> to);
}
