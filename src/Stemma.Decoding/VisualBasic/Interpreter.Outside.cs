namespace Stemma.Decoding.VisualBasic;

/// <summary>What a script calls outside of itself: told, never done. Objects that only recode data are followed.</summary>
internal sealed partial class Interpreter
{
    private static bool IsOutside(string name) => name.ToLowerInvariant() is "wscript" or "activedocument" or "thisdocument" or "thisworkbook" or "application" or "document" or "window" or "me" or "activeworkbook" or "activesheet" or "sheets" or "worksheets" or "err" or "self"
        or "userform1" or "range" or "cells" or "selection" or "debug";

    /// <summary>A property that the script gave an object, or that follows from those.</summary>
    private object? Property(Unknown outside, string name)
    {
        if (outside.Properties is not { } properties) { return null; }
        bool Has(string key, out string text) { text = properties.TryGetValue(key, out object? v) && Conversion.Text(v) is { } t ? t : ""; return text.Length > 0; }
        if (name.Equals("nodeTypedValue", StringComparison.OrdinalIgnoreCase) && Has("text", out string coded) && Has("dataType", out string type))
        {
            DecodingSteps++;
            sink.Budget.Reserve(coded.Length * 12L);
            try
            {
                byte[] bytes = type.Equals("bin.hex", StringComparison.OrdinalIgnoreCase) ? Convert_FromHex(coded) : System.Convert.FromBase64String(coded);
                return new ArrayValue([.. bytes.Select(b => (object)(double)b)]);
            }
            catch (FormatException) { return Unknown.Value; }
        }
        return properties.TryGetValue(name, out object? value) ? value : null;

        static byte[] Convert_FromHex(string hex) => System.Convert.FromHexString(hex.Trim());
    }

    /// <summary>Methods of objects that only recode: a stream that takes bytes and gives text.</summary>
    private object? Method(Unknown outside, string name, object[] a)
    {
        if (Property(outside, name) is { } property && a.Length == 0) { return property; }
        if (outside.Name?.Contains("ADODB.Stream", StringComparison.OrdinalIgnoreCase) == true)
        {
            outside.Properties ??= new(StringComparer.OrdinalIgnoreCase);
            switch (name.ToLowerInvariant())
            {
                case "write" or "writetext" when a.Length > 0: outside.Properties["#content"] = a[0]; return null;
                case "readtext" or "read" when outside.Properties.TryGetValue("#content", out object? content): DecodingSteps++; return Conversion.Text(content) is { } text ? name.Equals("read", StringComparison.OrdinalIgnoreCase) ? content : text : Unknown.Value;
            }
        }
        return null;
    }

    private Unknown Outside(string name, Unknown? owner, object[] a, Expression site)
    {
        string first = a.Length > 0 ? Conversion.Text(a[0]) ?? "" : "";
        string last = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        bool isCall = site is Call;
        if (isCall) { Tell(name, a, site); }
        switch (last)
        {
            case "createobject" or "getobject" when first.Length is > 0 and < 200: return new Unknown(first);
            case "createobject" or "getobject": return Unknown.Value;
            case "createelement" or "createtextnode": return new Unknown("element");
            case "shell" when first.Length > 0: Hide(ScriptKind.CommandLine, first, "Shell"); break;
            case "run" or "exec" when first.Length > 0 && name.Contains("shell", StringComparison.OrdinalIgnoreCase): Hide(ScriptKind.CommandLine, first, name); break;
            case "shellexecute" when first.Length > 0: Hide(ScriptKind.CommandLine, a.Length > 1 && Conversion.Text(a[1]) is { Length: > 0 } parameters ? first + " " + parameters : first, name); break;
            case "create" when first.Length > 0 && (name.Contains("Win32_Process", StringComparison.OrdinalIgnoreCase) || name.Contains("winmgmts", StringComparison.OrdinalIgnoreCase)): Hide(ScriptKind.CommandLine, first, name); break;
            case "get" when first.Length is > 0 and < 100 && name.Contains("winmgmts", StringComparison.OrdinalIgnoreCase): return new Unknown("winmgmts:" + first);
            case "addcode" or "executestatement" or "eval" when first.Length > 0 && name.Contains("scriptcontrol", StringComparison.OrdinalIgnoreCase): Hide(owner?.Properties?.GetValueOrDefault("Language") is string l && l.StartsWith("j", StringComparison.OrdinalIgnoreCase) ? ScriptKind.JavaScript : ScriptKind.VisualBasic, first, name); break;
            case "execscript" when first.Length > 0: Hide(a.Length > 1 && Conversion.Text(a[1])?.StartsWith("j", StringComparison.OrdinalIgnoreCase) == true ? ScriptKind.JavaScript : ScriptKind.VisualBasic, first, name); break;
            case "write" or "writeln" when name.StartsWith("document", StringComparison.OrdinalIgnoreCase) && first.Contains('<', StringComparison.Ordinal): Hide(ScriptKind.Html, first, name); break;
        }
        return new Unknown(name.Length < 150 && last is not ("run" or "exec") ? name : null) { Properties = isCall ? null : owner?.Properties };
    }

    private void Assigned(string owner, Member member, object value)
    {
        if (value is string { Length: > 0 } text && member.Text.Equals("innerHTML", StringComparison.OrdinalIgnoreCase) && text.Contains('<', StringComparison.Ordinal)) { Hide(ScriptKind.Html, text, member.Text); }
        if (value is string or double && member.Text is "CommandLine" or "Arguments" or "TargetPath" or "Path") { Tell($"{owner}.{member.Text}", [value], member); }
    }

    private void Hide(ScriptKind kind, string text, string step)
    {
        _effects++;
        if (_inside == 0 || _tells) { sink.Hidden(kind, text, step); }
    }

    private void Tell(string name, object[] a, Expression site)
    {
        _calls++;
        // Making an object that only recodes data does nothing by itself.
        if (!name.EndsWith("CreateObject", StringComparison.OrdinalIgnoreCase) && !name.EndsWith("createElement", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("ADODB.Stream", StringComparison.OrdinalIgnoreCase)) { _effects++; }
        if (_calls > MostCalls || _inside > 0) { return; }
        sink.Call(new DecodedCall(layer, name, [.. a.Select(x => Conversion.Text(x) is { } t ? t.Length > 4096 ? t[..4096] : t : null)], site.Start, Math.Max(0, site.End - site.Start)));
    }
}
