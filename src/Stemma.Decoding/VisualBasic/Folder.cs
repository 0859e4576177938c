using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.VisualBasic;

/// <summary>Writes a script with values in the place of the expressions that had them; all else stays as it was written.</summary>
internal sealed class Folder(string source, bool variables, DecodeBudget budget)
{
    private readonly StringBuilder _made = new(source.Length);

    /// <summary>How much shows that the script hides: words cut in two, characters of codes, functions that decode.</summary>
    public int Evidence { get; private set; }

    /// <summary>The whole script.</summary>
    public string Write(IEnumerable<Expression> roots)
    {
        int at = 0;
        foreach (Expression root in roots.OrderBy(r => r.Start).ThenByDescending(r => r.End))
        {
            if (root.Start < at || root.End > source.Length) { continue; }
            _made.Append(source, at, root.Start - at);
            Write(root);
            at = root.End;
        }
        return _made.Append(source, at, source.Length - at).ToString();
    }

    private void Write(Expression e)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (e is not (Literal or Name or Paren) && e.Value is string or double && (e is not Unary) && Constant(e) && !Effects(e) && !(e is Chain { Operators: [var op, ..] } && e.Value is double && op is not ("+" or "-" or "*" or "/" or "xor" or "mod" or "\\")))
        {
            Evidence += Shows(e);
            Put(e.Value!);
            return;
        }
        if (e is Paren { Inner: { Value: string } inner } && inner is not (Name or Literal) && Constant(inner) && !Effects(inner))
        {
            Evidence += Shows(inner);
            Put(inner.Value!);
            return;
        }
        if (e is Name && variables && e.Value is string { Length: > 1 } known) { Put(known); return; }
        if (e is Chain chain && chain.Operators.TrueForAll(o => o is "&" or "+")) { WriteRuns(chain); return; }
        int at = e.Start;
        foreach (Expression child in Children(e))
        {
            if (child.Start < at) { continue; }
            _made.Append(source, at, child.Start - at);
            // What is called is no value, and what is at the left of a dot neither.
            if ((e is Call call && child == call.Callee && child is Name) || (e is Member && child is Name)) { _made.Append(source, child.Start, child.End - child.Start); }
            else { Write(child); }
            at = child.End;
        }
        _made.Append(source, at, Math.Max(0, e.End - at));
    }

    /// <summary>Of a sum in which something is not known, the runs of what is are joined.</summary>
    private void WriteRuns(Chain chain)
    {
        int at = chain.Start;
        for (int i = 0; i < chain.Operands.Count;)
        {
            Expression first = chain.Operands[i];
            _made.Append(source, at, Math.Max(0, first.Start - at));
            int end = i;
            var run = new StringBuilder();
            while (end < chain.Operands.Count && Known(chain.Operands[end]) is { } text)
            {
                if (end > i) { Evidence += Cut(run.ToString(), text); }
                if (chain.Operands[end] is not Literal) { Evidence += Shows(chain.Operands[end]); }
                run.Append(text);
                end++;
            }
            if (end - i >= 1 && !(end - i == 1 && first is Literal))
            {
                Put(run.ToString());
                at = chain.Operands[end - 1].End;
                i = end;
                continue;
            }
            Write(first);
            at = first.End;
            i++;
        }
        _made.Append(source, at, Math.Max(0, chain.End - at));
    }

    private string? Known(Expression e) => e is Literal { Content: string s } ? s : e.Value is string v && Constant(e) && !Effects(e) ? v : null;

    private bool Constant(Expression e)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (variables) { return true; }
        return e switch
        {
            Literal => true,
            Name n => n.Text.StartsWith("vb", StringComparison.OrdinalIgnoreCase) && n.Value is string or double,
            Call { Callee: Name } c => c.Arguments.TrueForAll(a => a is null || Constant(a)),
            Member or New => false,
            _ => Children(e).TrueForAll(Constant),
        };
    }

    private bool Effects(Expression e)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return e is New || (e is Call { Impure: true }) || Children(e).Exists(Effects);
    }

    private static List<Expression> Children(Expression e) => e switch
    {
        Paren p => [p.Inner],
        Unary u => [u.Operand],
        Chain c => c.Operands,
        Member { Owner: { } owner } => [owner],
        Call c => [c.Callee, .. c.Arguments.OfType<Expression>()],
        _ => [],
    };

    private static int Shows(Expression e)
    {
        switch (e)
        {
            case Call c: return c.Decodes ? 2 : c.Callee is Name { Text: { } n } && n.TrimEnd('$').ToLowerInvariant() is "chr" or "chrw" or "chrb" or "strreverse" or "replace" or "join" or "mid" or "unescape" or "strconv" or "string" or "hex" or "eval" ? c.Value is "\r" or "\n" or "\t" or "\"" ? 0 : 1 : 0;
            case Paren p: return Shows(p.Inner);
            case Chain c:
                int shows = 0;
                for (int i = 0; i < c.Operands.Count && shows < 4; i++)
                {
                    shows += Shows(c.Operands[i]);
                    if (i > 0 && Text(c.Operands[i - 1]) is { } left && Text(c.Operands[i]) is { } right) { shows += Cut(left, right); }
                }
                return shows;
            default: return 0;
        }

        static string? Text(Expression x) => x is Literal { Content: string s } ? s : x.Value as string;
    }

    private static int Cut(string left, string right) => left.Length > 0 && right.Length > 0 && char.IsAsciiLetterOrDigit(left[^1]) && char.IsAsciiLetterOrDigit(right[0]) && (left.Length < 24 || right.Length < 24) ? 1 : 0;

    private void Put(object value)
    {
        if (value is double d) { _made.Append(Conversion.Number(d)); return; }
        string text = (string)value;
        var parts = new StringBuilder();
        int at = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is >= ' ' or '\t') { continue; }
            if (i > at || (i == text.Length && parts.Length == 0)) { parts.Append(parts.Length > 0 ? " & " : "").Append('"').Append(text[at..i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"'); }
            if (i == text.Length) { break; }
            bool pair = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            parts.Append(parts.Length > 0 ? " & " : "").Append(pair ? "vbCrLf" : text[i] == '\r' ? "vbCr" : text[i] == '\n' ? "vbLf" : $"Chr({(int)text[i]})");
            if (pair) { i++; }
            at = i + 1;
        }
        _made.Append(parts);
    }
}
