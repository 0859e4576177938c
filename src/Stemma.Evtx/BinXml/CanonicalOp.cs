namespace Stemma.Evtx.BinXml;

/// <summary>
/// The words of the canonical form: a fragment with its names and constants spelled out, so that it means
/// the same wherever it stands. One UTF-16 unit an operation, its operands after it. Two definitions are
/// the same template exactly when their canonical forms are equal; GUIDs and offsets play no part,
/// because a crafted file can make them say anything.
/// </summary>
internal static class CanonicalOp
{
    /// <summary>Length, characters: an element opens.</summary>
    public const char Element = '\u0001';
    /// <summary>Length, characters: an attribute; the content operations after it are its value.</summary>
    public const char Attribute = '\u0002';
    /// <summary>The start tag ends and content follows (token 0x02).</summary>
    public const char CloseStart = '\u0003';
    /// <summary>The element ends without content (token 0x03).</summary>
    public const char CloseEmpty = '\u0004';
    /// <summary>The element ends (token 0x04).</summary>
    public const char EndElement = '\u0005';
    /// <summary>Length, characters: constant text.</summary>
    public const char Text = '\u0006';
    /// <summary>Index, declared type: a value of the record; an empty one leaves its element empty (token 0x0d).</summary>
    public const char Substitution = '\u0007';
    /// <summary>Index, declared type: a value of the record; a missing one takes its element with it (token 0x0e).</summary>
    public const char OptionalSubstitution = '\u0008';
    /// <summary>Length, characters: a CDATA section (token 0x07).</summary>
    public const char CData = '\u0009';
    /// <summary>Code unit: a character reference (token 0x08).</summary>
    public const char CharReference = '\u000A';
    /// <summary>Length, characters: a reference to a named entity (token 0x09).</summary>
    public const char EntityReference = '\u000B';
    /// <summary>Length, characters: a processing instruction's target (token 0x0a).</summary>
    public const char InstructionTarget = '\u000C';
    /// <summary>Length, characters: a processing instruction's data (token 0x0b).</summary>
    public const char InstructionData = '\u000D';
}
