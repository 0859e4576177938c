using System.Text.Json;

namespace Stemma.Events;

/// <summary>The framework's reader, which says what is wrong and where.</summary>
/// <param name="text">The text.</param>
/// <param name="isFinal">Nothing comes after it.</param>
internal ref struct StrictJsonReader(ReadOnlySpan<byte> text, bool isFinal) : IJsonReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonEvent.MaximumDepth, CommentHandling = JsonCommentHandling.Disallow };
    private Utf8JsonReader _reader = new(text, isFinal, new JsonReaderState(Options));

    /// <summary>How far it has read.</summary>
    public readonly long BytesConsumed => _reader.BytesConsumed;

    /// <inheritdoc/>
    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <inheritdoc/>
    public readonly ReadOnlySpan<byte> ValueSpan => _reader.ValueSpan;

    /// <inheritdoc/>
    public readonly bool ValueIsEscaped => _reader.ValueIsEscaped;

    /// <inheritdoc/>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool Read() => _reader.Read();

    /// <inheritdoc/>
    public readonly int CopyString(Span<char> to) => _reader.CopyString(to);
}
