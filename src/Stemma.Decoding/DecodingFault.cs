namespace Stemma.Decoding;

/// <summary>A fault of a decoder's own: it costs what would have followed in its layer, never the artifact, and a note tells of it.</summary>
internal static class DecodingFault
{
    /// <summary>Sees each fault as it was thrown; the fuzzer throws it again, because to it a fault is a finding.</summary>
    public static Action<Exception>? Observer { get; set; }

    /// <summary>The words of the note.</summary>
    public static string Words(Exception fault)
    {
        Observer?.Invoke(fault);
        return $"evaluation stopped early ({fault.GetType().Name})";
    }
}
