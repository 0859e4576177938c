namespace Stemma.Decoding.Behaviours;

/// <summary>
/// The table of behaviours, a file a group of tactics. A level says how seldom harmless scripts do it: <c>high</c> is for what administrators have no
/// reason to write. An address, a download or encoded text alone is never high. Technique ids are those of MITRE ATT&amp;CK for Enterprise.
/// </summary>
internal static partial class BehaviourRules
{
    private const string High = "high", Medium = "medium", Low = "low", Informational = "informational";

    /// <summary>All rules.</summary>
    public static BehaviourRule[] All { get; } = [.. Execution, .. Evasion, .. Injection, .. Persistence, .. Credentials, .. Collection, .. Discovery, .. Impact, .. Devices];
}
