namespace Stemma.Decoding.Python;

/// <summary>What a token is.</summary>
internal enum PyKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string with its prefix and quotes.</summary>
    Text,

    /// <summary>An operator or bracket.</summary>
    Sign,

    /// <summary>The end of a statement's line.</summary>
    Line,

    /// <summary>A deeper block begins.</summary>
    Indent,

    /// <summary>A deeper block ends.</summary>
    Dedent,
}

/// <summary>A token of Python.</summary>
internal readonly record struct PyToken(PyKind Kind, string Text, int Start, int End);
