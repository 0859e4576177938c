namespace Stemma.Evtx.Writing;

/// <summary>Puts a blueprint together; values are numbered in the order they are asked for.</summary>
internal sealed class BlueprintBuilder
{
    private readonly List<BlueprintStep> _steps = [];
    private int _values;

    public BlueprintBuilder Open(string name)
    {
        Add(BlueprintStepKind.Open, name);
        return this;
    }

    /// <summary>An element with constant attributes; null ones are left out.</summary>
    public BlueprintBuilder OpenWith(string name, params ReadOnlySpan<(string Name, string? Text)> attributes)
    {
        Add(BlueprintStepKind.OpenWithAttributes, name);
        foreach ((string attribute, string? text) in attributes)
        {
            if (text is null) continue;
            Add(BlueprintStepKind.Attribute, attribute);
            Add(BlueprintStepKind.Text, text);
        }
        Add(BlueprintStepKind.EndAttributes);
        return this;
    }

    public BlueprintBuilder StartAttributes(string name)
    {
        Add(BlueprintStepKind.OpenWithAttributes, name);
        return this;
    }

    public BlueprintBuilder Attribute(string name, string text)
    {
        Add(BlueprintStepKind.Attribute, name);
        Add(BlueprintStepKind.Text, text);
        return this;
    }

    public BlueprintBuilder AttributeValue(string name, EvtxType type)
    {
        Add(BlueprintStepKind.Attribute, name);
        return Value(type, optional: true);
    }

    public BlueprintBuilder EndAttributes()
    {
        Add(BlueprintStepKind.EndAttributes);
        return this;
    }

    public BlueprintBuilder Content()
    {
        Add(BlueprintStepKind.CloseStart);
        return this;
    }

    public BlueprintBuilder Empty()
    {
        Add(BlueprintStepKind.CloseEmpty);
        return this;
    }

    public BlueprintBuilder Value(EvtxType type, bool optional)
    {
        _steps.Add(new(optional ? BlueprintStepKind.OptionalSubstitution : BlueprintStepKind.Substitution, null, _values++, type));
        return this;
    }

    public BlueprintBuilder End()
    {
        Add(BlueprintStepKind.End);
        return this;
    }

    /// <summary>An element that holds one value.</summary>
    public BlueprintBuilder Leaf(string name, EvtxType type) => Open(name).Content().Value(type, optional: true).End();

    public Blueprint Build() => new(_steps, _values);

    private void Add(BlueprintStepKind kind, string? text = null) => _steps.Add(new(kind, text));
}
