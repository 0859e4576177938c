using Stemma.Evtx;

namespace Stemma.Pack;

/// <summary>Reads back what was written.</summary>
internal static class Check
{
    /// <summary>What is wrong with the files; nothing when every record is there, in order of time, and no byte is damaged.</summary>
    /// <param name="files">The files.</param>
    /// <param name="records">Records that they should hold together.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<string> files, long records)
    {
        EvtxTemplateCache templates = new();
        long read = 0;
        foreach (string path in files)
        {
            using EvtxFile file = EvtxFile.Open(path, templates);
            long last = 0, id = 0;
            foreach (EvtxRecord record in file.ReadRecords())
            {
                read++;
                if (record.Id != ++id) yield return $"{path}: record {record.Id} stands where {id} should";
                if (record.FileTime < last) yield return $"{path}: record {record.Id} is older than the one before it";
                (last, id) = (record.FileTime, record.Id);
            }

            foreach (EvtxProblem problem in file.Problems) yield return $"{path}: at byte {problem.Position}: {problem.Message}";
        }

        if (read != records) yield return $"{read:N0} records were read back of {records:N0} written";
    }
}
