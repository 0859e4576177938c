using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Methods of objects that only compute, by the kind of object.</summary>
internal static class InstanceMembers
{
    private static readonly Dictionary<string, PureMember> OfAny = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ToString"] = call => Conversions.TryText(call.Target, out string text, call.Budget, call.Interpreter.Separator) ? Formatted(call, text) : Unknown.Value,
        ["GetType"] = call => TypeOf(call.Target) is { } name ? new TypeRef(name) : Unknown.Value,
        ["Equals"] = call => Operators.Comparisons.AreEqual(call.Target, call[0], false, call.Budget) is { } equal ? equal : Unknown.Value,
        ["ToInt32"] = call => Casts.To(new TypeRef("int"), call.Target, call.Budget),
        ["CompareTo"] = call => call.Target is string a && call.Text(0) is { } b ? string.Compare(a, b, StringComparison.InvariantCulture) : Unknown.Value,
        ["Dispose"] = _ => null,
        ["Close"] = _ => null,
    };

    /// <summary>Calls a method; false when it is none of those known here.</summary>
    public static bool TryCall(MemberCall call, out object? result)
    {
        PureMember? member = call.Target switch
        {
            string => StringMembers.Methods.GetValueOrDefault(call.Name),
            char => StringMembers.OfCharacter.GetValueOrDefault(call.Name),
            PsList or byte[] => ListMembers.Methods.GetValueOrDefault(call.Name),
            PsTable => TableMembers.Methods.GetValueOrDefault(call.Name),
            Encoding => EncodingMembers.Methods.GetValueOrDefault(call.Name),
            StringBuilder => BuilderMembers.Methods.GetValueOrDefault(call.Name),
            PatternValue => PatternMembers.Methods.GetValueOrDefault(call.Name),
            ByteStream or TextSource => StreamMembers.Methods.GetValueOrDefault(call.Name),
            Cipher => CryptoMembers.Methods.GetValueOrDefault(call.Name),
            PsObject { TypeName: "management.automation.pscredential" } => call.Name.Equals("GetNetworkCredential", StringComparison.OrdinalIgnoreCase) ? Credential : null,
            CipherStep step => call.Name.ToLowerInvariant() is "transformfinalblock" ? c => Transformed(c, step) : null,
            TypeRef { Key: "runtime.interopservices.marshal" } => call.Name.ToLowerInvariant() is "getmembers" or "getmethods" ? _ => MarshalMembers.MemberNames : null,
            _ => null,
        };
        member ??= call.Target is Opaque or null ? null : OfAny.GetValueOrDefault(call.Name);
        if (member is null && call.Target is PsList { Items: [var only] } && only is not PsList) { return TryCall(call with { Target = only }, out result); }
        if (member is null && call.Target is PsList { Items.Count: > 1 and <= 100_000 } list && !list.Items.Contains(Unknown.Value))
        {
            // A method of a list that lists do not have is called on each element.
            List<object?> all = [];
            foreach (object? item in list.Items)
            {
                if (item is PsList || !TryCall(call with { Target = item }, out object? one)) { result = null; return false; }
                all.Add(one);
            }
            result = new PsList(all);
            return true;
        }
        result = null;
        if (member is null) { return false; }
        call.Budget.Spend();
        result = member(call);
        return true;
    }

    /// <summary>Whether lists have a method of this name.</summary>
    public static bool IsListMethod(string name) => ListMembers.Methods.ContainsKey(name);

    private static object? Credential(MemberCall call)
    {
        PsObject from = (PsObject)call.Target!, credential = new("net.networkcredential");
        credential.Properties["UserName"] = from.Properties.GetValueOrDefault("UserName");
        credential.Properties["Password"] = from.Properties.GetValueOrDefault("Password") is SecureText secret ? secret.Text : Unknown.Value;
        return credential;
    }

    private static object? Transformed(MemberCall call, CipherStep step)
    {
        if (call.Bytes(0) is not { } bytes || call.Int(1) is not >= 0 || call.Int(2) is not >= 0) { return Unknown.Value; }
        int from = call.Int(1)!.Value, count = call.Int(2)!.Value;
        return from <= bytes.Length && count <= bytes.Length - from && CryptoMembers.Transform(step, bytes[from..(from + count)], call.Budget) is { } done ? done : Unknown.Value;
    }

    private static object? Formatted(MemberCall call, string text)
    {
        if (call.Target is PsList) { return ((PsList)call.Target).ElementType is { } type ? $"System.{char.ToUpperInvariant(type[0])}{type[1..]}[]" : "System.Object[]"; }
        if (call.Target is byte[]) { return "System.Byte[]"; }
        return call.Count > 0 && call.Target is IFormattable number && call.Text(0) is { Length: > 0 and < 32 } format ? TryFormat(number, format) : text;
    }

    private static object? TryFormat(IFormattable number, string format)
    {
        try
        {
            return format.Any(char.IsDigit) && int.TryParse(format.AsSpan(1), out int wide) && wide > 64 ? Unknown.Value : number.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return Unknown.Value;
        }
    }

    private static string? TypeOf(object? value) => value switch
    {
        string => "string",
        char => "char",
        int => "int",
        bool => "bool",
        double => "double",
        byte[] => "byte[]",
        PsList => "Object[]",
        PsTable => "Hashtable",
        Opaque opaque => opaque.TypeName,
        TypeRef => "RuntimeType",
        _ => null,
    };
}
