using Stemma.Evtx;

namespace Stemma.Pack;

/// <summary>The samples found, by kind; only of kinds that the mix has, and no more of each than make a difference.</summary>
internal sealed class Samples
{
    /// <summary>More of one kind bring no more variety than they cost memory.</summary>
    public const int MaximumOfKind = 4000;

    private const int MaximumLength = 40_000;

    // Files that show one attack each are all attack; a machine's log is not.
    private const double UnusualShare = 0.02;

    private readonly Dictionary<(string Channel, ushort Id), (List<Sample> Ordinary, List<Sample> Unusual)> _byKind = [];

    /// <summary>An empty collection for the mix.</summary>
    public Samples()
    {
        foreach (EventKindShare kind in Mix.Kinds) _byKind.Add((Key(kind.Channel), kind.Id), ([], []));
    }

    /// <summary>Whether a kind is in the mix and has room for another sample.</summary>
    public bool Wants(string channel, ushort id) =>
        _byKind.TryGetValue((Key(channel), id), out (List<Sample> Ordinary, List<Sample> Unusual) kind) && kind.Ordinary.Count + kind.Unusual.Count < MaximumOfKind;

    /// <summary>How many there are.</summary>
    public int Count => _byKind.Values.Sum(kind => kind.Ordinary.Count + kind.Unusual.Count);

    /// <summary>Adds a sample that is wanted. False: it is so long that a chunk would hold little else.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="isOrdinary">It comes from the log of a whole machine, not from a collection of single attacks.</param>
    public bool TryAdd(Sample sample, bool isOrdinary)
    {
        if (sample.Event.Data.Sum(datum => datum.Value.Length) > MaximumLength) return false;
        (List<Sample> ordinary, List<Sample> unusual) = _byKind[(Key(sample.Event.Channel), sample.Event.EventId)];
        (isOrdinary ? ordinary : unusual).Add(sample);
        return true;
    }

    /// <summary>The samples of a kind.</summary>
    public IEnumerable<Sample> Of(string channel, ushort id) =>
        _byKind.TryGetValue((Key(channel), id), out (List<Sample> Ordinary, List<Sample> Unusual) kind) ? kind.Ordinary.Concat(kind.Unusual) : [];

    /// <summary>One of a kind by chance: mostly an ordinary one, if there are any.</summary>
    public Sample Pick(EventKindShare share, Dice dice)
    {
        (List<Sample> ordinary, List<Sample> unusual) = _byKind[(Key(share.Channel), share.Id)];
        List<Sample> choice = ordinary.Count == 0 || (unusual.Count > 0 && dice.Next() < UnusualShare) ? unusual : ordinary;
        return choice[dice.Next(choice.Count)];
    }

    // Collectors do not keep the case of channels.
    private static string Key(string channel) => channel.ToUpperInvariant();

    /// <summary>Takes what EVTX files hold.</summary>
    /// <param name="paths">The files, in the order that decides which samples are kept.</param>
    /// <param name="isOrdinary">They are logs of whole machines, not collections of single attacks.</param>
    /// <returns>Records that could not be taken as samples.</returns>
    public long ReadEvtx(IEnumerable<string> paths, bool isOrdinary)
    {
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        long left = 0;
        foreach (string path in paths)
        {
            byte[] bytes = File.ReadAllBytes(path);
            for (int at = EvtxFileHeader.Size; at < bytes.Length; at += EvtxChunkParser.ChunkSize)
            {
                if (!parser.Load(bytes, at, Math.Min(bytes.Length - at, EvtxChunkParser.ChunkSize), at)) continue;
                while (parser.Read())
                {
                    if (RecordCopy.Of(parser) is not { } sample) left++;
                    else if (Wants(sample.Event.Channel, sample.Event.EventId) && !TryAdd(sample, isOrdinary)) left++;
                }
            }
        }

        return left;
    }
}
