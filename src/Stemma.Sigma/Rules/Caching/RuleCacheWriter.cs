using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Stemma.Sigma.Rules;

/// <summary>
/// Writes rule files in the form that <see cref="RuleCacheReader"/> reads: a SHA-256 of what follows, a table of all texts, for each file where it begins,
/// the files. A file with a filter, a correlation or a look at other processes is left out (its place is zero): those are few and are read from YAML.
/// </summary>
internal sealed class RuleCacheWriter
{
    private readonly BinaryWriter _out;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _texts = [];

    private RuleCacheWriter(BinaryWriter output) => _out = output;

    /// <summary>Writes.</summary>
    public static byte[] Write(IReadOnlyList<RuleFile> files)
    {
        using MemoryStream body = new();
        using BinaryWriter output = new(body);
        RuleCacheWriter writer = new(output);
        int[] places = [.. files.Select(writer.File)];
        using MemoryStream whole = new();
        using BinaryWriter head = new(whole);
        head.Write(new byte[SHA256.HashSizeInBytes]);
        head.Write(places.Length);
        head.Write(writer._texts.Count);
        foreach (int place in places) head.Write(place);
        foreach (string text in writer._texts) head.Write(text.Length);
        foreach (string text in writer._texts) head.Write(MemoryMarshal.AsBytes(text.AsSpan()));
        head.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        head.Flush();
        byte[] bytes = whole.ToArray();
        SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes), bytes);
        return bytes;
    }

    // Where the file begins in the body, plus one.
    private int File(RuleFile file)
    {
        if (file.Filters.Count > 0 || file.Rules.Exists(rule => rule.Correlation is not null || !rule.Generates || rule.LooksAtLineage)) return 0;
        int place = (int)_out.BaseStream.Length + 1;
        Count(file.Problems.Count);
        foreach (SigmaProblem problem in file.Problems)
        {
            Count(problem.Line);
            _out.Write(problem.IsError);
            Text(problem.Message);
            Text(problem.Title);
        }

        Count(file.Rules.Count);
        foreach (SigmaRule rule in file.Rules) Rule(rule);
        return place;
    }

    private void Rule(SigmaRule rule)
    {
        Text(rule.Id);
        Text(rule.Title);
        Text(rule.Name);
        Text(rule.Status);
        Text(rule.Description);
        Text(rule.Author);
        _out.Write((byte)rule.Level);
        Count(rule.Line);
        Text(rule.LogSource.Product);
        Text(rule.LogSource.Category);
        Text(rule.LogSource.Service);
        foreach (ImmutableArray<string> texts in new[] { rule.Tags, rule.Techniques, rule.Fields, rule.FalsePositives, rule.References })
        {
            Count(texts.Length);
            foreach (string text in texts) Text(text);
        }

        Expression(rule.Condition);
    }

    private void Expression(SigmaExpression expression)
    {
        switch (expression)
        {
            case SigmaExpression.And and:
                Terms(RuleCacheTag.And, and.Terms);
                break;
            case SigmaExpression.Or or:
                Terms(RuleCacheTag.Or, or.Terms);
                break;
            case SigmaExpression.Not not:
                _out.Write((byte)RuleCacheTag.Not);
                Expression(not.Term);
                break;
            case SigmaExpression.Leaf leaf:
                Test(leaf.Value);
                break;
        }
    }

    private void Terms(RuleCacheTag tag, ImmutableArray<SigmaExpression> terms)
    {
        _out.Write((byte)tag);
        Count(terms.Length);
        foreach (SigmaExpression term in terms) Expression(term);
    }

    private void Test(SigmaTest test)
    {
        switch (test)
        {
            case SigmaTest.Literal literal:
                Begin(RuleCacheTag.Literal);
                Text(literal.Text);
                _out.Write((byte)literal.Anchor);
                _out.Write(literal.Cased);
                _out.Write(literal.Windash);
                break;
            case SigmaTest.Glob glob:
                Begin(RuleCacheTag.Glob);
                Count(glob.Parts.Length);
                foreach (GlobPart part in glob.Parts)
                {
                    _out.Write((byte)part.Kind);
                    Text(part.Text);
                }

                _out.Write(glob.Cased);
                _out.Write(glob.Windash);
                break;
            case SigmaTest.Regexp regexp:
                Begin(RuleCacheTag.Regexp);
                Text(regexp.Syntax);
                Count((int)regexp.Options);
                break;
            case SigmaTest.Cidr cidr:
                Begin(RuleCacheTag.Cidr);
                Text(cidr.Network.ToString());
                break;
            case SigmaTest.Number number:
                Begin(RuleCacheTag.Number);
                _out.Write((byte)number.Comparison);
                _out.Write(number.Value);
                break;
            case SigmaTest.Null:
                Begin(RuleCacheTag.Null);
                break;
            case SigmaTest.Exists exists:
                Begin(RuleCacheTag.Exists);
                _out.Write(exists.Wanted);
                break;
            case SigmaTest.FieldReference reference:
                Begin(RuleCacheTag.FieldReference);
                Text(reference.Other);
                _out.Write((byte)reference.Anchor);
                _out.Write(reference.Cased);
                break;
            case SigmaTest.Time time:
                Begin(RuleCacheTag.Time);
                _out.Write((byte)time.Part);
                _out.Write((byte)time.Comparison);
                _out.Write(time.Value);
                break;
            default:
                throw new NotSupportedException($"no form for {test.GetType().Name}");
        }

        void Begin(RuleCacheTag tag)
        {
            _out.Write((byte)tag);
            Text(test.Field);
            Text(test.Pattern);
        }
    }

    private void Count(int count) => _out.Write7BitEncodedInt(count);

    // A text's number plus one; zero is null.
    private void Text(string? text)
    {
        int number = -1;
        if (text is not null && !_numbers.TryGetValue(text, out number))
        {
            _numbers.Add(text, number = _texts.Count);
            _texts.Add(text);
        }

        Count(number + 1);
    }
}

/// <summary>What comes next in a condition.</summary>
internal enum RuleCacheTag : byte
{
    /// <summary>Terms that all hold.</summary>
    And,

    /// <summary>Terms of which one holds.</summary>
    Or,

    /// <summary>A term that does not hold.</summary>
    Not,

    /// <summary>A test, as all that follow.</summary>
    Literal,

    /// <summary>A pattern with wildcards.</summary>
    Glob,

    /// <summary>A regular expression.</summary>
    Regexp,

    /// <summary>A network.</summary>
    Cidr,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Absence.</summary>
    Null,

    /// <summary>Presence.</summary>
    Exists,

    /// <summary>Another field.</summary>
    FieldReference,

    /// <summary>A part of a time.</summary>
    Time,
}
