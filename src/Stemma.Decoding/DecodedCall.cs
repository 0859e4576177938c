namespace Stemma.Decoding;

/// <summary>A call that a decoder saw in a layer, its name and arguments as far as they could be resolved: what behaviours are told by.</summary>
/// <param name="Layer">Number of the layer it stands in.</param>
/// <param name="Name">Resolved name without aliases: <c>Start-Process</c>, <c>Net.WebClient.DownloadString</c>, <c>WScript.Shell.Run</c>, <c>os.system</c>.</param>
/// <param name="Arguments">Arguments in order as text; null where one is not known.</param>
/// <param name="Start">Where the call begins in the layer's text, in characters.</param>
/// <param name="Length">Its length in characters.</param>
public sealed record DecodedCall(int Layer, string Name, IReadOnlyList<string?> Arguments, int Start, int Length);
