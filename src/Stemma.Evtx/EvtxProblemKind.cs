namespace Stemma.Evtx;

/// <summary>Sorts of problems; each costs the part it names and no more.</summary>
public enum EvtxProblemKind
{
    /// <summary>The file has no header, or a damaged one. Chunks are read all the same.</summary>
    FileHeader,
    /// <summary>The file was not closed (dirty flag); its header may be behind its chunks.</summary>
    FileDirty,
    /// <summary>The file ends before its last chunk; what is there was read.</summary>
    FileTruncated,
    /// <summary>A part of the file is no chunk (wrong signature); 64 KiB at most were stepped over.</summary>
    ChunkSignature,
    /// <summary>The chunk's header has a wrong checksum or impossible sizes; its records were read all the same.</summary>
    ChunkHeader,
    /// <summary>The checksum over the chunk's records is wrong; its records were read all the same.</summary>
    ChunkChecksum,
    /// <summary>The chunk is cut short; it was read as far as it goes.</summary>
    ChunkTruncated,
    /// <summary>A place that should hold a record does not; reading went on at the next record.</summary>
    RecordHeader,
    /// <summary>A record's two sizes differ; the record was read when its content allowed it.</summary>
    RecordSize,
    /// <summary>A record's content cannot be read; the record is lost.</summary>
    RecordContent,
    /// <summary>The template of a deleted record has been overwritten; its values were read, without their names.</summary>
    RecordTemplate,
    /// <summary>What looks like a deleted record cannot be read; it is lost.</summary>
    DeletedRecord,
    /// <summary>A record or chunk asks for more work than any real one; the record is lost.</summary>
    Limit,
}
