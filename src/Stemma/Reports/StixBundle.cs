using System.Globalization;
using System.Text;
using Stemma.Attack;
using Stemma.Detection;
using Stemma.Incidents;
using Stemma.Lineage;
using Stemma.Reports.Stix;
using static Stemma.Reports.JsonMembers;

namespace Stemma.Reports;

/// <summary>
/// An investigation as a STIX 2.1 bundle (OASIS Standard, 10 June 2021), for platforms that share threat intelligence. An object a line. Ids are
/// made from what the objects say, and times are those of the events: the same investigation gives the same bytes (docs/reports.md).
/// </summary>
public static class StixBundle
{
    /// <summary>The id of who made the objects: Stemma.</summary>
    internal static string Maker { get; } = StixId.Of("identity", "Stemma");

    /// <summary>Writes it.</summary>
    /// <param name="investigation">What was found.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="playbooks">Where names of techniques are taken from; their ids stand for them when null.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Investigation investigation, Stream output, PlaybookShelf? playbooks = null)
    {
        ArgumentNullException.ThrowIfNull(investigation);
        ArgumentNullException.ThrowIfNull(output);
        StixObjects objects = new();
        objects.Domain("identity", Maker, 0, line =>
        {
            Text(line, "name"u8, "Stemma");
            Text(line, "identity_class"u8, "system");
        });
        foreach (Incident incident in investigation.Incidents) new Told(objects, incident, playbooks).Write();
        JsonLine head = new();
        head.Raw("{\"type\":\"bundle\",\"id\":"u8);
        head.Text(StixId.Of("bundle", investigation.Incidents.Select(incident => incident.Id)));
        head.Raw(",\"objects\":["u8);
        output.Write(head.Written);
        for (int i = 0; i < objects.Written.Count; i++)
        {
            output.Write(i == 0 ? "\n"u8 : ",\n"u8);
            output.Write(objects.Written[i]);
        }

        output.Write("]}\n"u8);
    }

    // One incident: what was observed, what to look for, which techniques, and a grouping that holds them together.
    private sealed class Told(StixObjects objects, Incident incident, PlaybookShelf? playbooks)
    {
        private readonly List<string> _all = [];
        private readonly HashSet<LineageProcess> _members = [.. incident.Processes.Select(process => process.Process)];

        public void Write()
        {
            string told = Keep(objects.Domain("incident", StixId.Of("incident", incident.Id), incident.Last, line =>
            {
                Text(line, "name"u8, Title);
                if (incident.Story.Count > 0) Text(line, "description"u8, string.Join(' ', incident.Story));
                Confidence(line);
                List(line, "external_references"u8, [incident.Id], id =>
                {
                    Text(line.Begin(), "source_name"u8, "Stemma", first: true);
                    Text(line, "external_id"u8, id);
                    line.Raw("}"u8);
                });
            }));
            string[] techniques = [.. incident.Techniques.Where(technique => ReportWords.Link(technique) is not null).Select(Technique)];
            foreach (string technique in techniques) Keep(objects.Relate(told, "related-to", technique, incident.Last));
            foreach (LineageProcess process in _members) AddProcess(process);
            foreach (Indicator indicator in incident.Indicators) AddObservable(indicator);
            string? observed = Observed();
            foreach (Indicator indicator in incident.Indicators)
            {
                if (StixPattern.Of(indicator) is not { } pattern) continue;
                string id = Indicator(indicator, pattern);
                Keep(objects.Relate(id, "related-to", told, incident.Last));
                if (observed is not null) Keep(objects.Relate(id, "based-on", observed, incident.Last));
            }

            objects.Domain("grouping", StixId.Of("grouping", incident.Id), incident.Last, line =>
            {
                Text(line, "name"u8, Title);
                Text(line, "context"u8, "suspicious-activity");
                Texts(line, "object_refs"u8, _all.Distinct());
            });
        }

        private string Title => incident.Title.Length > 0 ? incident.Title : incident.Id;

        private string Keep(string id)
        {
            _all.Add(id);
            return id;
        }

        private void Confidence(JsonLine line) => Number(line, "confidence"u8, (long)Math.Round(Math.Clamp(incident.Confidence, 0, 1) * 100));

        private string Technique(string technique) => Keep(objects.Domain("attack-pattern", StixId.Of("attack-pattern", technique), 0, line =>
        {
            Text(line, "name"u8, playbooks?.Find(technique) is { } playbook && playbook.Technique == technique ? playbook.Title : technique);
            List(line, "external_references"u8, [technique], id =>
            {
                Text(line.Begin(), "source_name"u8, "mitre-attack", first: true);
                Text(line, "external_id"u8, id);
                Text(line, "url"u8, ReportWords.Link(id)!);
                line.Raw("}"u8);
            });
        }));

        private static string IdOf(LineageProcess process) =>
            StixId.Of("process", process.Host, process.Guid, process.Pid.ToString(CultureInfo.InvariantCulture), process.Start.ToString(CultureInfo.InvariantCulture), process.Image);

        private void AddProcess(LineageProcess process)
        {
            string? image = process.Image.Length > 0 ? File(process.Image) : null, user = process.User.Length > 0 ? Account(process.User) : null;
            Keep(objects.Observable("process", IdOf(process), line =>
            {
                if (process.Pid >= 0) Number(line, "pid"u8, process.Pid);
                if (process.Start > 0) StixObjects.Time(line, "created_time"u8, process.Start);
                Text(line, "command_line"u8, process.CommandLine.Length > 0 ? process.CommandLine : ReportWords.Process(process));
                if (image is not null) Text(line, "image_ref"u8, image);
                if (user is not null) Text(line, "creator_user_ref"u8, user);
                if (process.Parent is { } parent && _members.Contains(parent)) Text(line, "parent_ref"u8, IdOf(parent));
            }));
        }

        private string? File(string path)
        {
            (string folder, string name) = StixPattern.Split(path);
            if (name.Length == 0) return null;
            string? parent = folder.Length == 0 ? null : Keep(objects.Observable("directory", StixId.Observable("directory", ("path", StixId.Canonical(folder))), line => Text(line, "path"u8, folder)));
            return Keep(objects.Observable("file", StixId.Observable("file", parent is null ? [("name", StixId.Canonical(name))] : [("name", StixId.Canonical(name)), ("parent_directory_ref", StixId.Canonical(parent))]), line =>
            {
                Text(line, "name"u8, name);
                if (parent is not null) Text(line, "parent_directory_ref"u8, parent);
            }));
        }

        private string Account(string account) => Value("user-account", "account_login", account);

        private string Value(string type, string name, string value) => Keep(objects.Observable(type, StixId.Observable(type, (name, StixId.Canonical(value))), line => Text(line, Encoding.UTF8.GetBytes(name), value)));

        private void AddObservable(Indicator indicator) => _ = indicator.Value.Length == 0 ? null : indicator.Kind switch
        {
            IndicatorKind.Hash => StixPattern.Hash(indicator.Value) is var (name, digest) ? Hashed(name, digest) : null,
            IndicatorKind.Address => StixPattern.Address(indicator.Value) is { } type ? Value(type, "value", indicator.Value) : null,
            IndicatorKind.Domain => Value("domain-name", "value", indicator.Value),
            IndicatorKind.Url => Value("url", "value", indicator.Value),
            IndicatorKind.File => File(indicator.Value),
            IndicatorKind.Registry => Value("windows-registry-key", "key", StixPattern.Key(indicator.Value)),
            IndicatorKind.Account => Account(indicator.Value),
            _ => null,
        };

        private string Hashed(string name, string digest) => Keep(objects.Observable("file", StixId.Observable("file", ("hashes", $"{{\"{name}\":\"{digest}\"}}")), line =>
        {
            Key(line, "hashes"u8);
            Text(line.Begin(), Encoding.UTF8.GetBytes(name), digest, first: true);
            line.Raw("}"u8);
        }));

        // All that was seen, in the time in which it was.
        private string? Observed()
        {
            string[] seen = [.. _all.Distinct().Where(id => !id.StartsWith("incident--", StringComparison.Ordinal) && !id.StartsWith("attack-pattern--", StringComparison.Ordinal) && !id.StartsWith("relationship--", StringComparison.Ordinal))];
            return seen.Length == 0 ? null : Keep(objects.Domain("observed-data", StixId.Of("observed-data", incident.Id), incident.Last, line =>
            {
                StixObjects.Time(line, "first_observed"u8, incident.First);
                StixObjects.Time(line, "last_observed"u8, Math.Max(incident.First, incident.Last));
                Number(line, "number_observed"u8, 1);
                Texts(line, "object_refs"u8, seen);
            }));
        }

        private string Indicator(Indicator indicator, string pattern) => Keep(objects.Domain("indicator", StixId.Of("indicator", incident.Id, pattern), incident.Last, line =>
        {
            Text(line, "name"u8, $"{InvestigationJson.Name(indicator.Kind)}: {Humans.Cut(indicator.Value, 200)}");
            if (indicator.Why.Length > 0) Text(line, "description"u8, indicator.Why);
            Texts(line, "indicator_types"u8, ["malicious-activity"]);
            Text(line, "pattern"u8, pattern);
            Text(line, "pattern_type"u8, "stix");
            Text(line, "pattern_version"u8, "2.1");
            StixObjects.Time(line, "valid_from"u8, indicator.Evidence.Time > 0 ? indicator.Evidence.Time : incident.First);
            Confidence(line);
        }));
    }
}
