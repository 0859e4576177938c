using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Methods of a StringBuilder.</summary>
internal static class BuilderMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Append"] = call => Append(call, call.Count > 1 && call.Int(1) is >= 0 and { } times && call[0] is char ? times : 1, ""),
        ["AppendLine"] = call => call.Count == 0 ? Append(call with { Arguments = [""] }, 1, "\r\n") : Append(call, 1, "\r\n"),
        ["AppendFormat"] = call => StaticMembers.TryCall("string", call with { Name = "Format", Static = true }, out object? text) && text is string made ? Append(call with { Arguments = [made] }, 1, "") : Unknown.Value,
        ["Insert"] = call => call.Int(0) is { } at && at >= 0 && at <= Own(call).Length && call.Text(1) is { } text ? Own(call).Insert(at, text) : Unknown.Value,
        ["Replace"] = call => call.Text(0) is { Length: > 0 } from && call.Text(1) is { } to && (to.Length <= from.Length || Own(call).Length < 1 << 16) ? Own(call).Replace(from, to) : Unknown.Value,
        ["Remove"] = call => call.Int(0) is >= 0 and { } at && call.Int(1) is >= 0 and { } count && at + count <= Own(call).Length ? Own(call).Remove(at, count) : Unknown.Value,
        ["Clear"] = call => Own(call).Clear(),
        ["ToString"] = call => call.Count == 2 && call.Int(0) is >= 0 and { } at && call.Int(1) is >= 0 and { } count && at + count <= Own(call).Length ? Own(call).ToString(at, count) : Text(call),
    };

    private static StringBuilder Own(MemberCall call) => (StringBuilder)call.Target!;

    private static object? Append(MemberCall call, int times, string end)
    {
        if (call.Text(0) is not { } text) { return Unknown.Value; }
        call.Budget.Reserve(Own(call).Length + ((long)text.Length * times));
        for (int i = 0; i < times; i++) { Own(call).Append(text); }
        return Own(call).Append(end);
    }

    private static string Text(MemberCall call)
    {
        call.Budget.Reserve(Own(call).Length);
        return Own(call).ToString();
    }
}
