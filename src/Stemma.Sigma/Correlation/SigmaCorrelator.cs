namespace Stemma.Sigma;

/// <summary>placeholder</summary>
public sealed class SigmaCorrelator
{
}
