using Stemma.Tests.Shared;

namespace Stemma.Tests.Content;

/// <summary>The techniques of ATT&amp;CK as the test data lists them; tests that ask for them are skipped where it is absent.</summary>
internal static class AttackTable
{
    /// <summary>The current techniques of TA0002, Execution: id and name.</summary>
    public static IEnumerable<(string Id, string Name)> Execution()
    {
        // Id, name, tactics joined by semicolons, platforms, whether a sub-technique, whether revoked; only names may be quoted.
        foreach (string line in File.ReadLines(TestData.Shared("knowledge/attack/techniques.csv")).Skip(1))
        {
            int first = line.IndexOf(',', StringComparison.Ordinal);
            string id = line[..first], rest = line[(first + 1)..];
            int end = rest.StartsWith('"') ? rest.IndexOf("\",", 1, StringComparison.Ordinal) + 1 : rest.IndexOf(',', StringComparison.Ordinal);
            string[] more = rest[(end + 1)..].Split(',');
            if (more[0].Split(';').Contains("execution") && more[^1] == "False") yield return (id, rest[..end].Trim('"'));
        }
    }
}
