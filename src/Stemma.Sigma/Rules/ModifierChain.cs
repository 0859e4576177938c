using System.Text.RegularExpressions;

namespace Stemma.Sigma.Rules;

/// <summary>A selection's key, <c>field|modifier|…</c>, read and checked: which modifiers may follow which.</summary>
internal sealed class ModifierChain
{
    private static readonly Dictionary<string, NumberComparison> Comparisons = new()
    {
        ["gt"] = NumberComparison.Greater,
        ["gte"] = NumberComparison.GreaterOrEqual,
        ["lt"] = NumberComparison.Less,
        ["lte"] = NumberComparison.LessOrEqual,
    };

    private readonly int _line;

    private ModifierChain(int line) => _line = line;

    /// <summary>The field; null for keywords.</summary>
    public string? Field { get; private set; }

    /// <summary>What a value is, when it is not a pattern: <c>re</c>, <c>cidr</c>, <c>exists</c>, <c>fieldref</c>, a comparison or a part of time.</summary>
    public string? Kind { get; private set; }

    /// <summary>The modifiers that change a pattern's text, in order.</summary>
    public List<string> Transforms { get; } = [];

    /// <summary>Where the value must stand.</summary>
    public TextAnchor Anchor { get; private set; } = TextAnchor.Equals;

    /// <summary>All values must hold (<c>all</c>).</summary>
    public bool All { get; private set; }

    /// <summary>No value may hold (<c>neq</c>).</summary>
    public bool Negated { get; private set; }

    /// <summary>Case matters (<c>cased</c>).</summary>
    public bool Cased { get; private set; }

    /// <summary>Placeholders are replaced (<c>expand</c>).</summary>
    public bool Expand { get; private set; }

    /// <summary>How a number or a part of time compares.</summary>
    public NumberComparison Comparison { get; private set; } = NumberComparison.Equal;

    /// <summary>The part of a time that is compared; null when the value is no time.</summary>
    public TimePart? TimePart { get; private set; }

    /// <summary>The flags of a regular expression.</summary>
    public RegexOptions RegexOptions { get; private set; }

    /// <summary>Any dash may stand for another (<c>windash</c>).</summary>
    public bool Windash => Transforms.Contains("windash");

    /// <summary>Reads the modifiers of a field, as <c>contains|all</c>; null is the field of keywords.</summary>
    /// <exception cref="RuleFault">A modifier is unknown or does not fit where it stands.</exception>
    public static ModifierChain Parse(string? field, string modifiers, int line)
    {
        ModifierChain chain = new(line) { Field = field };
        if (modifiers.Length > 0) foreach (string modifier in modifiers.Split('|')) chain.Add(modifier);
        bool anchored = chain.Anchor != TextAnchor.Equals && chain.Kind != "fieldref";
        if (chain.Kind is not null && (anchored || chain.Transforms.Count > 0))
            throw chain.Fault($"'{chain.Kind}' does not combine with {(chain.Transforms.Count > 0 ? chain.Transforms[0] : "contains, startswith or endswith")}");
        return chain;
    }

    private void Add(string modifier)
    {
        switch (modifier)
        {
            case "all": All = true; break;
            case "neq": Negated = true; break;
            case "cased": Cased = true; break;
            case "expand": Expand = true; break;
            case "contains": AddAnchor(TextAnchor.Contains); break;
            case "startswith": AddAnchor(TextAnchor.StartsWith); break;
            case "endswith": AddAnchor(TextAnchor.EndsWith); break;
            case "windash" or "wide" or "utf16" or "utf16le" or "utf16be" or "base64" or "base64offset":
                if (Kind is not null) throw Fault($"'{modifier}' cannot follow '{Kind}'");
                Transforms.Add(modifier);
                break;
            case "i" or "m" or "s" or "ignorecase" or "multiline" or "dotall":
                if (Kind != "re") throw Fault($"'{modifier}' stands only after 're'");
                RegexOptions |= modifier[0] switch
                {
                    'i' => RegexOptions.IgnoreCase,
                    'm' => RegexOptions.Multiline,
                    _ => RegexOptions.Singleline,
                };
                break;
            case "re" or "cidr" or "exists" or "fieldref":
                AddKind(modifier);
                break;
            case "minute" or "hour" or "day" or "week" or "month" or "year":
                AddKind("time");
                TimePart = Enum.Parse<TimePart>(modifier, ignoreCase: true);
                break;
            default:
                if (!Comparisons.TryGetValue(modifier, out NumberComparison comparison))
                    throw Fault($"unknown modifier '{modifier}'");
                if (Kind != "time") AddKind("number");
                Comparison = comparison;
                break;
        }
    }

    private void AddKind(string kind)
    {
        if (Kind is not null) throw Fault($"'{kind}' cannot follow '{Kind}'");
        if (kind is "re" or "cidr" && (Anchor != TextAnchor.Equals || Transforms.Count > 0))
            throw Fault($"'{kind}' must be the first modifier");
        Kind = kind;
    }

    private void AddAnchor(TextAnchor anchor)
    {
        if (Kind is not (null or "fieldref")) throw Fault($"contains, startswith and endswith do not combine with '{Kind}'");
        if (Anchor != TextAnchor.Equals) throw Fault("only one of contains, startswith and endswith can stand");
        Anchor = anchor;
    }

    private RuleFault Fault(string message) => new(_line, $"{(Field is null ? "keywords" : $"field '{Field}'")}: {message}");
}
