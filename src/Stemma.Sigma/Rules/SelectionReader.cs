using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Stemma.Sigma.Values;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>Turns a selection of a rule's <c>detection</c> into an expression (Sigma specification, "search identifiers").</summary>
internal sealed class SelectionReader(SigmaLoadOptions options, Action<int, string> warn)
{
    private const string Dashes = "-/\u2013\u2014\u2015";
    private const int MaxEncodedDashes = 5;

    // What an engine needs to run an expression grows with the square of its length; the longest published one has some 200 characters.
    private const int MaxExpression = 4096;

    /// <summary>The expression of a selection.</summary>
    /// <exception cref="RuleFault">It cannot be honoured.</exception>
    public SigmaExpression Read(DetectionNode node) => node switch
    {
        DetectionGroup { IsAny: true } any => Or([.. any.Nodes.Select(Read)]),
        DetectionGroup all => All(all.Nodes),
        _ => All([node]),
    };

    // What one map says of another process, it says of one and the same.
    private SigmaExpression All(List<DetectionNode> nodes)
    {
        List<SigmaExpression> terms = [];
        Dictionary<(SigmaRelation, int), List<(RelationField Field, DetectionItem Item)>> related = [];
        foreach (DetectionNode node in nodes)
        {
            if (node is not DetectionItem item) terms.Add(Read(node));
            else if (RelationField.Read(item) is not { } field) terms.Add(Item(item));
            else
            {
                if (!related.TryGetValue((field.Relation, field.Depth), out var items)) related.Add((field.Relation, field.Depth), items = []);
                items.Add((field, item));
            }
        }

        foreach (((SigmaRelation relation, int depth), var items) in related)
        {
            string pattern = string.Join(" and ", items.Select(item => $"{item.Field.Name}{(item.Item.Modifiers.Length > 0 ? $"|{item.Item.Modifiers}" : "")}: {string.Join(" or ", item.Item.Values.Select(value => value.Scalar.Text))}"));
            terms.Add(Leaf(new SigmaTest.Related(items[0].Field.Prefix, pattern, relation, depth, And([.. items.Select(item => Item(item.Item.WithField(item.Field.Name)))]))));
        }

        return And([.. terms]);
    }

    private SigmaExpression Item(DetectionItem item)
    {
        ModifierChain chain = ModifierChain.Parse(item.Field, item.Modifiers, item.Line);
        if (item.Values.Count > 1 && item.Values.Find(value => value.Scalar.IsNull) is { Scalar: { } none })
            warn(none.Line, $"null among the values of '{chain.Field}': it holds when the field is absent");
        SigmaExpression[] terms = [.. item.Values.Select(value => Or([.. Variants(
            value.Modifiers is null ? chain : ModifierChain.Parse(item.Field, value.Modifiers, item.Line), value.Scalar)]))];
        SigmaExpression expression = chain.All && !chain.Negated ? And(terms) : Or(terms);
        return chain.Negated ? new SigmaExpression.Not(expression) : expression;
    }

    private IEnumerable<SigmaExpression> Variants(ModifierChain chain, YamlScalar value)
    {
        if (!chain.Expand) return Tests(chain, value).Select(Leaf);
        return Placeholders.Expand(value, options).SelectMany(expanded => Tests(chain, expanded)).Select(Leaf);
    }

    private static IEnumerable<SigmaTest> Tests(ModifierChain chain, YamlScalar value)
    {
        string? field = chain.Field;
        string text = value.Text;
        switch (chain.Kind)
        {
            case "exists":
                if (field is null || value.Kind != YamlKind.Boolean) throw Fault("exists takes a field and true or false");
                return [new SigmaTest.Exists(field, text, text[0] is 't' or 'T')];
            case null or "fieldref" when value.IsNull:
                if (field is null) throw Fault("a keyword cannot be null");
                return [new SigmaTest.Null(field, "null")];
            case "fieldref":
                return [new SigmaTest.FieldReference(field ?? throw Fault("fieldref needs a field"), $"field {text}", text, chain.Anchor, chain.Cased)];
            case "re":
                if (value.IsNull) throw Fault("null is no regular expression");
                return [new SigmaTest.Regexp(field, $"/{text}/{Flags()}", Expression(), chain.RegexOptions)];
            case "cidr":
                return [new SigmaTest.Cidr(field, text, Network())];
            case "number":
                return [new SigmaTest.Number(field ?? throw Fault("a comparison needs a field"), $"{Sign()} {text}", chain.Comparison, Number())];
            case "time":
                TimePart part = chain.TimePart!.Value;
                return [new SigmaTest.Time(field ?? throw Fault("a time needs a field"), $"{part} {Sign()} {text}", part, chain.Comparison, Number())];
            case null when value.Kind == YamlKind.Number && field is not null && chain.Anchor == TextAnchor.Equals && chain.Transforms.Count == 0:
                return [new SigmaTest.Number(field, text, NumberComparison.Equal, Number())];
        }

        if (text.Contains(SigmaTest.DashClass, StringComparison.Ordinal)) throw Fault("the private-use character U+E02D cannot be searched for");
        TextAnchor anchor = field is null ? TextAnchor.Contains : chain.Anchor;
        return Transformed().Select(pattern => (anchor == TextAnchor.Equals ? pattern : pattern.Anchored(anchor))
            .ToTest(field, chain.Cased, chain.Windash));

        IEnumerable<Pattern> Transformed()
        {
            IEnumerable<Pattern> patterns = [Pattern.Parse(text)];
            bool encoded = false;
            foreach (string transform in chain.Transforms)
            {
                if (transform != "windash" && patterns.Any(pattern => pattern.HasWildcard))
                    throw Fault($"a value with wildcards cannot be encoded by '{transform}': write \\* for the character");
                bool bytes = encoded;
                if (transform != "windash") patterns = patterns.SelectMany(Dashed);
                patterns = transform switch
                {
                    "windash" => patterns.Select(pattern => pattern.Map(MarkDashes)),
                    "wide" or "utf16le" => Each(literal => Encodings.Utf16(literal, bigEndian: false, mark: false)),
                    "utf16be" => Each(literal => Encodings.Utf16(literal, bigEndian: true, mark: false)),
                    "utf16" => Each(literal => Encodings.Utf16(literal, bigEndian: false, mark: true)),
                    "base64" => Each(literal => Encodings.Base64(bytes ? literal : Encodings.Utf8(literal))),
                    _ => patterns.SelectMany(pattern => Encodings.Base64Offsets(bytes ? pattern.Text : Encodings.Utf8(pattern.Text))
                        .Select(offset => offset.Length > 0 ? Pattern.Literal(offset, offset) : throw Fault("too short for 'base64offset'"))),
                };
                encoded |= transform != "windash";
            }

            return patterns;

            IEnumerable<Pattern> Each(Func<string, string> encode) =>
                patterns.Select(pattern => Pattern.Literal(encode(pattern.Text), encode(pattern.Text)));

            // What is encoded has no class of dashes: one pattern for each combination.
            IEnumerable<Pattern> Dashed(Pattern pattern)
            {
                if (pattern.Text.Count(c => c == SigmaTest.DashClass) > MaxEncodedDashes)
                    throw Fault($"more than {MaxEncodedDashes} dashes to encode after 'windash'");
                int at = pattern.Text.IndexOf(SigmaTest.DashClass, StringComparison.Ordinal);
                return at < 0 ? [pattern] : Dashes.SelectMany(dash =>
                    Dashed(Pattern.Literal($"{pattern.Text[..at]}{dash}{pattern.Text[(at + 1)..]}", pattern.Written)));
            }
        }

        string Expression()
        {
            if (text.Length > MaxExpression) throw Fault($"a regular expression of more than {MaxExpression:N0} characters: split it into several values");
            try
            {
                _ = new Regex(text, chain.RegexOptions);
                return text;
            }
            catch (ArgumentException exception)
            {
                throw Fault($"the regular expression cannot be read: {exception.Message}");
            }
        }

        IPNetwork Network()
        {
            // The specification lets host bits stand; the network is what the prefix says.
            string[] parts = text.Split('/');
            if (parts.Length == 2 && AddressText.TryParse(parts[0], out IPAddress? address)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int prefix)
                && prefix <= address.GetAddressBytes().Length * 8)
            {
                byte[] bytes = address.GetAddressBytes();
                for (int bit = prefix; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
                return new IPNetwork(new IPAddress(bytes), prefix);
            }

            throw Fault("not a network; write it as 10.0.0.0/8 or fe80::/10");
        }

        double Number() => NumberText.TryParse(text, out double number) ? number : throw Fault("not a number");

        string Flags() => string.Concat(
            chain.RegexOptions.HasFlag(RegexOptions.IgnoreCase) ? "i" : "",
            chain.RegexOptions.HasFlag(RegexOptions.Multiline) ? "m" : "",
            chain.RegexOptions.HasFlag(RegexOptions.Singleline) ? "s" : "");

        string Sign() => chain.Comparison switch
        {
            NumberComparison.Greater => ">",
            NumberComparison.GreaterOrEqual => ">=",
            NumberComparison.Less => "<",
            NumberComparison.LessOrEqual => "<=",
            _ => "=",
        };

        RuleFault Fault(string message) => new(value.Line, $"{(field is null ? "keyword" : $"field '{field}'")}, value '{text}': {message}");
    }

    private static string MarkDashes(string text) => string.Create(text.Length, text, (marked, source) =>
    {
        for (int i = 0; i < marked.Length; i++) marked[i] = Dashes.Contains(source[i], StringComparison.Ordinal) ? SigmaTest.DashClass : source[i];
    });

    private static SigmaExpression Leaf(SigmaTest test) => new SigmaExpression.Leaf(test);

    private static SigmaExpression And(SigmaExpression[] terms) => terms is [var only] ? only : new SigmaExpression.And([.. terms]);

    private static SigmaExpression Or(SigmaExpression[] terms) => terms is [var only] ? only : new SigmaExpression.Or([.. terms]);
}
