using System.Net;
using System.Text.RegularExpressions;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Finds what to look for elsewhere: in what the processes did, and in their commands and scripts, as they stand there.</summary>
internal static partial class IncidentIndicators
{
    private const int LongestText = 65_536;

    /// <summary>The indicators by kind and value.</summary>
    public static IReadOnlyList<Indicator> Of(Incident incident, IncidentDraft draft, InvestigationLimits limits)
    {
        foreach (IncidentProcess one in incident.Processes)
            if (one.Process.CommandLine.Length > 0) Read(one.Process.CommandLine, $"in the command of {IncidentStory.Name(one.Process)}", one.Process.Evidence);
        foreach (LineageScript script in incident.Scripts) Read(script.Text, $"in a script of {IncidentStory.Name(script.Process!)}", script.Evidence);
        foreach (IncidentDetection one in incident.Detections.Where(one => one.Process is null))
            foreach (string? value in one.Matched.Select(item => item.Value)) Read(value ?? "", $"in what made \"{one.Rule.Title}\" fire", one.Evidence);
        foreach (LineageEdge edge in incident.Edges)
        {
            if (edge.Kind == EdgeKind.Service) Add(IndicatorKind.Service, edge.Detail, $"it ran {edge.To.CommandLine}", edge.Evidence);
            if (edge.Kind == EdgeKind.Task) Add(IndicatorKind.Task, edge.Detail, $"it ran {edge.To.CommandLine}", edge.Evidence);
            if (edge.Kind == EdgeKind.File) Add(IndicatorKind.File, edge.Detail, $"{IncidentStory.Name(edge.To)} ran it", edge.Evidence);
        }

        foreach (IncidentDecoded decoded in incident.Decoded)
            foreach (Decoding.Indicators.Indicator hidden in decoded.Artifact.Indicators.Where(hidden => hidden.Layer > 0)) AddHidden(decoded, hidden);

        return [.. draft.Indicators.Values.OrderBy(indicator => indicator.Kind).ThenBy(indicator => indicator.Value, StringComparer.OrdinalIgnoreCase)];

        void Read(string text, string why, Evidence evidence)
        {
            if (text.Length > LongestText) text = text[..LongestText];
            foreach (Match match in Url().Matches(text))
            {
                string url = match.Value.TrimEnd('.', ',', ';', ')', '\'', '"');
                Add(IndicatorKind.Url, url, why, evidence);
                if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0) continue;
                Add(IPAddress.TryParse(uri.Host, out _) ? IndicatorKind.Address : IndicatorKind.Domain, uri.Host, why, evidence);
            }

            foreach (Match match in Ip().Matches(text))
                if (IPAddress.TryParse(match.Value, out IPAddress? ip) && !IPAddress.IsLoopback(ip) && ip.GetAddressBytes()[0] is not (0 or 255)) Add(IndicatorKind.Address, match.Value, why, evidence);
            if (ServiceMade().Match(text) is { Success: true } service) Add(IndicatorKind.Service, service.Groups[1].Value.Trim('"'), why, evidence);
            if (TaskMade().Match(text) is { Success: true } task) Add(IndicatorKind.Task, task.Groups[1].Value.Trim('"'), why, evidence);
            if (IncidentImpacts.AccountMade(text) is { } account) Add(IndicatorKind.Account, account, why, evidence);
        }

        void AddHidden(IncidentDecoded decoded, Decoding.Indicators.Indicator hidden)
        {
            IndicatorKind kind = Kind(hidden.Kind);
            if (kind == IndicatorKind.File && ActivityReader.IsOfSystem(hidden.Value)) return;
            string value = kind == IndicatorKind.Hash ? $"{hidden.Value.Length switch { 32 => "MD5", 40 => "SHA1", _ => "SHA256" }}={hidden.Value}" : hidden.Value;
            Add(kind, value, $"in what {(decoded.IsScript ? "a script" : "the command")} of {(decoded.Process is null ? "an unknown process" : IncidentStory.Name(decoded.Process))} hides", decoded.Evidence);
        }

        void Add(IndicatorKind kind, string value, string why, Evidence evidence)
        {
            if (value.Length > 0 && draft.Indicators.Count < limits.Indicators) draft.Indicators.TryAdd((kind, value.ToUpperInvariant()), new Indicator(kind, value, why, evidence));
        }
    }

    private static IndicatorKind Kind(Decoding.Indicators.IndicatorKind kind) => kind switch
    {
        Decoding.Indicators.IndicatorKind.Url => IndicatorKind.Url,
        Decoding.Indicators.IndicatorKind.Domain => IndicatorKind.Domain,
        Decoding.Indicators.IndicatorKind.Ipv4 or Decoding.Indicators.IndicatorKind.Ipv6 => IndicatorKind.Address,
        Decoding.Indicators.IndicatorKind.RegistryKey => IndicatorKind.Registry,
        Decoding.Indicators.IndicatorKind.Hash => IndicatorKind.Hash,
        Decoding.Indicators.IndicatorKind.Mutex => IndicatorKind.Mutex,
        Decoding.Indicators.IndicatorKind.Email => IndicatorKind.Mail,
        Decoding.Indicators.IndicatorKind.WalletAddress => IndicatorKind.Wallet,
        _ => IndicatorKind.File,
    };

    // None of these tries more than some hundred ways from a place, so they need no time limit. The name of an XML vocabulary is no address.
    [GeneratedRegex("""(?<!xmlns(?::\w{1,40})?\s{0,4}=\s{0,4}["'])\b(?:https?|ftp)://[^\s'"<>|^`]{3,500}""", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")]
    private static partial Regex Ip();

    [GeneratedRegex("""\bsc(?:\.exe)?"?\s+(?:\\\\\S+\s+)?create\s+("[^"]{1,100}"|\S{1,100})""", RegexOptions.IgnoreCase)]
    private static partial Regex ServiceMade();

    [GeneratedRegex("""/create\b.{0,300}?/tn\s+("[^"]{1,100}"|\S{1,100})""", RegexOptions.IgnoreCase)]
    private static partial Regex TaskMade();
}
