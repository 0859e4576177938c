namespace Stemma.Decoding.Documents;

/// <summary>A OneNote section (MS-ONESTORE).</summary>
internal static class OneNoteFile
{
    /// <summary>The identifier that it begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D, 0xAE, 0xB1, 0x53, 0x78, 0xD0, 0x29, 0x96, 0xD3];
}
