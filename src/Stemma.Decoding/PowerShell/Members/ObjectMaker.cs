using System.Globalization;
using System.Text;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>What New-Object and <c>::new()</c> make.</summary>
internal static class ObjectMaker
{
    /// <summary>Makes an object of a type out of the arguments of its constructor; one that is not modelled is opaque.</summary>
    public static object? Make(string typeName, List<object?> arguments, Interpreter interpreter)
    {
        TypeRef type = new(typeName);
        DecodeBudget budget = interpreter.Budget;
        object? first = arguments.Count > 0 ? arguments[0] : null;
        if (arguments.Contains(Unknown.Value)) { return new Opaque(typeName); }
        switch (type.Key)
        {
            case "io.memorystream":
                if (arguments.Count == 0 || first is int) { return new ByteStream([]); }
                return Casts.ToBytes(first) is { } bytes ? new ByteStream(arguments.Count > 2 && Conversions.ToInt(arguments[1]) is >= 0 and { } from && Conversions.ToInt(arguments[2]) is >= 0 and { } count && from <= bytes.Length && count <= bytes.Length - from ? bytes[from..(from + count)] : bytes)
                    : arguments.Count > 1 && Casts.ToBytes(new PsList(arguments)) is { } all ? new ByteStream(all) : new Opaque(typeName);
            case "io.compression.deflatestream" or "io.compression.gzipstream" or "io.compression.zlibstream":
                return Inflated(type.Key, arguments, budget) ?? (object)new Opaque(typeName);
            case "io.streamreader":
                return first is ByteStream stream ? Reader(stream, arguments) : new Opaque(typeName);
            case "io.binaryreader" or "io.bufferedstream":
                return first is ByteStream ? first : new Opaque(typeName);
            case "io.stringreader":
                return first is string text ? new TextSource(text) : new Opaque(typeName);
            case "text.stringbuilder":
                return new StringBuilder(first as string ?? "");
            case "text.asciiencoding" or "text.utf8encoding" or "text.unicodeencoding" or "text.utf32encoding" or "text.utf7encoding":
                return EncodingMembers.ByName(type.Key);
            case "text.regularexpressions.regex":
                return first is string pattern ? new PatternValue(pattern, PatternMembers.Options(arguments.ElementAtOrDefault(1))) : new Opaque(typeName);
            case "collections.arraylist" or "collections.generic.list[object]" or "collections.generic.list[string]" or "collections.generic.list[char]" or "collections.generic.list[byte]" or "collections.generic.list[int]":
                return new PsList([.. first is PsList or byte[]? Conversions.Elements(first) : []]);
            case "collections.hashtable" or "collections.specialized.ordereddictionary" or "collections.generic.dictionary[string,string]" or "collections.generic.dictionary[string,object]":
                return new PsTable();
            case "string":
                return StaticMembers.TryCall("string", new MemberCall(type, "new", true, arguments, interpreter), out object? made) ? made : Unknown.Value;
            case "object" or "management.automation.psobject":
                return new PsObject("object");
            case "uri":
                return first is string ? first : new Opaque(typeName);
            case "security.cryptography.rfc2898derivebytes":
                return Derivation(arguments) ?? (object)new Opaque(typeName);
            case "security.cryptography.cryptostream":
                return first is ByteStream data && arguments.ElementAtOrDefault(1) is CipherStep step && CryptoMembers.Transform(step, data.Bytes, budget) is { } clear ? new ByteStream(clear) : new Opaque(typeName);
            case "management.automation.pscredential" or "net.networkcredential":
                return Credential(type.Key, arguments);
        }
        if (type.Key.EndsWith("[]", StringComparison.Ordinal) && first is int size and >= 0)
        {
            budget.Reserve(size * 8L);
            if (type.Key == "byte[]") { return new byte[size]; }
            object? blank = type.Key switch { "char[]" => '\0', "int32[]" => 0, _ => null };
            return new PsList([.. Enumerable.Repeat(blank, size)], type.Key[..^2]);
        }
        return CryptoMembers.Named(typeName) is { } cipher ? cipher : new Opaque(typeName);
    }

    private static ByteStream? Inflated(string type, List<object?> arguments, DecodeBudget budget)
    {
        if (arguments.Count == 0 || (arguments[0] is ByteStream stream ? stream.Bytes[Math.Min(stream.Position, stream.Bytes.Length)..] : Casts.ToBytes(arguments[0])) is not { } packed) { return null; }
        bool inflates = arguments.Count < 2 || Conversions.Truth(arguments[1]) is null || arguments[1] is int or long
            ? arguments.Count >= 2 && Conversions.ToInt(arguments[1]) == 0
            : Convert.ToString(arguments[1], CultureInfo.InvariantCulture) is { } mode && (mode.Equals("Decompress", StringComparison.OrdinalIgnoreCase) || mode is "0");
        string format = type.Contains("gzip", StringComparison.Ordinal) ? "gzip" : type.Contains("zlib", StringComparison.Ordinal) ? "zlib" : "deflate";
        return inflates && StreamMembers.Inflate(packed, format, budget) is { } plain ? new ByteStream(plain) : null;
    }

    private static TextSource Reader(ByteStream stream, List<object?> arguments)
    {
        ReadOnlySpan<byte> bytes = stream.Bytes.AsSpan(Math.Min(stream.Position, stream.Bytes.Length));
        Encoding encoding = arguments.OfType<Encoding>().FirstOrDefault() ?? (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode : new UTF8Encoding(false));
        return new TextSource(encoding.GetString(bytes).TrimStart('\uFEFF'));
    }

    private static Cipher? Derivation(List<object?> arguments)
    {
        if (arguments.Count < 2) { return null; }
        Cipher derive = new("pbkdf2");
        derive.Settings["Password"] = arguments[0];
        derive.Settings["Salt"] = arguments[1];
        derive.Settings["Iterations"] = arguments.ElementAtOrDefault(2) ?? 1000;
        return derive;
    }

    private static PsObject Credential(string type, List<object?> arguments)
    {
        PsObject credential = new(type);
        credential.Properties["UserName"] = arguments.ElementAtOrDefault(0);
        credential.Properties["Password"] = arguments.ElementAtOrDefault(1) is SecureText secret && type.StartsWith("net", StringComparison.Ordinal) ? secret.Text : arguments.ElementAtOrDefault(1);
        return credential;
    }
}
