namespace Stemma.Hunting.Kql.Compiling;

/// <summary>Why a hunt cannot be compiled, and where. It never leaves the compiler.</summary>
internal sealed class CompileFailure(int at, string message) : Exception(message)
{
    public int At { get; } = at;

    public static CompileFailure Unsupported(int at, string what) => new(at, $"{what} is not supported yet");
}
