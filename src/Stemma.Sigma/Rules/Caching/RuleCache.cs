using System.Security.Cryptography;
using System.Text;

namespace Stemma.Sigma.Rules;

/// <summary>
/// Keeps what rule files were read as, so that the next run need not read their YAML: thousands of rules take a second. An entry's name is
/// a hash of everything that the reading depends on (the files' names and bytes, the options, this build), so an entry is right or is
/// not found. What cannot be kept or is damaged is read from the rules again.
/// </summary>
internal static class RuleCache
{
    // A rule set that changes leaves an entry behind each time.
    private const int MaximumEntries = 8;
    private const string Extension = ".rules";

    /// <summary>What the files hold.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">How they are read; <see cref="SigmaLoadOptions.CacheFolder"/> is set.</param>
    public static RuleFile[] Read(string[] files, SigmaLoadOptions options)
    {
        RuleSource[] sources = new RuleSource[files.Length];
        InParallel.For(files.Length, i => (sources[i] = new RuleSource(files[i], options)).HashBytes());
        string entry = Path.Combine(options.CacheFolder!, Key(sources, options) + Extension);
        RuleFile?[]? kept = Load(entry, sources);
        RuleFile?[] read = kept ?? new RuleFile?[files.Length];
        InParallel.For(files.Length, i => read[i] ??= sources[i].Read());
        if (kept is null && files.Length > 0) Keep(entry, read!);
        return read!;
    }

    private static string Key(RuleSource[] sources, SigmaLoadOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(typeof(RuleCache).Module.ModuleVersionId.ToString());
        Add(options.MaxFileSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (string name in options.Placeholders.Keys.Order(StringComparer.Ordinal))
        {
            Add(name);
            foreach (string value in options.Placeholders[name]) Add($"={value}");
        }

        foreach (RuleSource source in sources)
        {
            Add(source.Name);
            hash.AppendData(source.Hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));

        void Add(string text)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(Encoding.Unicode.GetBytes(text));
        }
    }

    private static RuleFile?[]? Load(string entry, RuleSource[] sources)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(entry);
            return RuleCacheReader.Read(bytes, [.. sources.Select(source => source.Name)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static void Keep(string entry, RuleFile[] files)
    {
        string part = $"{entry}.{Environment.ProcessId}";
        try
        {
            string folder = Path.GetDirectoryName(entry)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllBytes(part, RuleCacheWriter.Write(files));
            File.Move(part, entry, overwrite: true);
            foreach (FileInfo old in new DirectoryInfo(folder).EnumerateFiles("*" + Extension).OrderByDescending(file => file.LastWriteTimeUtc).Skip(MaximumEntries))
                old.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only time is lost. What was begun must not stay.
            if (File.Exists(part)) File.Delete(part);
        }
    }
}
