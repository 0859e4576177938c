using Stemma.Evtx;

namespace Stemma.Pack;

/// <summary>
/// Writes the corpus: one clock for all machines, at each tick a machine and a kind by chance, a sample of that kind with its changing
/// values given anew. A file each channel and machine, chunks filled to the end. The same samples and seed give the same bytes.
/// </summary>
internal sealed class Packer(Samples samples, ulong seed)
{
    private static readonly DateTime Start = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private readonly Dice _dice = new(seed);

    /// <summary>Records written.</summary>
    public long Records { get; private set; }

    /// <summary>The kinds of the mix of which there is no sample; the others take their place.</summary>
    public IReadOnlyList<EventKindShare> Missing { get; } = [.. Mix.Kinds.Where(kind => !samples.Of(kind.Channel, kind.Id).Any())];

    /// <summary>Writes.</summary>
    /// <param name="folder">Where to; a folder each machine.</param>
    /// <param name="size">Bytes, reached with the last chunks of all files.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InvalidDataException">There are no samples.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder, long size)
    {
        EventKindShare[] kinds = [.. Mix.Kinds.Except(Missing)];
        if (kinds.Length == 0) throw new InvalidDataException("the data hold no record of any kind of the mix");
        int total = kinds.Sum(kind => kind.Weight);
        // A machine has a third of a GiB, so that no file nears the 4 GiB that its format can hold.
        int machines = (int)Math.Max(3, size * 3 / (1L << 30));
        SortedDictionary<string, (FileStream Stream, EvtxWriter Writer)> files = new(StringComparer.Ordinal);
        DateTime time = Start;
        try
        {
            for (long tick = 0; tick % 1024 != 0 || files.Values.Sum(file => file.Stream.Position) < size; tick++)
            {
                // Intervals of a Poisson process: sixty events a second and machine.
                time = time.AddTicks((long)(-Math.Log(1 - _dice.Next()) * TimeSpan.TicksPerSecond / (60 * machines)));
                string machine = Name(_dice.Next(machines));
                EventKindShare kind = Pick(kinds, _dice.Next(total));
                Sample sample = samples.Pick(kind, _dice);
                sample.Renew(_dice, time);
                sample.Event.Computer = machine + ".example.test";
                sample.Event.FileTime = time.ToFileTimeUtc();
                Writer(files, Path.Combine(folder, machine), kind.Channel).Write(sample.Event);
                Records++;
            }
        }
        finally
        {
            foreach ((_, EvtxWriter writer) in files.Values) writer.Dispose();
        }

        return [.. files.Keys];
    }

    private static EventKindShare Pick(EventKindShare[] kinds, int at)
    {
        foreach (EventKindShare kind in kinds)
            if ((at -= kind.Weight) < 0) return kind;
        return kinds[^1];
    }

    // One server to two workstations.
    private static string Name(int machine) => machine % 3 == 0 ? $"SRV{machine / 3 + 1:00}" : $"WS{machine - machine / 3:00}";

    private static EvtxWriter Writer(SortedDictionary<string, (FileStream, EvtxWriter Writer)> files, string folder, string channel)
    {
        string path = Path.Combine(folder, channel.Replace("/", "%4", StringComparison.Ordinal) + ".evtx");
        if (files.TryGetValue(path, out (FileStream, EvtxWriter Writer) known)) return known.Writer;
        Directory.CreateDirectory(folder);
        FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        EvtxWriter writer = new(stream);
        files.Add(path, (stream, writer));
        return writer;
    }
}
