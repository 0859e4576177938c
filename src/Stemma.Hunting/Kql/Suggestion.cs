namespace Stemma.Hunting.Kql;

/// <summary>Adds the nearest name to a message about one that is not there.</summary>
internal static class Suggestion
{
    /// <summary>The message, and the known name that is nearest to the one that was written, if any is near.</summary>
    public static string For(string written, IEnumerable<string> known, string message)
    {
        string? best = null;
        int least = Math.Max(2, written.Length / 3) + 1;
        if (written.Length is > 2 and <= 100)
        {
            foreach (string name in known)
            {
                int distance = Distance(written.ToUpperInvariant(), name.ToUpperInvariant());
                if (distance >= least) continue;
                least = distance;
                best = name;
            }
        }

        return best is null ? message : $"{message}; did you mean '{best}'?";
    }

    // Levenshtein's.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 10) return int.MaxValue;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
