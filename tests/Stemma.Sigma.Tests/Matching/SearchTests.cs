using CsCheck;
using Stemma.Sigma.Matching;

namespace Stemma.Sigma.Tests.Matching;

/// <summary>Window tables and anchored tables find every literal that stands in a text, and report no other.</summary>
public sealed class SearchTests
{
    private static readonly SigmaRule AnyRule = new()
    {
        Id = "1",
        Title = "x",
        Level = SigmaLevel.Low,
        LogSource = new SigmaLogSource(null, null, null),
        Condition = new SigmaExpression.And([]),
        Path = "x.yml",
    };

    private static Gen<byte> Letter { get; } = Gen.Frequency((6, Gen.Byte[(byte)'a', (byte)'c']), (1, Gen.Const((byte)0)), (1, Gen.Const(TextFold.NonAscii)));

    private static Gen<(byte[] Text, AtomKind Kind)> Literal { get; } = Gen.OneOf(
        Gen.Select(Letter.Array[Atom.MinimumLength, 14], Gen.Const(AtomKind.Inside)),
        Gen.Select(Letter.Array[Atom.MinimumLength, 14], Gen.Const(AtomKind.Start)),
        Gen.Select(Letter.Array[1, 14], Gen.Const(AtomKind.End)),
        Gen.Select(Letter.Array[1, 14], Gen.Const(AtomKind.Whole)));

    [Fact]
    public void Every_literal_is_found_at_every_place() => Compare(iterations: 5_000);

    [Fact, Trait("Speed", "slow")]
    public void Every_literal_is_found_at_every_place_in_a_long_run() => Compare(iterations: 300_000);

    [Fact]
    public void A_literal_is_found_at_each_offset_of_a_long_text()
    {
        for (int length = Atom.MinimumLength; length <= 24; length++)
        {
            byte[] literal = [.. Enumerable.Range(0, length).Select(i => (byte)('a' + i))];
            for (int at = 0; at < 40; at++)
            {
                for (int rest = 0; rest < 5; rest++)
                {
                    byte[] text = [.. Enumerable.Repeat((byte)'.', at), .. literal, .. Enumerable.Repeat((byte)'.', rest)];
                    Assert.Equal([0], Found([(literal, AtomKind.Inside)], text));
                }
            }
        }
    }

    [Fact]
    public void A_literal_longer_than_the_text_is_not_found()
    {
        byte[] literal = "abcdefghij"u8.ToArray();
        for (int length = 0; length < literal.Length; length++)
        {
            Assert.Empty(Found([(literal, AtomKind.Inside), (literal, AtomKind.End)], literal[..length]));
            Assert.Empty(Found([(literal, AtomKind.Inside), (literal, AtomKind.End)], literal[^length..]));
        }
    }

    [Fact]
    public void Thousands_of_literals_are_told_apart()
    {
        Random random = new(1);
        (byte[] Text, AtomKind)[] literals = [.. Enumerable.Range(0, 20_000).Select(_ => (RandomText(random, random.Next(3, 16)), (AtomKind)random.Next(4)))];
        for (int i = 0; i < 20; i++)
        {
            byte[] text = [.. RandomText(random, 500), .. literals[random.Next(literals.Length)].Text];
            Assert.Equal(Expected(literals, text), Found(literals, text));
        }
    }

    private static void Compare(int iterations) =>
        Gen.Select(Literal.Array[1, 30], Gen.OneOf(Letter.Array[0, 12], Letter.Array[13, 80])).Sample((literals, text) =>
            Found(literals, text).SequenceEqual(Expected(literals, text)), iter: iterations);

    private static int[] Expected((byte[] Text, AtomKind Kind)[] literals, byte[] text) =>
        [.. Enumerable.Range(0, literals.Length).Where(i => literals[i].Kind switch
        {
            AtomKind.Whole => text.AsSpan().SequenceEqual(literals[i].Text),
            AtomKind.Start => text.AsSpan().StartsWith(literals[i].Text),
            AtomKind.End => text.AsSpan().EndsWith(literals[i].Text),
            _ => text.AsSpan().IndexOf(literals[i].Text) >= 0,
        })];

    private static int[] Found((byte[] Text, AtomKind Kind)[] literals, byte[] text)
    {
        Atom[] atoms = [.. literals.Select((literal, i) => new Atom(i, new AtomKey(0, literal.Kind, System.Text.Encoding.Latin1.GetString(literal.Text)), [i]))];
        MatchProgram program = new()
        {
            Fields = ["A"],
            Tests = 0,
            Rules = [.. atoms.Select(_ => new CompiledRule(AnyRule, Node.True))],
            Atoms = atoms,
            AlwaysRules = [],
            Searches = [],
        };
        CandidateSet candidates = new(program);
        candidates.Begin();
        byte[] padded = [.. text, .. new byte[TextFold.Padding]];
        new FieldSearch(0, atoms).Scan("", new FoldedText(padded, isBeyondAscii: false), candidates);
        return [.. candidates.Rules.ToArray().Order()];
    }

    private static byte[] RandomText(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next('a', 'g'))];
}
