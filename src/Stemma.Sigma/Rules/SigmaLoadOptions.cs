namespace Stemma.Sigma;

/// <summary>How rules are loaded.</summary>
public sealed record SigmaLoadOptions
{
    /// <summary>Values for the placeholders of <c>expand</c> (<c>%name%</c>), by name without percent signs.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Files with more bytes than this are an error; 4 MiB unless said otherwise.</summary>
    public int MaxFileSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>How a file's path is named in rules and problems; null: as it was reached.</summary>
    public Func<string, string>? PathName { get; init; }

    /// <summary>Changes that rules undergo before they are understood, applied by priority and then in this order.</summary>
    public IReadOnlyList<SigmaPipeline> Pipelines { get; init; } = [];

    /// <summary>
    /// A folder of the user's own in which what rules were read as is kept, so that they load ten times as fast the next time; it is made
    /// when it is not there. Null: nothing is kept. Not used together with <see cref="Pipelines"/>.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>The options when none are given.</summary>
    public static SigmaLoadOptions Default { get; } = new();

    internal void Process(Rules.RuleDraft draft)
    {
        foreach (SigmaPipeline pipeline in Pipelines.OrderBy(pipeline => pipeline.Priority)) pipeline.Apply(draft);
    }
}
