using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>
/// Reads a <c>condition</c>: <c>not</c> binds before <c>and</c> before <c>or</c>; <c>1 of</c>, <c>any of</c> and <c>all of</c> take
/// <c>them</c> or a name with <c>*</c> (Sigma specification, "condition").
/// </summary>
internal sealed class ConditionReader
{
    private const int MaxDepth = 64;

    private readonly IReadOnlyDictionary<string, SigmaExpression> _selections;
    private readonly int _line;
    private readonly string[] _tokens;
    private int _next;

    private ConditionReader(YamlScalar condition, IReadOnlyDictionary<string, SigmaExpression> selections)
    {
        (_selections, _line) = (selections, condition.Line);
        _tokens = [.. condition.Text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal)
            .Replace("|", " | ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    }

    private string? Token => _next < _tokens.Length ? _tokens[_next] : null;

    /// <summary>Reads a condition over the given selections.</summary>
    /// <exception cref="RuleFault">It is not well formed, or names a selection that is not there.</exception>
    public static SigmaExpression Read(YamlScalar condition, IReadOnlyDictionary<string, SigmaExpression> selections)
    {
        ConditionReader reader = new(condition, selections);
        SigmaExpression expression = reader.Or(0);
        return reader.Token switch
        {
            null => expression,
            "|" => throw reader.Fault("an aggregation (after '|') can stand only in a rule's only condition"),
            _ => throw reader.Fault($"unexpected '{reader.Token}'"),
        };
    }

    private SigmaExpression Or(int depth)
    {
        if (depth > MaxDepth) throw Fault($"nested deeper than {MaxDepth}");
        List<SigmaExpression> terms = [And(depth)];
        while (Take("or")) terms.Add(And(depth));
        return terms is [var only] ? only : new SigmaExpression.Or([.. terms]);
    }

    private SigmaExpression And(int depth)
    {
        List<SigmaExpression> terms = [Not(depth)];
        while (Take("and")) terms.Add(Not(depth));
        return terms is [var only] ? only : new SigmaExpression.And([.. terms]);
    }

    private SigmaExpression Not(int depth)
    {
        if (depth > MaxDepth) throw Fault($"nested deeper than {MaxDepth}");
        return Take("not") ? new SigmaExpression.Not(Not(depth + 1)) : Primary(depth);
    }

    private SigmaExpression Primary(int depth)
    {
        string token = Token ?? throw Fault("ends where a selection is expected");
        _next++;
        if (token == "(")
        {
            SigmaExpression inner = Or(depth + 1);
            if (!Take(")")) throw Fault("a parenthesis is not closed");
            return inner;
        }

        if (Take("of")) return Quantified(token);
        if (_selections.TryGetValue(token, out SigmaExpression? selection)) return selection;
        throw Fault(token is "AND" or "OR" or "NOT" or "And" or "Or" or "Not"
            ? $"'{token}' must be written '{token.ToLowerInvariant()}'"
            : $"no selection '{token}'{(_selections.Count > 0 ? $"; there are {string.Join(", ", _selections.Keys)}" : "")}");
    }

    private SigmaExpression Quantified(string quantifier)
    {
        if (quantifier is not ("1" or "any" or "all"))
            throw Fault($"'{quantifier} of': only '1 of', 'any of' and 'all of' exist");
        string pattern = Token ?? throw Fault($"'{quantifier} of' needs 'them' or a name with '*'");
        _next++;
        SigmaExpression[] matched = [.. _selections.Where(selection => Matches(selection.Key, pattern)).Select(selection => selection.Value)];
        if (matched.Length == 0) throw Fault($"'{quantifier} of {pattern}' matches no selection");
        if (matched is [var only]) return only;
        return quantifier == "all" ? new SigmaExpression.And([.. matched]) : new SigmaExpression.Or([.. matched]);
    }

    private static bool Matches(string name, string pattern) =>
        pattern == "them"
            ? !name.StartsWith('_')
            : System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private bool Take(string token)
    {
        if (Token != token) return false;
        _next++;
        return true;
    }

    private RuleFault Fault(string message) =>
        new(_line, $"condition, at word {Math.Min(_next, _tokens.Length)} of '{string.Join(' ', _tokens)}': {message}");
}
