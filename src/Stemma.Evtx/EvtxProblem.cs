namespace Stemma.Evtx;

/// <summary>Something that could not be read, or is not as it should be. Reading went on after it.</summary>
/// <param name="Position">Offset in the file, in bytes.</param>
/// <param name="Kind">What sort of problem.</param>
/// <param name="Message">What is wrong, for people.</param>
public readonly record struct EvtxProblem(long Position, EvtxProblemKind Kind, string Message);
