using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>
/// Takes out what an obfuscator put in for itself and nothing uses any more once its values are in place: tables of strings, functions that decode,
/// the loops that turn tables. Only what bears a name that a machine gave (<c>_0x1a2b</c>) and is used nowhere else is taken out.
/// </summary>
internal static partial class Leftovers
{
    private const int Rounds = 6;

    /// <summary>The script without them; the same when there are none, or when it cannot be parsed.</summary>
    public static string Remove(string script, DecodeBudget budget)
    {
        if (!script.Contains("_0x", StringComparison.Ordinal)) { return script; }
        for (int round = 0; round < Rounds; round++)
        {
            budget.Reserve(script.Length * 2L);
            if (Syntax.Parse(script) is not { } program) { return script; }
            Dictionary<string, int> uses = [];
            Count(program, uses, 1, budget);
            List<(int Start, int End)> cuts = [];
            Look(program, uses, cuts, budget);
            if (cuts.Count == 0) { return script; }
            var made = new StringBuilder(script.Length);
            int at = 0;
            foreach ((int start, int end) in cuts.Order())
            {
                if (start < at) { continue; }
                made.Append(script, at, start - at);
                at = end;
            }
            script = made.Append(script, at, script.Length - at).ToString();
        }
        return script;
    }

    private static void Count(Node node, Dictionary<string, int> uses, int by, DecodeBudget budget)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (node is Identifier i) { uses[i.Name] = uses.GetValueOrDefault(i.Name) + by; return; }
        foreach (Node child in node.ChildNodes)
        {
            if (node is MemberExpression { Computed: false } m && child == m.Property) { continue; }
            Count(child, uses, by, budget);
        }
    }

    private static void Look(Node node, Dictionary<string, int> uses, List<(int, int)> cuts, DecodeBudget budget)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        foreach (Node child in node.ChildNodes)
        {
            switch (child)
            {
                case FunctionDeclaration { Id.Name: { } name } f when Machine().IsMatch(name) && Within(f, name) == uses.GetValueOrDefault(name):
                    Forget(f);
                    continue;
                case VariableDeclaration { Declarations: { } list } v when node is not (ForStatement or ForInStatement or ForOfStatement):
                    {
                        List<VariableDeclarator> gone = [.. list.Where(d => d.Id is Identifier { Name: { } name } && Machine().IsMatch(name) && Within(d, name) == uses.GetValueOrDefault(name) && (d.Init is null || IsIdle(d.Init)))];
                        if (gone.Count == list.Count) { Forget(v); continue; }
                        foreach (VariableDeclarator d in gone)
                        {
                            int i = 0;
                            while (list[i] != d) { i++; }
                            // With its comma: the one behind it, of the last the one before.
                            cuts.Add(i + 1 < list.Count ? (d.Start, list[i + 1].Start) : (list[i - 1].End, d.End));
                            Count(d, uses, -1, budget);
                        }
                        break;
                    }
                case ExpressionStatement { Expression: CallExpression { Callee: FunctionExpression turn, Arguments: [Identifier { Name: { } table }, ..] } call } s
                    when Machine().IsMatch(table) && call.Arguments.All(a => a is Identifier or NumericLiteral or BinaryExpression or UnaryExpression) && OnlyTurns(turn, budget):
                    Forget(s);
                    continue;
            }
            Look(child, uses, cuts, budget);
        }

        int Within(Node part, string name)
        {
            Dictionary<string, int> inner = [];
            Count(part, inner, 1, budget);
            return inner.GetValueOrDefault(name);
        }

        void Forget(Node part)
        {
            cuts.Add((part.Start, part.End));
            Count(part, uses, -1, budget);
        }
    }

    /// <summary>Whether evaluating it would do nothing.</summary>
    private static bool IsIdle(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node is FunctionExpression or ArrowFunctionExpression) { return true; }
        if (node is CallExpression { Callee: Identifier { Name: { } name }, Arguments.Count: <= 2 } call && Machine().IsMatch(name)) { return call.Arguments.All(IsIdle); }
        if (node is CallExpression { Callee: MemberExpression { Object: StringLiteral } } split) { return split.Arguments.All(IsIdle); }
        if (node is CallExpression or NewExpression or AssignmentExpression or UpdateExpression or AwaitExpression or YieldExpression or TaggedTemplateExpression) { return false; }
        foreach (Node child in node.ChildNodes) { if (!IsIdle(child)) { return false; } }
        return true;
    }

    /// <summary>Whether a function does nothing but turn a table: it pushes what it shifts, and uses nothing from outside.</summary>
    private static bool OnlyTurns(FunctionExpression function, DecodeBudget budget)
    {
        Dictionary<string, int> names = [];
        Count(function, names, 1, budget);
        bool turns = false;
        Find(function);
        return turns && names.Keys.All(n => Machine().IsMatch(n) || n is "parseInt" or "String" or "Math" or "atob" or "undefined");

        void Find(Node node)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (node is MemberExpression { Property: Identifier { Name: "shift" } or StringLiteral { Value: "shift" } }) { turns = true; }
            foreach (Node child in node.ChildNodes) { Find(child); }
        }
    }

    [GeneratedRegex("^_0x[0-9a-fA-F]+[a-z]?$|^a0_0x[0-9a-f]+$")]
    private static partial Regex Machine();
}
