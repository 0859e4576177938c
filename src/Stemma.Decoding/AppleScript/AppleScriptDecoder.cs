using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.AppleScript;

/// <summary>
/// Reads AppleScript: what <c>do shell script</c> hands to a shell and <c>run script</c> to AppleScript or JavaScript, where it is text, joined by &amp;, or in a variable that
/// was set to such text before.
/// </summary>
internal sealed partial class AppleScriptDecoder : IScriptDecoder
{
    private const int MostVariables = 1_000, Longest = 1 << 20;

    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        string text = layer.Text.Replace("\u00AC\r\n", " ", StringComparison.Ordinal).Replace("\u00AC\n", " ", StringComparison.Ordinal);
        sink.Budget.Reserve(text.Length);
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Statement().Matches(text))
        {
            sink.Budget.Spend();
            if (Expression(text, match.Index + match.Length, variables, sink.Budget) is not { } value) { continue; }
            if (match.Groups["name"] is { Success: true } name)
            {
                if (variables.Count < MostVariables) { variables[name.Value] = value; }
                continue;
            }
            bool shell = match.Groups["shell"].Success;
            sink.Call(new DecodedCall(layer.Number, shell ? "do shell script" : "run script", [value], 0, 0));
            sink.Hidden(shell ? ScriptKind.Shell : KindDetection.Of(value) is var kind && kind == ScriptKind.JavaScript ? kind : ScriptKind.AppleScript, value, shell ? "do shell script" : "run script");
        }
    }

    // Terms joined by &; null when the first is not known. It ends before the first that is not.
    private static string? Expression(string text, int at, Dictionary<string, string> variables, DecodeBudget budget)
    {
        var made = new StringBuilder();
        for (bool first = true; ; first = false)
        {
            if (Term().Match(text, at) is not { Success: true } term) { return first ? null : made.ToString(); }
            budget.Spend(1 + (term.Length >> 6));
            string? value = Value(term, variables);
            if (value is null) { return first ? null : made.ToString(); }
            budget.Reserve(made.Length + value.Length);
            if (made.Length + value.Length > Longest) { return made.ToString(); }
            made.Append(term.Groups["quote"].Success ? $"'{value}'" : value);
            at = term.Index + term.Length;
            if (Joined().Match(text, at) is not { Success: true } joined) { return made.ToString(); }
            at += joined.Length;
        }
    }

    private static string? Value(Match term, Dictionary<string, string> variables)
    {
        if (term.Groups["text"] is { Success: true } literal)
        {
            return Escape().Replace(literal.Value, static m => m.Value[1] switch { 'n' => "\n", 'r' => "\r", 't' => "\t", var c => c.ToString() });
        }
        if (term.Groups["codes"] is { Success: true } codes)
        {
            var made = new StringBuilder();
            foreach (ValueMatch number in Number().EnumerateMatches(codes.ValueSpan))
            {
                int code = int.Parse(codes.ValueSpan.Slice(number.Index, number.Length), CultureInfo.InvariantCulture);
                if (code is > 0 and < 0xD800) { made.Append((char)code); }
            }
            return made.ToString();
        }
        return term.Groups["constant"].Value.ToUpperInvariant() switch
        {
            "LINEFEED" => "\n",
            "RETURN" => "\r",
            "SPACE" => " ",
            "TAB" => "\t",
            "QUOTE" => "\"",
            _ => variables.GetValueOrDefault(term.Groups["name"].Value),
        };
    }

    [GeneratedRegex(@"\bset\s{1,9}(?<name>\w{1,60})\s{1,9}to\b|(?<shell>\bdo\s{1,9}shell\s{1,9}script\b)|\brun\s{1,9}script\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\G[\s(]{0,20}(?<quote>quoted\s{1,9}form\s{1,9}of\s{1,9})?\(?\s{0,9}(?:""(?<text>(?:[^""\\]|\\.)*)""|(?:ASCII\s{1,9}character|(?:character|string)\s{1,9}id)\s{0,9}\(?\{?(?<codes>[\d,\s]{1,100000})\}?|(?<constant>linefeed|return|space|tab|quote)\b|(?<name>\w{1,60}))\)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, 500)]
    private static partial Regex Term();

    [GeneratedRegex(@"\G[\s)]{0,20}&", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Joined();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\d{1,6}", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Number();
}
