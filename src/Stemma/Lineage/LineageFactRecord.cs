using System.Buffers;
using System.Buffers.Binary;

namespace Stemma.Lineage;

/// <summary>A fact as bytes, for the time between reading, which many threads do in no order, and building.</summary>
internal static class LineageFactRecord
{
    /// <summary>Writes a fact; the source of its evidence is left to the caller.</summary>
    public static void Write(IBufferWriter<byte> to, LineageFact fact)
    {
        Number(to, (long)fact.Kind);
        foreach (long number in (ReadOnlySpan<long>)[fact.Time, fact.Evidence.Position, fact.UtcTime, fact.Pid, fact.ParentPid, fact.TargetPid, fact.Port, fact.OwnPort, fact.Access, fact.Part, fact.Parts])
            Number(to, number);
        foreach (string text in (ReadOnlySpan<string>)[fact.Host, fact.Evidence.Event, fact.Guid, fact.Image, fact.CommandLine, fact.User, fact.Integrity, fact.LogonId,
            fact.ParentGuid, fact.ParentImage, fact.ParentCommandLine, fact.TargetGuid, fact.TargetImage, fact.Name, fact.Text, fact.Address, fact.OwnAddress, fact.Path]) Text(to, text);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="from">The bytes.</param>
    /// <param name="source">The log of the evidence.</param>
    /// <param name="pool">Gives equal texts one string.</param>
    public static LineageFact Read(ReadOnlySpan<byte> from, string source, TextPool pool)
    {
        Reader reader = new(from, pool);
        LineageFactKind kind = (LineageFactKind)reader.Number();
        long time = reader.Number(), position = reader.Number(), utc = reader.Number(), pid = reader.Number(), parent = reader.Number(), target = reader.Number();
        int port = (int)reader.Number(), own = (int)reader.Number();
        uint access = (uint)reader.Number();
        int part = (int)reader.Number(), parts = (int)reader.Number();
        string host = reader.Text(), name = reader.Text();
        return new LineageFact
        {
            Kind = kind,
            Host = host,
            Time = time,
            Evidence = new Evidence(source, position, time, name),
            UtcTime = utc,
            Pid = pid,
            ParentPid = parent,
            TargetPid = target,
            Port = port,
            OwnPort = own,
            Access = access,
            Part = part,
            Parts = parts,
            Guid = reader.Text(),
            Image = reader.Text(),
            CommandLine = reader.Text(),
            User = reader.Text(),
            Integrity = reader.Text(),
            LogonId = reader.Text(),
            ParentGuid = reader.Text(),
            ParentImage = reader.Text(),
            ParentCommandLine = reader.Text(),
            TargetGuid = reader.Text(),
            TargetImage = reader.Text(),
            Name = reader.Text(),
            Text = reader.Text(),
            Address = reader.Text(),
            OwnAddress = reader.Text(),
            Path = reader.Text(),
        };
    }

    // −1 stands for "unknown" and is the most frequent: as one byte.
    private static void Number(IBufferWriter<byte> to, long number)
    {
        Span<byte> bytes = to.GetSpan(9);
        if (number is >= -1 and < 254) (bytes[0], number) = ((byte)(number + 1), 0);
        else
        {
            bytes[0] = 255;
            BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], number);
        }

        to.Advance(bytes[0] == 255 ? 9 : 1);
    }

    private static void Text(IBufferWriter<byte> to, string text)
    {
        Number(to, text.Length);
        if (text.Length == 0) return;

        // As it is: a lone surrogate is log text too.
        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan());
        to.Write(bytes);
    }

    private ref struct Reader(ReadOnlySpan<byte> from, TextPool pool)
    {
        private readonly ReadOnlySpan<byte> _from = from;
        private int _at;

        public long Number()
        {
            byte first = _from[_at++];
            if (first != 255) return first - 1;
            long number = BinaryPrimitives.ReadInt64LittleEndian(_from[_at..]);
            _at += 8;
            return number;
        }

        public string Text()
        {
            int bytes = (int)Number() * 2;
            if (bytes == 0) return "";
            string text = pool.Get(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(_from.Slice(_at, bytes)));
            _at += bytes;
            return text;
        }
    }
}
