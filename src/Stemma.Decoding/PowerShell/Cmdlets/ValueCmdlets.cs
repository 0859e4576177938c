using System.Text;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Members;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Cmdlets that make values: objects, paths, secure strings, the clipboard.</summary>
internal static class ValueCmdlets
{
    /// <summary>The cmdlets.</summary>
    public static Dictionary<string, Cmdlet> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New-Object"] = NewObject,
        ["Join-Path"] = call => call.Text("Path") is { } path && call.Text("ChildPath") is { } child ? [path.TrimEnd('\\', '/') + "\\" + child.TrimStart('\\', '/')] : [Unknown.Value],
        ["Split-Path"] = SplitPath,
        ["ConvertTo-SecureString"] = ToSecure,
        ["Get-Clipboard"] = call => call.Interpreter.Clipboard is { } text ? [text] : [Unknown.Value],
        ["Set-Clipboard"] = _ => [],
        ["Get-Host"] = _ => [new Opaque("Host")],
        ["Get-Culture"] = _ => [Unknown.Value],
        ["Set-StrictMode"] = _ => [],
        ["Write-Host"] = _ => [],
        ["Write-Verbose"] = _ => [],
        ["Write-Debug"] = _ => [],
        ["Write-Warning"] = _ => [],
        ["Write-Error"] = _ => [],
        ["Write-Progress"] = _ => [],
        ["Write-Information"] = _ => [],
        ["Get-WmiObject"] = call => call.Interpreter is { } i && call.Text("Class") is { } name ? Act(i, new Opaque(name)) : null,
    };

    private static List<object?> Act(Interpreter interpreter, object? value)
    {
        interpreter.CountEffect();
        return [value];
    }

    private static List<object?>? NewObject(BoundCommand call)
    {
        if (call.Text("ComObject") is { } com) { return Act(call.Interpreter, new Opaque(com)); }
        if (call.Text("TypeName") is not { } type) { return null; }
        // New-Object Type (a, b) and New-Object Type a, b give one list; New-Object Type -ArgumentList a gives one value.
        object? given = call["ArgumentList"];
        List<object?> arguments = !call.Has("ArgumentList") ? [] : given is PsList list ? [.. list.Items] : [given];
        arguments.AddRange(call.Positional);
        if (given is PsList { ElementType: "char" } && type.EndsWith("tring", StringComparison.OrdinalIgnoreCase)) { arguments = [given, .. call.Positional]; }
        object? made = ObjectMaker.Make(type, arguments, call.Interpreter);
        if (made is PsObject { TypeName: "object" } bag && call["Property"] is PsTable table)
        {
            foreach (string key in table.Keys) { bag.Properties[key] = table[key]; }
        }
        return [made];
    }

    private static List<object?>? SplitPath(BoundCommand call)
    {
        if (call.Text("Path") is not { } path) { return [Unknown.Value]; }
        int slash = path.TrimEnd('\\').LastIndexOfAny(['\\', '/']);
        return [call.Switch("Leaf") ? path[(slash + 1)..] : slash < 0 ? "" : path[..slash]];
    }

    private static List<object?>? ToSecure(BoundCommand call)
    {
        string? text = call.Text("String") ?? (call.HasInput && call.Input is [string piped] ? piped : null);
        if (text is null) { return [Unknown.Value]; }
        if (call.Switch("AsPlainText")) { return [new SecureText(text)]; }
        byte[]? key = call.Has("Key") ? Casts.ToBytes(call["Key"]) : call["SecureKey"] is SecureText secret ? Encoding.Unicode.GetBytes(secret.Text) : null;
        return key is not null && CryptoMembers.OpenSecureString(text, key, call.Interpreter.Budget) is { } opened ? [new SecureText(opened)] : [Unknown.Value];
    }
}
