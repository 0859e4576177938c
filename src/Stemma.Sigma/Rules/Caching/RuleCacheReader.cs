using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Stemma.Sigma.Rules;

/// <summary>Reads what <see cref="RuleCacheWriter"/> wrote. Files are read in parallel; texts are made when they are first met.</summary>
internal sealed class RuleCacheReader
{
    private const int Hash = SHA256.HashSizeInBytes;
    private const int Places = Hash + 8;

    private readonly byte[] _bytes;
    private readonly string[] _texts;
    private readonly int[] _starts;
    private readonly int _body;

    private RuleCacheReader(byte[] bytes, int files)
    {
        _bytes = bytes;
        int count = Int(Hash + 4), place = Places + (4 * files);
        _texts = new string[count];
        _starts = new int[count + 1];
        int start = place + (4 * count);
        for (int i = 0; i < count; i++, place += 4)
        {
            _starts[i] = start;
            start += 2 * Int(place);
        }

        _starts[count] = _body = start;
    }

    /// <summary>Reads; a file that was left out is null.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="names">The files' names.</param>
    /// <exception cref="InvalidDataException">It is damaged or holds other files.</exception>
    public static RuleFile?[] Read(byte[] bytes, string[] names)
    {
        if (bytes.Length < Places || !SHA256.HashData(bytes.AsSpan(Hash)).AsSpan().SequenceEqual(bytes.AsSpan(0, Hash))) throw new InvalidDataException("damaged");
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Hash)) != names.Length) throw new InvalidDataException("other files");
        RuleCacheReader reader = new(bytes, names.Length);
        RuleFile?[] files = new RuleFile?[names.Length];
        InParallel.For(files.Length, i =>
        {
            int place = reader.Int(Places + (4 * i));
            if (place > 0) files[i] = new Cursor(reader, reader._body + place - 1).File(names[i]);
        });
        return files;
    }

    private int Int(int place) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(place));

    // Two threads may make the same text; either serves.
    private string Text(int number) => _texts[number] ??= new string(MemoryMarshal.Cast<byte, char>(_bytes.AsSpan(_starts[number], _starts[number + 1] - _starts[number])));

    private struct Cursor(RuleCacheReader reader, int place)
    {
        private int _place = place;

        public RuleFile File(string name)
        {
            RuleFile file = RuleFile.Empty(name);
            for (int left = Count(); left > 0; left--) file.Problems.Add(new SigmaProblem(name, Count(), Flag(), Text()!, Text()));
            for (int left = Count(); left > 0; left--) file.Rules.Add(Rule(name));
            return file;
        }

        private SigmaRule Rule(string path) => new()
        {
            Path = path,
            Id = Text()!,
            Title = Text()!,
            Name = Text(),
            Status = Text(),
            Description = Text(),
            Author = Text(),
            Level = (SigmaLevel)Byte(),
            Line = Count(),
            LogSource = new SigmaLogSource(Text(), Text(), Text()),
            Tags = Texts(),
            Techniques = Texts(),
            Fields = Texts(),
            FalsePositives = Texts(),
            References = Texts(),
            Condition = Expression(),
        };

        private SigmaExpression Expression()
        {
            RuleCacheTag tag = (RuleCacheTag)Byte();
            return tag switch
            {
                RuleCacheTag.And => new SigmaExpression.And(Terms()),
                RuleCacheTag.Or => new SigmaExpression.Or(Terms()),
                RuleCacheTag.Not => new SigmaExpression.Not(Expression()),
                _ => new SigmaExpression.Leaf(Test(tag, Text(), Text()!)),
            };
        }

        private ImmutableArray<SigmaExpression> Terms()
        {
            SigmaExpression[] terms = new SigmaExpression[Count()];
            for (int i = 0; i < terms.Length; i++) terms[i] = Expression();
            return ImmutableCollectionsMarshal.AsImmutableArray(terms);
        }

        private SigmaTest Test(RuleCacheTag tag, string? field, string pattern) => tag switch
        {
            RuleCacheTag.Literal => new SigmaTest.Literal(field, pattern, Text()!, (TextAnchor)Byte(), Flag(), Flag()),
            RuleCacheTag.Glob => new SigmaTest.Glob(field, pattern, Parts(), Flag(), Flag()),
            RuleCacheTag.Regexp => new SigmaTest.Regexp(field, pattern, Text()!, (RegexOptions)Count()),
            RuleCacheTag.Cidr => new SigmaTest.Cidr(field, pattern, IPNetwork.Parse(Text()!)),
            RuleCacheTag.Number => new SigmaTest.Number(field, pattern, (NumberComparison)Byte(), Double()),
            RuleCacheTag.Null => new SigmaTest.Null(field, pattern),
            RuleCacheTag.Exists => new SigmaTest.Exists(field, pattern, Flag()),
            RuleCacheTag.FieldReference => new SigmaTest.FieldReference(field, pattern, Text()!, (TextAnchor)Byte(), Flag()),
            RuleCacheTag.Time => new SigmaTest.Time(field, pattern, (TimePart)Byte(), (NumberComparison)Byte(), Double()),
            _ => throw new InvalidDataException($"unknown tag {tag}"),
        };

        private ImmutableArray<GlobPart> Parts()
        {
            GlobPart[] parts = new GlobPart[Count()];
            for (int i = 0; i < parts.Length; i++) parts[i] = new GlobPart((GlobPartKind)Byte(), Text()!);
            return ImmutableCollectionsMarshal.AsImmutableArray(parts);
        }

        private ImmutableArray<string> Texts()
        {
            int count = Count();
            if (count == 0) return [];
            string[] texts = new string[count];
            for (int i = 0; i < count; i++) texts[i] = Text()!;
            return ImmutableCollectionsMarshal.AsImmutableArray(texts);
        }

        private string? Text() => Count() is > 0 and int number ? reader.Text(number - 1) : null;

        private int Count()
        {
            int value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte b = Byte();
                value |= (b & 0x7F) << shift;
                if (b < 0x80) return value;
            }
        }

        private double Double()
        {
            _place += 8;
            return BinaryPrimitives.ReadDoubleLittleEndian(reader._bytes.AsSpan(_place - 8));
        }

        private bool Flag() => Byte() != 0;

        private byte Byte() => reader._bytes[_place++];
    }
}
