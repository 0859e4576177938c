using System.Globalization;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>Reads a <c>timespan</c>: a whole number and a unit, <c>s m h d w M y</c>.</summary>
internal static class Timespans
{
    private const long Second = TimeSpan.TicksPerSecond;

    /// <summary>The time that a text means; months and years have the mean length of the Gregorian calendar.</summary>
    /// <exception cref="RuleFault">It is not so written, or nothing, or longer than a thousand years.</exception>
    public static TimeSpan Read(YamlNode node, string key)
    {
        string text = node is YamlScalar scalar ? scalar.Text : "";
        long unit = text is [.., var last] ? last switch
        {
            's' => Second,
            'm' => 60 * Second,
            'h' => 3_600 * Second,
            'd' => 86_400 * Second,
            'w' => 7 * 86_400 * Second,
            'M' => 2_629_746 * Second,
            'y' => 31_556_952 * Second,
            _ => 0,
        } : 0;
        if (unit == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0)
            throw new RuleFault(node.Line, $"the {key} '{text}' is not a number and one of s, m, h, d, w, M, y");
        return (double)number * unit <= 1_000d * 31_556_952 * Second
            ? TimeSpan.FromTicks(number * unit)
            : throw new RuleFault(node.Line, $"the {key} '{text}' is longer than a thousand years");
    }
}
