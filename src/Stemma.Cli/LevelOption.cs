using System.CommandLine.Parsing;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>Reads a level as rules name it.</summary>
internal static class LevelOption
{
    /// <summary>The level; null for null or what is no level.</summary>
    public static SigmaLevel? Parse(string? text)
    {
        foreach (SigmaLevel level in Enum.GetValues<SigmaLevel>())
            if (string.Equals(text, level.Name(), StringComparison.OrdinalIgnoreCase)) return level;
        return null;
    }

    /// <summary>Reports what is no level.</summary>
    public static void Check(OptionResult result)
    {
        string? text = result.Tokens.Count > 0 ? result.Tokens[0].Value : null;
        if (text is not null && Parse(text) is null)
            result.AddError($"'{text}' is no level; there are {string.Join(", ", Enum.GetValues<SigmaLevel>().Select(level => level.Name()))}");
    }
}
