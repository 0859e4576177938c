using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>[Runtime.InteropServices.Marshal] as far as scripts use it to read a secure string.</summary>
internal static class MarshalMembers
{
    private const string Type = "runtime.interopservices.marshal::";

    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = Build();

    /// <summary>What <c>[Marshal].GetMembers()</c> begins with on Windows PowerShell; scripts name methods by their place in it.</summary>
    public static PsList MemberNames { get; } = new([.. new[] { "PtrToStringAnsi", "PtrToStringAnsi", "PtrToStringUni", "PtrToStringAuto", "PtrToStringUni", "PtrToStringAuto" }.Select(Named)]);

    private static Dictionary<string, PureMember> Build()
    {
        Dictionary<string, PureMember> table = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in (ReadOnlySpan<string>)["SecureStringToBSTR", "SecureStringToGlobalAllocAnsi", "SecureStringToGlobalAllocUnicode", "SecureStringToCoTaskMemAnsi", "SecureStringToCoTaskMemUnicode"])
        {
            table[Type + name] = call => call[0] is SecureText text ? new TextPointer(text.Text) : Unknown.Value;
        }
        foreach (string name in (ReadOnlySpan<string>)["PtrToStringAuto", "PtrToStringBSTR", "PtrToStringUni", "PtrToStringAnsi"])
        {
            table[Type + name] = call => call[0] is TextPointer pointer ? pointer.Text : Unknown.Value;
        }
        return table;
    }

    private static PsObject Named(string name)
    {
        PsObject member = new("member");
        member.Properties["Name"] = name;
        return member;
    }
}
