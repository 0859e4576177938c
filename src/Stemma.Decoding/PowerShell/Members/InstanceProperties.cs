using System.Text;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Properties of objects.</summary>
internal static class InstanceProperties
{
    /// <summary>The value of a property; false when the object has none of that name.</summary>
    public static bool TryGet(object? target, string name, Interpreter interpreter, out object? value)
    {
        value = (target, name.ToLowerInvariant()) switch
        {
            (string s, "length") => s.Length,
            (byte[] b, "length" or "count" or "longlength") => b.Length,
            (PsList list, "length" or "count" or "longlength") => list.Items.Count,
            (PsTable table, "count") => table.Keys.Count,
            (PsTable table, "keys") => new PsList([.. table.Keys]),
            (PsTable table, "values") => new PsList([.. table.Keys.Select(k => table[k])]),
            (PsObject { TypeName: "match" } match, "tostring") => match.Properties.GetValueOrDefault("Value"),
            (StringBuilder builder, "length") => builder.Length,
            (ByteStream stream, "length") => stream.Bytes.Length,
            (ByteStream stream, "position") => stream.Position,
            (TextSource source, "endofstream") => source.Text.Length == 0,
            (PatternValue pattern, "options") => (int)pattern.Options,
            (ScriptBlockValue block, "ast") => block,
            (TypeRef type, "name") => ShortName(type),
            (TypeRef type, "fullname") => TypeNames.Full(type),
            (TypeRef type, "assembly") => new Opaque($"[{TypeNames.Canonical(type.Name)}].Assembly"),
            (Opaque { TypeName: "ExecutionContext" }, "invokecommand") => new Opaque("InvokeCommand"),
            (Opaque { TypeName: "ExecutionContext" }, "sessionstate") => new Opaque("SessionState"),
            (Opaque { TypeName: "SessionState" }, "psvariable") => new Opaque("PSVariable"),
            (Opaque { TypeName: "SessionState" }, "invokecommand") => new Opaque("InvokeCommand"),
            (Opaque opaque, "proxy" or "headers" or "encoding" or "credentials" or "startinfo" or "responsestream") => new Opaque($"{opaque.TypeName}.{name}"),
            (null, "length" or "count") => 0,
            (int or char or double or bool or long, "length" or "count") => 1,
            _ => Missing,
        };
        _ = interpreter;
        return !ReferenceEquals(value, Missing);
    }

    private static readonly object Missing = new();

    private static string ShortName(TypeRef type)
    {
        string full = TypeNames.Full(type) switch { "int" => "Int32", "string" => "String", "char" => "Char", "byte" => "Byte", "bool" => "Boolean", "long" => "Int64", var other => other };
        return full[(full.LastIndexOf('.') + 1)..];
    }
}
