using System.Text;

namespace Stemma.Decoding.JavaScript;

/// <summary>A variable. Text that grows piece by piece is kept apart until it is read, so that long texts do not cost their square.</summary>
internal sealed class Binding
{
    private object? _value;
    private StringBuilder? _growing;

    /// <summary>Its value; null before <c>let</c> and <c>const</c> are reached.</summary>
    public object? Value
    {
        get
        {
            if (_value is null && _growing is not null) { _value = _growing.ToString(); }
            return _value;
        }
        set => (_value, _growing) = (value, null);
    }

    /// <summary>Appends to text.</summary>
    public void Append(string before, string more)
    {
        _growing ??= new StringBuilder(before, Math.Max(16, before.Length * 2));
        _growing.Append(more);
        _value = null;
    }

    /// <summary>Length of text that is growing; -1 when none is.</summary>
    public int Growing => _growing?.Length ?? -1;
}

/// <summary>Variables of a function or block.</summary>
internal sealed class Scope(Scope? parent, bool isFunction)
{
    private readonly Dictionary<string, Binding> _bindings = [];

    public Scope? Parent => parent;

    public bool IsFunction => isFunction;

    /// <summary><c>this</c> of the function; null in blocks and arrow functions.</summary>
    public object? Self { get; set; }

    /// <summary>The variable of that name that is seen from here.</summary>
    public Binding? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._bindings.TryGetValue(name, out Binding? binding)) { return binding; }
        }
        return null;
    }

    /// <summary>Makes a variable, or finds it where this very scope has it.</summary>
    public Binding Declare(string name)
    {
        if (!_bindings.TryGetValue(name, out Binding? binding)) { _bindings[name] = binding = new Binding(); }
        return binding;
    }

    /// <summary>The scope that <c>var</c> declares in.</summary>
    public Scope Function
    {
        get
        {
            Scope scope = this;
            while (!scope.IsFunction && scope.Parent is not null) { scope = scope.Parent; }
            return scope;
        }
    }
}
