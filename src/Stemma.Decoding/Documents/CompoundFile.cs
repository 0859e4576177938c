namespace Stemma.Decoding.Documents;

/// <summary>A compound file (MS-CFB): streams in storages. Sector chains that loop or leave the file end where they do.</summary>
internal sealed class CompoundFile
{
    private const int MostEntries = 20_000, EntrySize = 128;
    private const byte Storage = 1, Stream = 2, Root = 5;

    private readonly byte[] _file;
    private readonly DecodeBudget _budget;
    private readonly int _sector, _miniSector;
    private readonly uint _miniLimit;
    private readonly uint[] _next, _miniNext;
    private readonly byte[] _mini = [];

    /// <summary>Reads the tables and the directory.</summary>
    public CompoundFile(byte[] file, DecodeBudget budget)
    {
        (_file, _budget) = (file, budget);
        _sector = Bytes.U16(file, 30) == 12 ? 4096 : 512;
        _miniSector = 64;
        _miniLimit = Bytes.U32(file, 56) is var limit and > 0 and <= 65536 ? limit : 4096;
        _next = Table(AllocationSectors());
        _miniNext = Table(Chain(Bytes.U32(file, 60), _next));
        byte[] directory = Joined(Bytes.U32(file, 48), long.MaxValue);
        if (directory.Length < EntrySize) { throw new InvalidDataException("no directory"); }
        _mini = Joined(Bytes.U32(directory, 116), Bytes.U32(directory, 120));
        Walk(directory);
    }

    /// <summary>What it begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Every stream, by its path with slashes.</summary>
    public List<Entry> Streams { get; } = [];

    /// <summary>The stream of a path, without regard to case; null when there is none.</summary>
    public Entry? Find(string path) => Streams.FirstOrDefault(s => s.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { Path: not null } found ? found : null;

    /// <summary>The bytes of a stream.</summary>
    public byte[] Read(Entry entry)
    {
        if (entry.Size >= _miniLimit) { return Joined(entry.Start, entry.Size); }
        var made = new byte[entry.Size];
        int at = 0;
        foreach (uint sector in Chain(entry.Start, _miniNext))
        {
            ReadOnlySpan<byte> part = Bytes.Part(_mini, sector * (long)_miniSector, Math.Min(_miniSector, made.Length - at));
            part.CopyTo(made.AsSpan(at));
            at += part.Length;
        }
        return at == made.Length ? made : made[..at];
    }

    private List<uint> AllocationSectors()
    {
        List<uint> sectors = [];
        for (int i = 0; i < 109; i++) { Add(Bytes.U32(_file, 76 + (i * 4))); }
        uint next = Bytes.U32(_file, 68);
        for (int n = 0; next < 0xFFFFFFFA && n < 1024; n++)
        {
            _budget.Spend(_sector / 4);
            ReadOnlySpan<byte> sector = Sector(next);
            if (sector.Length < _sector) { break; }
            for (int i = 0; i < _sector - 4; i += 4) { Add(Bytes.U32(sector, i)); }
            next = Bytes.U32(sector, _sector - 4);
        }
        return sectors;

        void Add(uint sector)
        {
            if (sector < 0xFFFFFFFA && Sector(sector).Length > 0 && sectors.Count <= _file.Length / _sector) { sectors.Add(sector); }
        }
    }

    private uint[] Table(IEnumerable<uint> sectors)
    {
        List<uint> table = [];
        foreach (uint sector in sectors)
        {
            _budget.Spend(_sector / 64);
            ReadOnlySpan<byte> part = Sector(sector);
            for (int i = 0; i + 4 <= part.Length; i += 4) { table.Add(Bytes.U32(part, i)); }
        }
        return [.. table];
    }

    private ReadOnlySpan<byte> Sector(uint number) => Bytes.Part(_file, (number + 1L) * _sector, _sector);

    private IEnumerable<uint> Chain(uint start, uint[] next)
    {
        int steps = 0;
        for (uint at = start; at < next.Length && steps <= next.Length; at = next[at], steps++)
        {
            _budget.Spend();
            yield return at;
        }
    }

    private byte[] Joined(uint start, long size)
    {
        long most = Math.Min(size, _file.Length);
        using var made = new MemoryStream();
        foreach (uint sector in Chain(start, _next))
        {
            if (made.Length >= most) { break; }
            ReadOnlySpan<byte> part = Sector(sector);
            made.Write(part[..(int)Math.Min(part.Length, most - made.Length)]);
        }
        return made.ToArray();
    }

    // Brothers are a tree of their own; each entry is met once, whatever the links say.
    private void Walk(byte[] directory)
    {
        int count = Math.Min(directory.Length / EntrySize, MostEntries);
        var met = new bool[count];
        var waiting = new Stack<(uint Entry, string Path)>();
        waiting.Push((0, ""));
        while (waiting.TryPop(out (uint Entry, string Path) next))
        {
            if (next.Entry >= count || met[next.Entry]) { continue; }
            met[next.Entry] = true;
            _budget.Spend();
            ReadOnlySpan<byte> entry = directory.AsSpan((int)next.Entry * EntrySize, EntrySize);
            string name = Bytes.Wide(entry, 0, Math.Min(Bytes.U16(entry, 64), 64)), path = entry[66] == Root || next.Path.Length == 0 ? name : $"{next.Path}/{name}";
            if (next.Path.Length > 500) { continue; }
            waiting.Push((Bytes.U32(entry, 68), next.Path));
            waiting.Push((Bytes.U32(entry, 72), next.Path));
            if (entry[66] is Storage or Root) { waiting.Push((Bytes.U32(entry, 76), entry[66] == Root ? "" : path)); }
            else if (entry[66] == Stream) { Streams.Add(new Entry(path, Bytes.U32(entry, 116), (int)Math.Min(Bytes.U32(entry, 120), _file.Length))); }
        }
        Streams.Reverse();
    }

    /// <summary>One stream.</summary>
    internal readonly record struct Entry(string Path, uint Start, int Size);
}
