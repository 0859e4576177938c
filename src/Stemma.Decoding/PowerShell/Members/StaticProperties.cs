using System.Text.RegularExpressions;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Static properties and fields of types.</summary>
internal static class StaticProperties
{
    /// <summary>The value of a property; false when it is not known here.</summary>
    public static bool TryGet(string type, string name, out object? value)
    {
        string lower = name.ToLowerInvariant();
        value = null;
        switch (type)
        {
            case "text.encoding" or "text.asciiencoding" or "text.utf8encoding" or "text.unicodeencoding":
                value = EncodingMembers.ByName(lower);
                return value is not null;
            case "io.compression.compressionmode" or "security.cryptography.ciphermode" or "security.cryptography.paddingmode" or "io.seekorigin" or "environmentvariabletarget" or "stringsplitoptions" or "text.normalizationform" or "globalization.numberstyles" or "stringcomparison":
                value = name;
                return true;
            case "text.regularexpressions.regexoptions":
                value = Enum.TryParse(name, true, out RegexOptions option) ? (int)option : null;
                return value is not null;
            case "string":
                value = "";
                return lower == "empty";
            case "environment":
                value = lower switch { "newline" => "\r\n", "systemdirectory" => @"C:\WINDOWS\system32", _ => null };
                return value is not null;
            case "math":
                value = lower switch { "pi" => Math.PI, "e" => Math.E, _ => null };
                return value is not null;
            case "int32" or "byte" or "int64" or "char" or "int16" or "uint32":
                value = (type, lower) switch { ("int32", "maxvalue") => int.MaxValue, ("int32", "minvalue") => int.MinValue, ("byte", "maxvalue") => byte.MaxValue, ("int64", "maxvalue") => long.MaxValue, ("int16", "maxvalue") => short.MaxValue, ("uint32", "maxvalue") => uint.MaxValue, ("char", "maxvalue") => char.MaxValue, _ => null };
                return value is not null;
            case "io.path":
                value = lower switch { "directoryseparatorchar" => '\\', "altdirectoryseparatorchar" => '/', "pathseparator" => ';', "volumeseparatorchar" => ':', _ => null };
                return value is not null;
            case "intptr":
                value = 0;
                return lower == "zero";
            default:
                return false;
        }
    }
}
