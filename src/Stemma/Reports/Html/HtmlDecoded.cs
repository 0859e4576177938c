using System.Globalization;
using Stemma.Decoding;
using Stemma.Decoding.Behaviours;
using Stemma.Incidents;

namespace Stemma.Reports.Html;

/// <summary>What an incident's command lines and scripts hide, layer by layer, in a page. Text of logs stands there as text.</summary>
internal static class HtmlDecoded
{
    private const int ShownLayers = 8;
    private const int ShownBehaviours = 12;

    /// <summary>Writes it; nothing when nothing was decoded.</summary>
    public static void Write(HtmlPage page, Incident incident, ReportLimits limits)
    {
        if (incident.Decoded.Count == 0) return;
        page.Leaf("h3", "Decoded").Line();
        page.Leaf("p", "Command lines and scripts that hide what they say, layer by layer. Layer 0 is what the log holds. They were read, not run.", ("class", "text"));
        foreach (IncidentDecoded decoded in incident.Decoded.Take(limits.Scripts)) Write(page, decoded, limits);
        if (incident.Decoded.Count > limits.Scripts) page.Leaf("p", $"{Humans.Count(incident.Decoded.Count - limits.Scripts, "more text")} not shown; --format json has all.", ("class", "soft small")).Line();
    }

    private static void Write(HtmlPage page, IncidentDecoded decoded, ReportLimits limits)
    {
        DecodedArtifact artifact = decoded.Artifact;
        string who = decoded.Process is null ? "a process that is not known" : $"{ReportWords.Process(decoded.Process)} on {decoded.Process.Host}";
        page.Open("h4").Text(decoded.IsScript ? "Script of " : "Command line of ").Leaf("code", who).Close();
        page.Leaf("p", string.Create(CultureInfo.InvariantCulture, $"{ReportWords.Moment(decoded.Evidence.Time)} · {Humans.Count(artifact.Layers.Count - 1, "layer")} below the logged text · obfuscation {artifact.Score.Value:0} of 100"), ("class", "small"));
        WriteBehaviours(page, artifact, limits);
        foreach (Layer layer in Shown(artifact))
        {
            int most = layer.Number == 0 ? limits.Value : limits.Script;
            string how = layer.Number == 0 ? "as it was logged" : $"{ReportWords.Of(layer.Kind)}, from layer {layer.Parent.ToString(CultureInfo.InvariantCulture)}: {layer.Step}";
            page.Open("p", ("class", "small")).Leaf("strong", string.Create(CultureInfo.InvariantCulture, $"Layer {layer.Number}")).Text($" {how}{(layer.Number == artifact.Final.Number ? "; the least is hidden here" : "")}").Close();
            page.Open("pre").Lines(Humans.Cut(layer.Text, most)).Close().Line();
            if (layer.Text.Length > most) page.Leaf("p", $"{Humans.Count(layer.Text.Length - most)} more characters.", ("class", "soft small")).Line();
        }

        if (artifact.Layers.Count > ShownLayers) page.Leaf("p", $"{Humans.Count(artifact.Layers.Count - ShownLayers, "more layer")} not shown; --format json has all.", ("class", "soft small")).Line();
        if (artifact.IsCut) page.Leaf("p", $"Decoded in part: {artifact.Notes[^1]}.", ("class", "soft small")).Line();
    }

    private static void WriteBehaviours(HtmlPage page, DecodedArtifact artifact, ReportLimits limits)
    {
        if (artifact.Behaviours.Count == 0) return;
        page.Open("ul", ("class", "match"));
        foreach (Behaviour behaviour in artifact.Behaviours.OrderBy(Rank).Take(ShownBehaviours))
        {
            page.Open("li");
            HtmlIncident.Level(page, behaviour.Level);
            page.Text($" {behaviour.Name} ");
            HtmlIncident.Technique(page, behaviour.Technique);
            page.Text(": ").Leaf("code", Humans.Cut(behaviour.Evidence, limits.Value)).Close();
        }

        page.Close().Line();
    }

    // The first layers, and the one in which the least is hidden.
    private static IEnumerable<Layer> Shown(DecodedArtifact artifact) =>
        artifact.Layers.Count <= ShownLayers || artifact.Final.Number < ShownLayers ? artifact.Layers.Take(ShownLayers) : artifact.Layers.Take(ShownLayers - 1).Append(artifact.Final);

    private static int Rank(Behaviour behaviour) => behaviour.Level switch { "high" => 0, "medium" => 1, "low" => 2, _ => 3 };
}
