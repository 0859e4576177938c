using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Bounds how many ways backtracking over an expression may try on a value: the places where a match may start, times the choices
/// on the way. A repetition of one character has as many choices as its longest run in the value, which in ordinary text is short; an
/// alternation has the sum of its branches'. What is not understood has no bound.
/// </summary>
internal abstract record RegexBound
{
    private RegexBound()
    {
    }

    /// <summary>Reads an expression; null when it cannot be bounded.</summary>
    public static RegexBound? Of(string syntax, RegexOptions options) => new Reader(syntax, options).Read();

    /// <summary>Whether the number of ways for a value, its starts included, is at most so many.</summary>
    public bool IsWithin(double ways, ReadOnlySpan<char> text)
    {
        // Most values are within the bound even when all of them is one run.
        double length = Math.Max(text.Length, 1);
        return length * Choices(text.Length) <= ways || length * Choices(text) <= ways;
    }

    /// <summary>Whether something is counted to so many or more: such expressions make huge automata.</summary>
    public virtual bool CountsTo(int count) => false;

    private protected abstract double Choices(ReadOnlySpan<char> text);

    private protected abstract double Choices(int longestRun);

    private sealed record One(CharacterSet Set) : RegexBound
    {
        private protected override double Choices(ReadOnlySpan<char> text) => 1;

        private protected override double Choices(int longestRun) => 1;
    }

    private sealed record Sequence(List<RegexBound> Parts) : RegexBound
    {
        public override bool CountsTo(int count) => Parts.Exists(part => part.CountsTo(count));

        private protected override double Choices(ReadOnlySpan<char> text)
        {
            double product = 1;
            foreach (RegexBound part in Parts) product *= part.Choices(text);
            return product;
        }

        private protected override double Choices(int longestRun)
        {
            double product = 1;
            foreach (RegexBound part in Parts) product *= part.Choices(longestRun);
            return product;
        }
    }

    private sealed record Alternation(List<RegexBound> Branches) : RegexBound
    {
        public override bool CountsTo(int count) => Branches.Exists(branch => branch.CountsTo(count));

        private protected override double Choices(ReadOnlySpan<char> text)
        {
            double sum = 0;
            foreach (RegexBound branch in Branches) sum += branch.Choices(text);
            return sum;
        }

        private protected override double Choices(int longestRun)
        {
            double sum = 0;
            foreach (RegexBound branch in Branches) sum += branch.Choices(longestRun);
            return sum;
        }
    }

    // Not there, or there in one of its ways.
    private sealed record Optional(RegexBound Inner) : RegexBound
    {
        public override bool CountsTo(int count) => Inner.CountsTo(count);

        private protected override double Choices(ReadOnlySpan<char> text) => 1 + Inner.Choices(text);

        private protected override double Choices(int longestRun) => 1 + Inner.Choices(longestRun);
    }

    private sealed record Run(CharacterSet Set, int Least, int Most) : RegexBound
    {
        public override bool CountsTo(int count) => (Most == int.MaxValue ? Least : Most) >= count;

        private protected override double Choices(ReadOnlySpan<char> text) => Choices(Set.LongestRun(text));

        private protected override double Choices(int longestRun) => Math.Max(1, Math.Min(longestRun, Most) - Least + 1);
    }

    /// <summary>Which characters an atom may match; beyond ASCII it says yes to all.</summary>
    private sealed class CharacterSet
    {
        private readonly bool[] _ascii = new bool[128];
        private SearchValues<char>? _others;

        public void Add(Func<char, bool> test)
        {
            for (char c = '\0'; c < 128; c++) _ascii[c] |= test(c);
        }

        public void Add(CharacterSet other)
        {
            for (char c = '\0'; c < 128; c++) _ascii[c] |= other._ascii[c];
        }

        public CharacterSet Inverted()
        {
            CharacterSet inverted = new();
            inverted.Add(c => !_ascii[c]);
            return inverted;
        }

        public void IgnoreCase()
        {
            for (char c = 'a'; c <= 'z'; c++) _ascii[c] = _ascii[char.ToUpperInvariant(c)] |= _ascii[c];
        }

        public int LongestRun(ReadOnlySpan<char> text)
        {
            SearchValues<char> others = _others ??= Others();
            int longest = 0;
            while (text.Length > longest && text.IndexOfAnyExcept(others) is >= 0 and int start)
            {
                text = text[start..];
                int run = text.IndexOfAny(others);
                if (run < 0) return Math.Max(longest, text.Length);
                longest = Math.Max(longest, run);
                text = text[run..];
            }

            return longest;
        }

        private SearchValues<char> Others()
        {
            List<char> others = [];
            for (char c = '\0'; c < 128; c++)
                if (!_ascii[c]) others.Add(c);
            return SearchValues.Create(CollectionsMarshal.AsSpan(others));
        }
    }

    /// <summary>Reads the common part of the syntax: literals, escapes, classes, plain groups, alternations and quantifiers.</summary>
    private sealed class Reader(string syntax, RegexOptions options)
    {
        private const int MaxDepth = 24;
        private int _at;

        private bool AtEnd => _at >= syntax.Length;

        public RegexBound? Read() => Alternatives(0) is { } bound && AtEnd ? bound : null;

        private RegexBound? Alternatives(int depth)
        {
            if (depth > MaxDepth) return null;
            List<RegexBound> branches = [];
            do
            {
                if (Branch(depth) is not { } branch) return null;
                branches.Add(branch);
            }
            while (Take('|'));
            return branches is [var only] ? only : new Alternation(branches);
        }

        private Sequence? Branch(int depth)
        {
            List<RegexBound> parts = [];
            while (!AtEnd && syntax[_at] is not ('|' or ')'))
            {
                RegexBound? group = null;
                CharacterSet? set = null;
                if (Take('('))
                {
                    // Only plain groups: options, comments, conditions and look-around are others' business.
                    if (Take('?') && !Take(':')) return null;
                    group = Alternatives(depth + 1);
                    if (group is null || !Take(')')) return null;
                }
                else if ((set = Character()) is null)
                {
                    return null;
                }

                if (!Quantifier(out int least, out int most)) parts.Add(group ?? new One(set!));
                else if (set is not null) parts.Add(new Run(set, least, most));
                else if (most == 1) parts.Add(new Optional(group!));
                else if (AddFixed(group!, set = new CharacterSet())) parts.Add(new Run(set, least, most));
                else return null;
            }

            return new Sequence(parts);
        }

        // What matches in one way only; repeated, it is at most as often there as the value has a run of its characters.
        private static bool AddFixed(RegexBound bound, CharacterSet set)
        {
            if (bound is One one) set.Add(one.Set);
            return bound is One || (bound is Sequence sequence && sequence.Parts.TrueForAll(part => AddFixed(part, set)));
        }

        private bool Quantifier(out int least, out int most)
        {
            (least, most) = (0, int.MaxValue);
            if (AtEnd) return false;
            switch (syntax[_at])
            {
                case '*': break;
                case '+': least = 1; break;
                case '?': most = 1; break;
                case '{' when Counts(out least, out most): break;
                default: return false;
            }

            _at++;
            Take('?');
            return true;
        }

        // {n}, {n,} and {n,m}; leaves the reader at the closing brace.
        private bool Counts(out int least, out int most)
        {
            least = 0;
            most = int.MaxValue;
            int end = syntax.IndexOf('}', _at);
            if (end < 0) return false;
            string[] parts = syntax[(_at + 1)..end].Split(',');
            if (parts.Length > 2 || !int.TryParse(parts[0], out least)) return false;
            if (parts.Length == 1) most = least;
            else if (parts[1].Length > 0 && !int.TryParse(parts[1], out most)) return false;
            _at = end;
            return true;
        }

        private CharacterSet? Character()
        {
            char c = syntax[_at++];
            CharacterSet set = new();
            if (c == '[') return Class();
            if (c == '.') set.Add(x => x != '\n' || options.HasFlag(RegexOptions.Singleline));
            else if (c != '\\') set.Add(x => x == c);
            else if (!Escape(set)) return null;
            if (options.HasFlag(RegexOptions.IgnoreCase)) set.IgnoreCase();
            return set;
        }

        // Anchors match nothing and so never run.
        private bool Escape(CharacterSet set)
        {
            if (AtEnd) return false;
            char c = syntax[_at++];
            switch (c)
            {
                case 's': set.Add(char.IsWhiteSpace); return true;
                case 'S': set.Add(x => !char.IsWhiteSpace(x)); return true;
                case 'd': set.Add(char.IsAsciiDigit); return true;
                case 'D': set.Add(x => !char.IsAsciiDigit(x)); return true;
                case 'w': set.Add(x => char.IsAsciiLetterOrDigit(x) || x == '_'); return true;
                case 'W': set.Add(x => !char.IsAsciiLetterOrDigit(x) && x != '_'); return true;
                case 'b' or 'B' or 'A' or 'z' or 'Z': return true;
                case 't' or 'n' or 'r' or 'f' or 'v' or 'e':
                    char control = c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', 'v' => '\v', _ => '\x1b' };
                    set.Add(x => x == control);
                    return true;
                case 'x' or 'u':
                    int digits = c == 'x' ? 2 : 4;
                    if (_at + digits > syntax.Length || !int.TryParse(syntax.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, null, out int code)) return false;
                    _at += digits;
                    set.Add(x => x == code);
                    return true;
                default:
                    set.Add(x => x == c);
                    return !char.IsAsciiLetterOrDigit(c);
            }
        }

        private CharacterSet? Class()
        {
            CharacterSet set = new();
            bool inverted = Take('^'), first = true;
            while (!AtEnd)
            {
                char c = syntax[_at++];
                if (c == ']' && !first)
                {
                    if (options.HasFlag(RegexOptions.IgnoreCase)) set.IgnoreCase();
                    return inverted ? set.Inverted() : set;
                }

                first = false;
                if (c == '[' && _at > 1 && syntax[_at - 2] == '-') return null;
                if (c == '\\')
                {
                    // A range from an escape on is rare; so is \b, which means something else here.
                    if (AtEnd || syntax[_at] == 'b' || !Escape(set) || (_at + 1 < syntax.Length && syntax[_at] == '-' && syntax[_at + 1] != ']')) return null;
                }
                else if (_at + 1 < syntax.Length && syntax[_at] == '-' && syntax[_at + 1] != ']')
                {
                    char last = syntax[_at + 1];
                    if (last is '[' or '\\') return null;
                    _at += 2;
                    set.Add(x => x >= c && x <= last);
                }
                else
                {
                    set.Add(x => x == c);
                }
            }

            return null;
        }

        private bool Take(char c)
        {
            if (AtEnd || syntax[_at] != c) return false;
            _at++;
            return true;
        }
    }
}
