using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Methods of hashtables.</summary>
internal static class TableMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Add"] = call =>
        {
            if (call.Text(0) is { } key) { Own(call)[key] = call[1]; }
            return null;
        },
        ["ContainsKey"] = call => call.Text(0) is { } key ? Own(call).Contains(key) : Unknown.Value,
        ["Contains"] = call => call.Text(0) is { } key ? Own(call).Contains(key) : Unknown.Value,
        ["get_Item"] = call => call.Text(0) is { } key ? Own(call)[key] : Unknown.Value,
        ["Item"] = call => call.Text(0) is { } key ? Own(call)[key] : Unknown.Value,
        ["GetEnumerator"] = call => new PsList([.. Own(call).Keys.Select(key => (object?)Pair(Own(call), key))]),
    };

    private static PsTable Own(MemberCall call) => (PsTable)call.Target!;

    private static PsObject Pair(PsTable table, string key)
    {
        PsObject pair = new("pair");
        pair.Properties["Key"] = key;
        pair.Properties["Name"] = key;
        pair.Properties["Value"] = table[key];
        return pair;
    }
}
