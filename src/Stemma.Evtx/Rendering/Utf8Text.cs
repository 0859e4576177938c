using System.Text;

namespace Stemma.Evtx.Rendering;

/// <summary>UTF-16 to UTF-8.</summary>
internal static class Utf8Text
{
    /// <summary>Appends the text; lone surrogates become U+FFFD.</summary>
    public static void Write(Utf8Buffer to, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        // The framework's encoder replaces what is no character, three bytes a unit at most.
        to.Advance(Encoding.UTF8.GetBytes(text, to.Room(text.Length * 3)));
    }
}
