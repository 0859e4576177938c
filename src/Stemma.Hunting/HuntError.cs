namespace Stemma.Hunting;

/// <summary>What is wrong with a hunt, and where.</summary>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="Line">The line, from 1; 0 where no place is known.</param>
/// <param name="Column">The column in UTF-16 units, from 1; 0 where no place is known.</param>
public sealed record HuntError(string Message, int Line, int Column)
{
    /// <summary>The message with its place in front: <c>3:14: …</c>.</summary>
    public override string ToString() => Line == 0 ? Message : $"{Line}:{Column}: {Message}";

    /// <summary>An error at a position of a text.</summary>
    internal static HuntError At(string text, int position, string message)
    {
        position = Math.Clamp(position, 0, text.Length);
        int line = 1, start = 0;
        for (int i = 0; i < position; i++)
        {
            if (text[i] != '\n') continue;
            line++;
            start = i + 1;
        }

        return new HuntError(message, line, position - start + 1);
    }
}
