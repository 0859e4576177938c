using System.Collections.Immutable;

namespace Stemma.Sigma;

/// <summary>A rule that could not have fired on a host, whatever happened there.</summary>
/// <param name="Host">The host; empty when its records name none.</param>
/// <param name="Rule">The rule.</param>
/// <param name="MissingFields">Fields that the rule needs and no event of its kind on that host had a value for; empty when there was
/// no event of its kind at all.</param>
public sealed record ReadinessGap(string Host, SigmaRule Rule, ImmutableArray<string> MissingFields);
