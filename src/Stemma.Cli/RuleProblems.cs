using System.Text.RegularExpressions;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>Prints what is wrong with rules: every error; warnings one by one, or by kind when there are many.</summary>
internal static partial class RuleProblems
{
    private const int Few = 20;

    /// <summary>Writes them.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="problems">The problems, in order.</param>
    /// <param name="all">Write every warning, whatever their number.</param>
    public static void Write(TextWriter writer, IReadOnlyList<SigmaProblem> problems, bool all)
    {
        bool list = all || problems.Count(problem => !problem.IsError) <= Few;
        foreach (SigmaProblem problem in problems.Where(problem => list || problem.IsError)) writer.WriteLine(Humans.Clean(problem.ToString()));
        if (list) return;
        foreach (var kind in problems.Where(problem => !problem.IsError).GroupBy(problem => Quoted().Replace(problem.Message, "'…'"))
            .OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal))
        {
            SigmaProblem first = kind.First();
            writer.WriteLine(Humans.Clean($"{Humans.Count(kind.Count()),7} × warning: {kind.Key}; first {first.Path}:{first.Line}"));
        }

        writer.WriteLine("Every warning with its place: --verbose");
    }

    // Kinds differ in words, not in what they quote, nor in ids and paths.
    [GeneratedRegex(@"'[^']*'|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|(?<=that of ).*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();
}
