namespace Stemma.Sigma.Tests.Support;

/// <summary>Rules that went through a pipeline of the given transformations.</summary>
internal static class Piped
{
    /// <summary>Whether a rule, after the pipeline, fires on an event.</summary>
    public static bool Fires(string transformations, string detection, params (string Name, string? Value)[] fields) =>
        Rule.Fires(Read(transformations, detection), fields);

    /// <summary>The rule after the pipeline.</summary>
    public static SigmaRule Read(string transformations, string detection) => Rule.Read(detection, Options(transformations));

    /// <summary>Why the pipeline refuses the rule.</summary>
    public static string Refusal(string transformations, string detection) => Rule.Error(detection, Options(transformations));

    /// <summary>Options with a pipeline of transformations, each a YAML flow map, one a line.</summary>
    public static SigmaLoadOptions Options(string transformations, string more = "") => new() { Pipelines = [Pipeline(transformations, more)] };

    /// <summary>A pipeline of transformations, each a YAML flow map, one a line.</summary>
    public static SigmaPipeline Pipeline(string transformations, string more = "") =>
        SigmaPipeline.Parse($"{more}transformations:\n{string.Join('\n', transformations.Split('\n').Select(line => "  - " + line))}\n", "p.yml");
}
