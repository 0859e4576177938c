namespace Stemma.Evtx.BinXml;

/// <summary>The hash that stands with a name: h × 65599 + unit, its low 16 bits (libevtx format document, "Name").</summary>
internal static class NameHash
{
    public static ushort Of(ReadOnlySpan<char> name)
    {
        uint hash = 0;
        foreach (char c in name) hash = (hash * 65599) + c;
        return (ushort)hash;
    }
}
