namespace Stemma.Sigma.Matching;

/// <summary>
/// Bounds how many steps backtracking over an expression may take: about the value's length to the power of
/// <see cref="Degree"/>, times <see cref="Factor"/>. Reads the syntax only as far as it needs to; what it does not understand it
/// calls unbounded.
/// </summary>
/// <param name="Degree">1 for the start, and 1 for each open-ended repetition; <see cref="Unbounded"/> when a repetition repeats
/// something that itself can match in several ways.</param>
/// <param name="Factor">The product of what bounded repetitions may try.</param>
/// <param name="HasLargeCount">It counts to <see cref="LargeCount"/> or more, which makes a huge automaton.</param>
internal readonly record struct RegexCost(int Degree, double Factor, bool HasLargeCount = false)
{
    /// <summary>What counts as a large count.</summary>
    public const int LargeCount = 64;

    /// <summary>No bound that would help.</summary>
    public const int Unbounded = 99;

    /// <summary>Steps for a value of a length.</summary>
    public double Steps(int length) => Math.Pow(Math.Max(length, 1), Degree) * Factor;

    /// <summary>The bound for an expression.</summary>
    public static RegexCost Of(string syntax)
    {
        // Groups that are open: whether something in them can match in several ways.
        Stack<bool> groups = new();
        bool varies = false, lastVaries = false;
        int degree = 1;
        double factor = 1;
        bool large = false;
        for (int i = 0; i < syntax.Length; i++)
        {
            switch (syntax[i])
            {
                case '\\':
                    i++;
                    lastVaries = false;
                    break;
                case '[':
                    if ((i = EndOfClass(syntax, i)) < 0) return new(Unbounded, 1);
                    lastVaries = false;
                    break;
                case '(':
                    // Only plain groups; options, comments, conditions and look-around are left to others.
                    if (i + 1 < syntax.Length && syntax[i + 1] == '?')
                    {
                        if (i + 2 >= syntax.Length || syntax[i + 2] != ':') return new(Unbounded, 1);
                        i += 2;
                    }

                    groups.Push(varies);
                    varies = false;
                    break;
                case ')':
                    lastVaries = varies;
                    varies = (groups.Count > 0 && groups.Pop()) || lastVaries;
                    break;
                case '|':
                    varies = true;
                    factor += 1;
                    break;
                case '*' or '+':
                    if (lastVaries) return new(Unbounded, 1);
                    degree++;
                    varies = lastVaries = true;
                    i = SkipLazy(syntax, i);
                    break;
                case '?':
                    factor *= 2;
                    varies = lastVaries = true;
                    i = SkipLazy(syntax, i);
                    break;
                case '{':
                    int end = syntax.IndexOf('}', i);
                    if (end < 0 || !TryCounts(syntax.AsSpan(i + 1, end - i - 1), out int least, out int most)) goto default;
                    if (most > 1 && lastVaries) return new(Unbounded, 1);
                    large |= (most == int.MaxValue ? least : most) >= LargeCount;
                    if (most == int.MaxValue) degree++;
                    else factor *= most - least + 1;
                    lastVaries = most != least;
                    varies |= lastVaries;
                    i = SkipLazy(syntax, end);
                    break;
                default:
                    lastVaries = false;
                    break;
            }
        }

        return new(degree, factor, large);
    }

    private static int SkipLazy(string syntax, int i) => i + 1 < syntax.Length && syntax[i + 1] is '?' or '+' ? i + 1 : i;

    private static int EndOfClass(string syntax, int start)
    {
        int i = start + 1;
        if (i < syntax.Length && syntax[i] == '^') i++;
        if (i < syntax.Length && syntax[i] == ']') i++;
        for (; i < syntax.Length; i++)
        {
            if (syntax[i] == '\\') i++;
            else if (syntax[i] == ']') return i;
            else if (syntax[i] == '[' && syntax[i - 1] == '-') return -1;
        }

        return -1;
    }

    // n, n, and n,m as .NET reads them; anything else is text.
    private static bool TryCounts(ReadOnlySpan<char> text, out int least, out int most)
    {
        int comma = text.IndexOf(',');
        most = int.MaxValue;
        if (comma < 0) return int.TryParse(text, out least) & int.TryParse(text, out most);
        ReadOnlySpan<char> upper = text[(comma + 1)..];
        return int.TryParse(text[..comma], out least) && (upper.IsEmpty || int.TryParse(upper, out most));
    }
}
