using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Stemma.Evtx;

namespace Stemma.Pack;

/// <summary>
/// Makes samples out of flat JSON exports of Windows events (zipped JSON lines): names, order and types come from EVTX samples of the same
/// kind, the values from the JSON. Whole-host recordings have the background that small EVTX samples of single tricks lack.
/// </summary>
internal sealed class JsonSamples(Samples samples)
{
    // From each archive some, so that every recording has its part.
    private const int MaximumOfKindInArchive = 250;

    private readonly Dictionary<(string, ushort), List<EvtxEvent>> _forms = [];

    /// <summary>Objects of wanted kinds that could not be taken: no EVTX sample has their form, or they are too long; and lines that are no JSON.</summary>
    public long Unused { get; private set; }

    /// <summary>Takes what zip archives hold.</summary>
    /// <param name="paths">The archives, in the order that decides which samples are kept.</param>
    public void Read(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            Dictionary<(string, ushort), int> taken = [];
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.Ordinal)))
            {
                using StreamReader reader = new(entry.Open());
                while (reader.ReadLine() is { } line) Take(line, taken);
            }
        }
    }

    private void Take(string line, Dictionary<(string, ushort), int> taken)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            Unused++;
            return;
        }

        using (document)
        {
            JsonElement json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object || Text(json, "Channel") is not { } channel
                || !ushort.TryParse(Text(json, "EventID"), NumberStyles.None, CultureInfo.InvariantCulture, out ushort id)) return;
            if (taken.GetValueOrDefault((channel, id)) >= MaximumOfKindInArchive || !samples.Wants(channel, id)) return;
            if (Form(json, channel, id) is not { } form || !samples.TryAdd(Fill(form, json), isOrdinary: true))
            {
                Unused++;
                return;
            }

            taken[(channel, id)] = taken.GetValueOrDefault((channel, id)) + 1;
        }
    }

    // The form of which the JSON lacks no name, or one (exporters use ProcessId for themselves and leave out what is empty); the longest of the best.
    private EvtxEvent? Form(JsonElement json, string channel, ushort id)
    {
        if (!_forms.TryGetValue((channel, id), out List<EvtxEvent>? forms))
        {
            _forms[(channel, id)] = forms = [.. samples.Of(channel, id).Select(sample => sample.Event)
                .Where(e => e.Data.Count > 0 && e.Data.All(datum => datum.Name is not null))
                .DistinctBy(e => string.Join('|', e.Data.Select(datum => datum.Name)))
                .OrderByDescending(e => e.Data.Count)];
        }

        return forms.Select(form => (Form: form, Lacking: form.Data.Count(datum => !json.TryGetProperty(datum.Name!, out _))))
            .Where(form => form.Lacking <= 1).OrderBy(form => form.Lacking).FirstOrDefault().Form;
    }

    private static Sample Fill(EvtxEvent form, JsonElement json)
    {
        EvtxEvent e = new()
        {
            Provider = form.Provider,
            ProviderGuid = form.ProviderGuid,
            EventSourceName = form.EventSourceName,
            EventId = form.EventId,
            Qualifiers = form.Qualifiers,
            Version = form.Version,
            Level = form.Level,
            Task = form.Task,
            Opcode = form.Opcode,
            Keywords = form.Keywords,
            Channel = form.Channel,
            UserSid = form.UserSid,
            ProcessId = form.ProcessId,
            ThreadId = form.ThreadId,
        };
        Sample sample = new(e);
        foreach (EvtxDatum datum in form.Data)
        {
            // An id that the exporter dropped: any will do, it changes with each use.
            string text = Text(json, datum.Name!) ?? (Sample.Width(datum.Value.Type) > 0 ? "1000" : "");
            EvtxDataValue value = Value(datum.Value.Type, text, out ulong number);
            sample.Add(datum.Name, value, number);
        }

        return sample;
    }

    // What does not read as the form's type stays text, as it would from a provider that writes text.
    private static EvtxDataValue Value(EvtxType type, string text, out ulong number)
    {
        number = 0;
        int width = Sample.Width(type);
        if (width > 0 && TryNumber(text, out number)) return EvtxDataValue.Raw(type, BitConverter.GetBytes(number)[..width]);
        if (type == EvtxType.Guid && Guid.TryParse(text, out Guid guid)) return guid;
        if (type == EvtxType.Boolean && bool.TryParse(text, out bool truth)) return truth;
        if (type == EvtxType.FileTime && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)) return time;
        if (type == EvtxType.Sid && text.StartsWith("S-1-", StringComparison.Ordinal))
        {
            try
            {
                return EvtxDataValue.Sid(text);
            }
            catch (FormatException)
            {
                // Stays text.
            }
        }

        return EvtxDataValue.Raw(EvtxType.String, Encoding.Unicode.GetBytes(text));
    }

    private static bool TryNumber(string text, out ulong number) => text is ['0', 'x', .. var digits]
        ? ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
}
