namespace Stemma.Evtx.Tests.Support;

/// <summary>What one record held, kept past the record's life.</summary>
internal sealed record ReadRecord(long Id, long FileTime, long Position, IReadOnlyList<KeyValuePair<EvtxField, string?>> Fields, string Xml, string Json)
{
    /// <summary>The text of the first field of that name; fails the test when there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((EvtxField field, string? text) in Fields)
                if (field.Name == name) return text;
            throw new KeyNotFoundException($"no field {name} among {string.Join(", ", Fields.Select(f => f.Key.Name))}");
        }
    }

    public bool Has(string name) => Fields.Any(f => f.Key.Name == name);
}

/// <summary>A whole log as the reader saw it.</summary>
internal sealed record ReadLog(IReadOnlyList<ReadRecord> Records, IReadOnlyList<EvtxProblem> Problems, EvtxFileHeader? Header)
{
    public ReadRecord Only => Assert.Single(Records);

    public IEnumerable<EvtxProblemKind> Kinds => Problems.Select(p => p.Kind);

    public static ReadLog Of(byte[] file, EvtxTemplateCache? cache = null, bool recover = false)
    {
        using MemoryStream stream = new(file);
        using EvtxFile log = EvtxFile.Open(stream, cache);
        log.RecoverDeleted = recover;
        List<ReadRecord> records = [];
        foreach (EvtxRecord r in log.ReadRecords())
            records.Add(new ReadRecord(r.Id, r.FileTime, r.Position, r.Fields(), r.ToXml(), r.ToJson()));
        return new ReadLog(records, log.Problems, log.Header);
    }

    /// <summary>Reads a bare chunk, which needs no file header; its absence is no problem here.</summary>
    public static ReadLog OfChunk(byte[] chunk, bool recover = false)
    {
        ReadLog log = Of(chunk, recover: recover);
        return log with { Problems = [.. log.Problems.Where(p => p.Kind != EvtxProblemKind.FileHeader)] };
    }
}
