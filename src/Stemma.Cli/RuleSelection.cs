using System.CommandLine;
using System.Globalization;
using Stemma.Detection;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>The options that say which rules run: <c>--rules</c>, <c>--level</c>, <c>--technique</c>.</summary>
internal sealed class RuleSelection
{
    /// <summary>What <c>--rules</c> takes to run none.</summary>
    public const string None = "none";

    private readonly Option<string[]> _rules = new("--rules", "-r")
    {
        Description = "Sigma rules: files or folders; 'none' to read without rules (default: the built-in rules)",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _level = new("--level", "-l")
    {
        Description = "only rules of this level and above: informational, low, medium, high, critical",
        HelpName = "LEVEL",
    };

    private readonly Option<string[]> _technique = new("--technique", "-t")
    {
        Description = "only rules of this ATT&CK technique and its sub-techniques, such as T1059",
        HelpName = "ID",
    };

    private readonly RuleLoading _loading = new();

    public RuleSelection() => _level.Validators.Add(LevelOption.Check);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_rules);
        _loading.AddTo(command);
        command.Add(_level);
        command.Add(_technique);
    }

    /// <summary>Loads the rules that were asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="tuning">Gives rules other levels; null for none.</param>
    /// <exception cref="UserError">There are none where they were looked for.</exception>
    public SigmaRuleSet Load(ParseResult parsed, Tuning? tuning = null)
    {
        string[] paths = parsed.GetValue(_rules) ?? [];
        if (paths is [None]) return new SigmaRuleSet([], []);
        CollectLate();
        SigmaRuleSet set = _loading.Load(paths, parsed);
        if (set.Rules.Count == 0 && paths.Length > 0) throw new UserError(NoRules(paths, set), ExitCode.Usage);
        foreach (string name in tuning?.Unknown([.. set.Rules]) ?? []) Console.Error.WriteLine(Humans.Clean($"note: the tune file names '{name}', and no rule that was loaded has this title or id"));
        if (tuning is not null) set = set with { Rules = [.. set.Rules.Select(tuning.Apply)] };
        SigmaLevel? level = LevelOption.Parse(parsed.GetValue(_level));
        string[] techniques = parsed.GetValue(_technique) ?? [];
        SigmaRule[] chosen = [.. set.Rules.Where(rule => rule.Level >= (level ?? SigmaLevel.Informational)
            && (techniques.Length == 0 || techniques.Any(technique => rule.Techniques.Any(id => IsWithin(id, technique)))))];
        if (chosen.Length == 0)
            throw new UserError($"none of the {Humans.Count(set.Rules.Count)} rules is of the level and techniques asked for", ExitCode.Usage);
        return set with { Rules = chosen };
    }

    // Rules and their programs are made first, and kept: to collect garbage among them takes a tenth of a second and frees little.
    // Beyond this many bytes it is collected as ever.
    private static void CollectLate()
    {
        try
        {
            _ = GC.TryStartNoGCRegion(200 << 20);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // More than this machine lets a program have, or a second loading.
        }
    }

    private static bool IsWithin(string id, string technique) =>
        id.StartsWith(technique, StringComparison.OrdinalIgnoreCase) && (id.Length == technique.Length || id[technique.Length] == '.');

    private static string NoRules(string[] paths, SigmaRuleSet set)
    {
        string message = $"no rules in {string.Join(", ", paths)}";
        if (set.Problems.FirstOrDefault(problem => problem.IsError) is { } problem) message += $": {problem.Message}";
        foreach (string path in paths)
        {
            // A slip of the finger is the likeliest reason.
            string parent = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
            if (Directory.Exists(path) || File.Exists(path) || !Directory.Exists(parent)) continue;
            string? close = Directory.EnumerateDirectories(parent).Select(folder => Path.GetFileName(folder)!)
                .Where(name => Distance(name, Path.GetFileName(path.TrimEnd('/'))) <= 2).Order(StringComparer.Ordinal).FirstOrDefault();
            if (close is not null) message += string.Create(CultureInfo.InvariantCulture, $"; did you mean {Path.Combine(Path.GetDirectoryName(path) ?? "", close)}?");
        }

        return message;
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
