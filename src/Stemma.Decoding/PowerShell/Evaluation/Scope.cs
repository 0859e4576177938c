namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>Variables of one scope. Scopes are dynamic: a function sees those of its caller.</summary>
internal sealed class Scope(Scope? parent)
{
    /// <summary>The scope of the caller.</summary>
    public Scope? Parent => parent;

    /// <summary>The variables.</summary>
    public Dictionary<string, object?> Variables { get; private set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a variable here or in the callers' scopes.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Variables.TryGetValue(name, out value)) { return true; }
        }
        value = null;
        return false;
    }

    /// <summary>The scope that holds a variable; null when none does.</summary>
    public Scope? Holder(string name)
    {
        Scope? scope = this;
        while (scope is not null && !scope.Variables.ContainsKey(name)) { scope = scope.Parent; }
        return scope;
    }

    /// <summary>The outermost scope.</summary>
    public Scope Global
    {
        get
        {
            Scope scope = this;
            while (scope.Parent is not null) { scope = scope.Parent; }
            return scope;
        }
    }

    /// <summary>A copy of the variables here and in all callers' scopes, innermost first.</summary>
    public List<Dictionary<string, object?>> Save(DecodeBudget budget)
    {
        List<Dictionary<string, object?>> saved = [];
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            budget.Spend(1 + scope.Variables.Count);
            saved.Add(new Dictionary<string, object?>(scope.Variables, StringComparer.OrdinalIgnoreCase));
        }
        return saved;
    }

    /// <summary>Puts saved variables back.</summary>
    public void Restore(List<Dictionary<string, object?>> saved)
    {
        Scope? scope = this;
        foreach (Dictionary<string, object?> variables in saved)
        {
            if (scope is null) { return; }
            scope.Variables = variables;
            scope = scope.Parent;
        }
    }

    /// <summary>Forgets what differs from another end of the same scopes.</summary>
    public void Merge(List<Dictionary<string, object?>> other)
    {
        Scope? scope = this;
        foreach (Dictionary<string, object?> variables in other)
        {
            if (scope is null) { return; }
            foreach (string name in scope.Variables.Keys.Union(variables.Keys, StringComparer.OrdinalIgnoreCase).ToArray())
            {
                bool same = scope.Variables.TryGetValue(name, out object? here) && variables.TryGetValue(name, out object? there) && Equals(here, there);
                if (!same) { scope.Variables[name] = Values.Unknown.Value; }
            }
            scope = scope.Parent;
        }
    }
}
