using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>What a script calls outside of itself: told, never done.</summary>
internal sealed partial class Interpreter
{
    private Node? _site;

    private JsUnknown Outside(object callee, object self, object[] arguments, Node site, bool made)
    {
        if (callee is not JsUnknown { Name: { } name }) { return JsUnknown.Value; }
        string first = arguments.Length > 0 && arguments[0] is string s ? s : "";
        string last = name[(name.LastIndexOf('.') + 1)..];
        Tell(name, arguments, site);
        switch (last)
        {
            case "ActiveXObject" or "CreateObject" or "GetObject" or "require" when first.Length is > 0 and < 200: return new JsUnknown(first);
            case "Run" or "Exec" when first.Length > 0 && IsShell(name): Command(first, name); break;
            case "exec" or "execSync" or "spawn" or "spawnSync" or "execFile" or "execFileSync" when first.Length > 0 && name.Contains("child_process", StringComparison.Ordinal):
                Command(arguments.Length > 1 && arguments[1] is JsArray list ? first + " " + string.Join(' ', list.Items.Select(i => JsConvert.ToText(i) ?? "?")) : first, name);
                break;
            case "ShellExecute" when first.Length > 0:
                Command(arguments.Length > 1 && arguments[1] is string parameters ? first + " " + parameters : first, name);
                break;
            case "Create" when first.Length > 0 && (name.Contains("Win32_Process", StringComparison.OrdinalIgnoreCase) || name.Contains("winmgmts", StringComparison.OrdinalIgnoreCase)): Command(first, name); break;
            case "Get" when first.Length is > 0 and < 100 && name.Contains("winmgmts", StringComparison.OrdinalIgnoreCase): return new JsUnknown("winmgmts:" + first);
            case "write" or "writeln" when name.StartsWith("document", StringComparison.Ordinal) && first.Contains('<', StringComparison.Ordinal): Hide(ScriptKind.Html, first, name); break;
            case "execScript" when first.Length > 0: Hide(arguments.Length > 1 && arguments[1] is string language && language.StartsWith("vb", StringComparison.OrdinalIgnoreCase) ? ScriptKind.VisualBasic : ScriptKind.JavaScript, first, name); break;
            case "AddCode" or "ExecuteStatement" or "Eval" when first.Length > 0 && name.Contains("ScriptControl", StringComparison.OrdinalIgnoreCase): Hide(ScriptKind.Auto, first, name); break;
            case "setTimeout" or "setInterval" or "setImmediate" or "runInThisContext" or "runInNewContext" when first.Length > 0: Include(first, last, _globals); break;
        }
        foreach (object argument in arguments)
        {
            // A function that is handed out is called some day: looked at with the others that nothing here calls.
            if (argument is JsArray array && array.Items.Count > 0) { array.Blurred = true; }
        }
        if (made) { return new JsUnknown(name); }
        // Of what a call gives, members have a name that says where they come from.
        return new JsUnknown(name.Length < 150 && last is not "Run" and not "Exec" ? name : null);
    }

    private static bool IsShell(string name) => name.Contains("shell", StringComparison.OrdinalIgnoreCase);

    private void Command(string command, string name) => Hide(ScriptKind.CommandLine, command, name);

    private void Hide(ScriptKind kind, string text, string step)
    {
        _calls++;
        if (_inside == 0 || _tells) { _sink.Hidden(kind, text, step); }
    }

    private void Tell(string name, object[] arguments, Node site)
    {
        _calls++;
        if (_calls > MostCalls || _inside > 0) { return; }
        var texts = new string?[arguments.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = arguments[i] is JsFunction or JsUnknown ? null : arguments[i] is JsObject and not JsArray ? null : JsConvert.ToText(arguments[i]);
            if (texts[i] is { Length: > 4096 } l) { texts[i] = l[..4096]; }
        }
        _sink.Call(new DecodedCall(_layer, name, texts, site.Start, site.End - site.Start));
    }

    /// <summary>A member of something outside is given a value.</summary>
    private void Assigned(string owner, string? key, object value)
    {
        if (value is not string text || text.Length == 0) { return; }
        switch (key)
        {
            case "innerHTML" or "outerHTML" or "srcdoc" when text.Contains('<', StringComparison.Ordinal): Hide(ScriptKind.Html, text, key); break;
            case "text" or "textContent" or "innerText" when owner.Contains("createElement", StringComparison.Ordinal) && KindDetection.Of(text) == ScriptKind.JavaScript: Hide(ScriptKind.JavaScript, text, key); break;
            case "href" or "location" when text.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase): Hide(ScriptKind.JavaScript, text["javascript:".Length..], key); break;
            case "CommandLine" or "Arguments": Tell($"{owner}.{key}", [value], _site ?? new EmptyStatement()); break;
        }
    }
}

/// <summary>The global object: what the script defined, then the language, then what is outside.</summary>
internal sealed class GlobalObject(Interpreter interpreter) : JsObject
{
    public override object? Get(string key) => interpreter.GetGlobal(key);

    public override void Set(string key, object value) => interpreter.SetGlobal(key, value);
}
