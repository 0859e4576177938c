using System.Runtime.Intrinsics;

namespace Stemma.Evtx.Rendering;

/// <summary>What a text format cannot take as it is.</summary>
internal interface IEscaping
{
    /// <summary>
    /// All bits of each byte set that is special or no ASCII; what a byte could not hold comes as 255 or 0, and both must be special.
    /// </summary>
    static abstract Vector256<byte> FindSpecial(Vector256<byte> text);

    /// <summary>The same for one character.</summary>
    static abstract bool IsSpecial(char c);

    /// <summary>Appends what stands for a special ASCII character.</summary>
    static abstract void Escape(Utf8Buffer to, char c);

    /// <summary>Appends a run without any ASCII character.</summary>
    static abstract void WriteOther(Utf8Buffer to, ReadOnlySpan<char> text);
}
