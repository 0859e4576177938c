namespace Stemma.Evtx;

/// <summary>One <c>Data</c> element to write.</summary>
/// <param name="Name">Its name; null for data without one.</param>
/// <param name="Value">Its value.</param>
public readonly record struct EvtxDatum(string? Name, EvtxDataValue Value);
