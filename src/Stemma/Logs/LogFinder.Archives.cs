using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;
using SharpCompress.Readers;
using ZstdSharp;

namespace Stemma.Logs;

/// <summary>What is packed: each member is judged as a file is. What can be reached again is read where it lies, the rest is unpacked first.</summary>
public sealed partial class LogFinder
{
    private void AddArchive(Found found, Stream file)
    {
        using ZipArchive archive = new(file, ZipArchiveMode.Read);
        if (archive.Entries.Count > MaximumMembers) _problems.Add(new LogProblem(found.Source, -1, $"{archive.Entries.Count} members: only the first {MaximumMembers} are looked at"));
        foreach ((int index, ZipArchiveEntry entry) in archive.Entries.Index().OrderBy(pair => pair.Item.FullName, StringComparer.Ordinal).Take(MaximumMembers))
        {
            // Folders, and what macOS adds beside each file.
            if (entry.Length == 0 || entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)) continue;
            string member = Distinct(found, entry.FullName);
            try
            {
                using Stream content = entry.Open();
                byte[] head = Head(content);
                DateTime modified = DateTime.SpecifyKind(entry.LastWriteTime.DateTime, DateTimeKind.Utc);
                if (IsContainer(head)) AddNested(found, member, head, content, file.Length, modified);
                else Add(Log(found with { Modified = modified }, member, entry.FullName, head, entry.Length) with { MemberIndex = index }, head, found.Named);
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                _problems.Add(new LogProblem($"{found.Source}!{member}", -1, $"cannot be read: {e.Message}"));
            }
        }
    }

    private void AddNested(Found outer, string member, byte[] head, Stream content, long packed, DateTime modified) =>
        AddFile(new Found(_spool.Keep(head, content, packed), $"{outer.Source}!{member}", outer.Named, outer.Depth + 1, modified));

    private void AddCompressed(Found found, Stream content, long packed, string ending)
    {
        using Stream opened = content;
        byte[] head = Head(opened);
        string inner = found.Source.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? found.Source[..^ending.Length] : found.Source;
        if (IsTar(head)) AddTar(found, new JoinedStream(head, opened), packed);
        else if (IsContainer(head)) AddNested(found, Path.GetFileName(inner), head, opened, packed, found.Modified);
        else if (opened is not GuardedStream || (!_carve && Recognise(inner, LogSignature.Decode(head)) is LogFormat.Unknown or LogFormat.Empty))
            Add(Log(found, null, inner, head, packed, isGzip: ending == ".gz") with { IsZstd = ending == ".zst" }, head, found.Named);
        else
        {
            string path = _spool.Keep(head, opened, packed);
            Add(Log(found with { Path = path, Name = found.Source }, null, inner, head, new FileInfo(path).Length), head, found.Named);
        }
    }

    // Members cannot be reached but one after another: those that are logs, or may hold some, are unpacked.
    private void AddTar(Found found, Stream stream, long packed)
    {
        using TarReader tar = new(stream, leaveOpen: true);
        int members = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (++members > MaximumMembers)
            {
                _problems.Add(new LogProblem(found.Source, -1, $"more than {MaximumMembers} members: the rest is not looked at"));
                return;
            }

            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink) _links++;
            if (entry.DataStream is null || entry.Length == 0) continue;
            AddMember(found, entry.Name, entry.DataStream, packed, entry.ModificationTime.UtcDateTime);
        }
    }

    // As with tar: the members of a solid archive are one stream.
    private void AddSevenZip(Found found, Stream file)
    {
        using var archive = GuardedStream.Guard(() => SevenZipArchive.OpenArchive(file, new ReaderOptions { LeaveStreamOpen = true }));
        using IReader reader = GuardedStream.Guard(archive.ExtractAllEntries);
        int members = 0;
        long unpacked = 0;
        while (GuardedStream.Guard(reader.MoveToNextEntry))
        {
            if (reader.Entry.IsDirectory || reader.Entry.Size == 0) continue;
            unpacked += Math.Max(reader.Entry.Size, 0);
            if (++members > MaximumMembers || unpacked > LogSpool.Limit(file.Length))
            {
                _problems.Add(new LogProblem(found.Source, -1, members > MaximumMembers ? $"more than {MaximumMembers} members: the rest is not looked at"
                    : $"more than {LogSpool.Limit(file.Length):N0} bytes: taken for a bomb, the rest is not looked at"));
                return;
            }

            using GuardedStream content = new(file, _ => reader.OpenEntryStream(), isSeveral: false, isOwner: false);
            AddMember(found, reader.Entry.Key ?? "", content, file.Length, reader.Entry.LastModifiedTime?.ToUniversalTime() ?? found.Modified);
        }
    }

    private void AddMember(Found found, string member, Stream content, long packed, DateTime modified)
    {
        byte[] head = Head(content);
        string name = $"{found.Source}!{Distinct(found, member)}";
        if (!IsContainer(head) && !_carve && Recognise(name, LogSignature.Decode(head)) == LogFormat.Unknown) Pass(name, head, found.Named);
        else AddFile(new Found(_spool.Keep(head, content, packed), name, found.Named, found.Depth + 1, modified));
    }

    // An archive may hold a name more than once, and each of them is read.
    private string Distinct(Found found, string member)
    {
        string name = $"{found.Source}!{member}";
        int times = _members[name] = _members.GetValueOrDefault(name) + 1;
        return times == 1 ? member : $"{member} ({times})";
    }

    private static GuardedStream Xz(Stream file) => new(file, packed => new XZStream(packed), isSeveral: true);

    private static GuardedStream Bzip2(Stream file) =>
        new(file, packed => BZip2Stream.Create(packed, SharpCompress.Compressors.CompressionMode.Decompress, true, true, false), isSeveral: false);

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ZstdException;

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8);

    private static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    private static bool IsZstd(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);

    private static bool IsTar(ReadOnlySpan<byte> head) => head.Length > 262 && head[257..].StartsWith("ustar"u8);

    private static bool IsSevenZip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]);

    private static bool IsXz(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]);

    private static bool IsBzip2(ReadOnlySpan<byte> head) => head.StartsWith("BZh"u8) && head.Length > 10 && head[4..].StartsWith("1AY&SY"u8);

    private static bool IsContainer(ReadOnlySpan<byte> head) =>
        IsZip(head) || IsGzip(head) || IsZstd(head) || IsTar(head) || IsSevenZip(head) || IsXz(head) || IsBzip2(head);

    // A gzip header may tell when the file within was written (RFC 1952, MTIME); rotated logs keep it when they are copied.
    private static DateTime? WhenPacked(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is > 0 and uint seconds ? DateTime.UnixEpoch.AddSeconds(seconds) : null;
}
