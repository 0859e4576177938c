using System.Buffers;
using System.Globalization;
using Stemma.Detection;
using Stemma.Events;
using Stemma.Incidents;
using Stemma.Sigma;

namespace Stemma.Reports;

/// <summary>
/// The indicators of all incidents as CSV (RFC 4180, docs/reports.md), each once an incident, in their order. No cell is taken for a formula: one that
/// a spreadsheet would calculate begins with an apostrophe. Characters that could drive a terminal are replaced.
/// </summary>
public static class IndicatorCsv
{
    /// <summary>Writes it.</summary>
    /// <param name="investigation">What was found.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Investigation investigation, Stream output)
    {
        ArgumentNullException.ThrowIfNull(investigation);
        ArgumentNullException.ThrowIfNull(output);
        CsvLine line = new();
        ArrayBufferWriter<byte> buffer = new();
        output.Write("kind,value,why,first_seen,incident,incident_title,level,confidence,event,source,position\r\n"u8);
        foreach (Incident incident in investigation.Incidents)
        {
            foreach (Indicator indicator in incident.Indicators)
            {
                line.Add(InvestigationJson.Name(indicator.Kind));
                line.Add(Humans.Clean(indicator.Value));
                line.Add(Humans.Clean(indicator.Why));
                line.Add(indicator.Evidence.Time > 0 ? EventTime.Format(indicator.Evidence.Time) : "");
                line.Add(Humans.Clean(incident.Id));
                line.Add(Humans.Clean(incident.Title));
                line.Add(incident.Level.Name());
                line.Add(incident.Confidence.ToString("F2", CultureInfo.InvariantCulture));
                line.Add(Humans.Clean(indicator.Evidence.Event));
                line.Add(Humans.Clean(indicator.Evidence.Source));
                line.Add(indicator.Evidence.Position.ToString(CultureInfo.InvariantCulture));
                line.WriteTo(buffer);
                output.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }
    }
}
