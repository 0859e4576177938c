using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>[Environment], [IO.Path], [Uri], [Net.WebUtility] and the like, as far as they only compute.</summary>
internal static class SystemMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["environment::GetEnvironmentVariable"] = call => call.Text(0) is { } name ? call.Interpreter.GetEnvironment(name) : Unknown.Value,
        ["environment::SetEnvironmentVariable"] = Set,
        ["environment::ExpandEnvironmentVariables"] = Expand,
        ["io.path::Combine"] = call => call.Arguments.TrueForAll(a => a is string) && call.Count > 0 ? string.Join('\\', call.Arguments.Select((a, i) => i < call.Count - 1 ? ((string)a!).TrimEnd('\\') : (string)a!)) : Unknown.Value,
        ["io.path::GetFileName"] = call => call.Text(0) is { } path ? path[(path.LastIndexOfAny(['\\', '/']) + 1)..] : Unknown.Value,
        ["io.path::GetExtension"] = call => call.Text(0) is { } path && path.LastIndexOf('.') is >= 0 and var dot && dot > path.LastIndexOf('\\') ? path[dot..] : Unknown.Value,
        ["uri::UnescapeDataString"] = call => call.Text(0) is { } text ? Uri.UnescapeDataString(text) : Unknown.Value,
        ["uri::EscapeDataString"] = call => call.Text(0) is { } text ? Uri.EscapeDataString(text) : Unknown.Value,
        ["net.webutility::UrlDecode"] = call => call.Text(0) is { } text ? System.Net.WebUtility.UrlDecode(text) : Unknown.Value,
        ["net.webutility::HtmlDecode"] = call => call.Text(0) is { } text ? System.Net.WebUtility.HtmlDecode(text) : Unknown.Value,
        ["web.httputility::UrlDecode"] = call => call.Text(0) is { } text ? System.Net.WebUtility.UrlDecode(text) : Unknown.Value,
        ["web.httputility::HtmlDecode"] = call => call.Text(0) is { } text ? System.Net.WebUtility.HtmlDecode(text) : Unknown.Value,
        ["type::GetType"] = call => call.Text(0) is { } name ? new TypeRef(name) : Unknown.Value,
        ["guid::Parse"] = call => Unknown.Value,
        ["windows.forms.clipboard::GetText"] = call => call.Interpreter.Clipboard ?? (object)Unknown.Value,
        ["windows.clipboard::GetText"] = call => call.Interpreter.Clipboard ?? (object)Unknown.Value,
    };

    private static object? Set(MemberCall call)
    {
        if (call.Text(0) is { } name) { call.Interpreter.SetEnvironment(name, call[1]); }
        return null;
    }

    private static object? Expand(MemberCall call)
    {
        if (call.Text(0) is not { } text) { return Unknown.Value; }
        string[] parts = text.Split('%');
        for (int i = 1; i + 1 < parts.Length; i += 2)
        {
            if (call.Interpreter.GetEnvironment(parts[i]) is not string value) { return Unknown.Value; }
            parts[i] = value;
        }
        return string.Concat(parts);
    }
}
