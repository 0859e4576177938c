namespace Stemma.Decoding.Documents;

/// <summary>What a file is, as far as it is read here.</summary>
internal enum FileFormat
{
    /// <summary>Characters: a script, a page, or plain text.</summary>
    Text,

    /// <summary>A Windows shortcut (MS-SHLLINK).</summary>
    Shortcut,

    /// <summary>A compound file (MS-CFB): Office documents until 2003, MSI, macros of later ones.</summary>
    Compound,

    /// <summary>A ZIP archive, Office documents since 2007 among them.</summary>
    Zip,

    /// <summary>Rich text.</summary>
    Rtf,

    /// <summary>PDF.</summary>
    Pdf,

    /// <summary>A OneNote section (MS-ONESTORE).</summary>
    OneNote,

    /// <summary>A Windows program or library.</summary>
    Program,

    /// <summary>A compiled AppleScript.</summary>
    CompiledAppleScript,

    /// <summary>An image of an optical disc (ISO 9660 / ECMA-119).</summary>
    DiscImage,

    /// <summary>Bytes in no format that is read here.</summary>
    Other,
}
