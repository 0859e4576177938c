using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <summary>A function of the hunt, and where it was written.</summary>
internal sealed record UserFunction(FunctionStatement Statement, Scope Scope);

/// <summary>Names that let has given, from the outside in. A value is a <see cref="Term"/>, a <see cref="Relation"/> or a <see cref="UserFunction"/>.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, object> _names = new(StringComparer.Ordinal);

    public void Set(string name, object value) => _names[name] = value;

    public object? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
            if (scope._names.TryGetValue(name, out object? value)) return value;
        return null;
    }

    public IEnumerable<string> Names
    {
        get
        {
            for (Scope? scope = this; scope is not null; scope = scope.Outer)
                foreach (string name in scope._names.Keys) yield return name;
        }
    }

    private Scope? Outer { get; } = outer;
}
