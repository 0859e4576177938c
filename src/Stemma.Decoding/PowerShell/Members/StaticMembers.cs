namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Static methods of .NET that only compute, by type and name.</summary>
internal static class StaticMembers
{
    private static readonly Dictionary<string, PureMember> All = new IEnumerable<KeyValuePair<string, PureMember>>[]
    {
        ConvertMembers.Table, TextMembers.Table, EncodingMembers.Table, SystemMembers.Table, MarshalMembers.Table, PatternMembers.Table, CryptoMembers.Table, MathMembers.Table,
    }.SelectMany(t => t).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Calls a method; false when it is none of those known here.</summary>
    public static bool TryCall(string type, MemberCall call, out object? result)
    {
        result = null;
        if (!All.TryGetValue($"{type}::{call.Name}", out PureMember? member)) { return false; }
        call.Budget.Spend();
        result = member(call);
        return true;
    }
}
