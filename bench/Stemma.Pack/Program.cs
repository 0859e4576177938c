using System.CommandLine;
using Stemma.Pack;

Option<string> output = new("--out") { Description = "the folder to write to; must be empty or not be there", Required = true, HelpName = "FOLDER" };
Option<double> size = new("--size") { Description = "GiB to write", DefaultValueFactory = _ => 1, HelpName = "GIB" };
Option<string> data = new("--data") { Description = "where samples are taken from: EVTX files and zips of flat JSON lines", DefaultValueFactory = _ => "../shared/data", HelpName = "FOLDER" };
Option<ulong> seed = new("--seed") { Description = "another seed gives another corpus", DefaultValueFactory = _ => 1, HelpName = "N" };
RootCommand command = new("Writes dense EVTX logs as busy machines keep them, reads them back, and says what they hold.") { output, size, data, seed };
command.SetAction(parsed => Run(parsed.GetValue(output)!, parsed.GetValue(size), parsed.GetValue(data)!, parsed.GetValue(seed)));
return command.Parse(args).Invoke();

static int Run(string output, double size, string data, ulong seed)
{
    if (!Directory.Exists(data)) return Fail($"no folder {data}; give --data");
    if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()) return Fail($"{output} is not empty");
    if (size is not (> 0 and <= 1024)) return Fail("--size takes GiB above 0, up to 1024");

    Samples samples = new();
    long left = samples.ReadEvtx(Files("*.evtx"), isOrdinary: false);
    string emulated = Directory.CreateTempSubdirectory("stemma-pack-").FullName;
    try
    {
        Background.Write(emulated, starts: 2000);
        left += samples.ReadEvtx(Directory.EnumerateFiles(emulated, "*.evtx", SearchOption.AllDirectories).Order(StringComparer.Ordinal), isOrdinary: true);
    }
    finally
    {
        Directory.Delete(emulated, recursive: true);
    }

    JsonSamples json = new(samples);
    json.Read(Files("*.zip"));
    Packer packer = new(samples, seed);
    foreach (EventKindShare kind in packer.Missing) Console.Error.WriteLine($"no sample of {kind.Channel} {kind.Id}: left out of the mix");
    IReadOnlyList<string> files = packer.Write(output, (long)(size * (1L << 30)));
    long bytes = files.Sum(file => new FileInfo(file).Length);
    Console.WriteLine($"{bytes / (double)(1L << 30):0.00} GiB in {files.Count} files, {packer.Records:N0} records of {Mix.Kinds.Count - packer.Missing.Count} kinds, seed {seed}; "
        + $"{bytes / (double)packer.Records:N0} bytes a record; {samples.Count:N0} samples ({left:N0} EVTX records and {json.Unused:N0} JSON objects could not serve as one)");

    string[] problems = [.. Check.Problems(files, packer.Records).Take(20)];
    foreach (string problem in problems) Console.Error.WriteLine(problem);
    return problems.Length == 0 ? 0 : 1;

    IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(data, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}

static int Fail(string message)
{
    Console.Error.WriteLine($"pack: {message}");
    return 2;
}
