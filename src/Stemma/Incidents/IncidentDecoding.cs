using Stemma.Decoding;
using Stemma.Detection.Layers;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Decodes the command lines and scripts of incidents, each text once. Bounded.</summary>
internal sealed class IncidentDecoding(InvestigationLimits limits)
{
    private const int Kept = 2_000;
    private readonly Dictionary<string, DecodedArtifact> _commandLines = [], _scripts = [];

    /// <summary>What an incident's texts hide: command lines in the order of the processes, then scripts.</summary>
    /// <param name="processes">Its processes.</param>
    /// <param name="scripts">Its scripts.</param>
    /// <param name="left">How many texts were left out for want of room.</param>
    public List<IncidentDecoded> Of(IEnumerable<LineageProcess> processes, IEnumerable<LineageScript> scripts, out int left)
    {
        List<IncidentDecoded> decoded = [];
        HashSet<string> seen = [];
        int asked = 0;
        left = 0;
        foreach (LineageProcess process in processes) Add(process, false, process.CommandLine, process.Evidence, ref left);
        foreach (LineageScript script in scripts) Add(script.Process, true, script.Text, script.Evidence, ref left);
        return decoded;

        void Add(LineageProcess? process, bool isScript, string text, Evidence evidence, ref int left)
        {
            ScriptKind kind = isScript ? ScriptKind.PowerShell : ScriptKind.CommandLine;
            if (!Decoder.MayHide(text, kind) || !seen.Add(text)) return;
            if (asked++ >= limits.Decoded)
            {
                left++;
                return;
            }

            DecodedArtifact artifact = Get(text, kind);
            if (artifact.Layers.Count > 1) decoded.Add(new IncidentDecoded(process, isScript, evidence, artifact));
        }
    }

    private DecodedArtifact Get(string text, ScriptKind kind)
    {
        Dictionary<string, DecodedArtifact> known = kind == ScriptKind.CommandLine ? _commandLines : _scripts;
        if (known.TryGetValue(text, out DecodedArtifact? artifact)) return artifact;
        if (known.Count >= Kept) known.Clear();
        return known[text] = Decoder.Decode(text, kind, LayerCache.Limits);
    }
}
