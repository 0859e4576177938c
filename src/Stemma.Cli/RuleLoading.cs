using System.CommandLine;
using Stemma.Detection;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>The options that say how rules are read: <c>--placeholders</c>, <c>--pipeline</c>.</summary>
internal sealed class RuleLoading
{
    private readonly Option<string?> _placeholders = new("--placeholders")
    {
        Description = "values for the placeholders of rules that use 'expand', as YAML",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _pipelines = new("--pipeline")
    {
        Description = "a processing pipeline that changes rules before they run, such as their field names; repeatable, applied by priority",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_placeholders);
        command.Add(_pipelines);
    }

    /// <summary>Loads rules; the built-in ones when no path is given. What a pipeline cannot do here is said on standard error.</summary>
    /// <exception cref="UserError">A file of the options cannot be read as what it should be.</exception>
    public SigmaRuleSet Load(string[] paths, ParseResult parsed)
    {
        SigmaLoadOptions options = Options(parsed);
        foreach (SigmaProblem warning in options.Pipelines.SelectMany(pipeline => pipeline.Warnings)) Console.Error.WriteLine(Humans.Clean(warning.ToString()));
        return paths.Length == 0 ? BuiltInContent.LoadRules(options) : SigmaRuleReader.Load(paths, options);
    }

    private SigmaLoadOptions Options(ParseResult parsed)
    {
        try
        {
            SigmaLoadOptions options = new() { CacheFolder = CacheFolder(), Pipelines = [.. (parsed.GetValue(_pipelines) ?? []).Select(SigmaPipeline.Load)] };
            return parsed.GetValue(_placeholders) is { } placeholders ? options with { Placeholders = SigmaPlaceholders.Load(placeholders) } : options;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(e.Message, ExitCode.Usage);
        }
    }

    // Where the user's caches are; STEMMA_CACHE is another folder, or nothing for none.
    private static string? CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("STEMMA_CACHE") is { } own) return own.Length == 0 ? null : own;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? folder = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches ? caches
            : home.Length > 0 ? Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache") : null;
        return string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, "stemma", "rules");
    }
}
