using System.Diagnostics;
using System.Globalization;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests.Safety;

/// <summary>Whatever a file holds, decoding it takes at most two seconds and 256 MiB: measured in a process of its own, against what that used before.</summary>
[Collection(nameof(PowerShell.LimitTests.Alone))]
public sealed class HostileFilesTests : IDisposable
{
    private const double MostSeconds = 2, MostMebibytes = 256;

    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Names => [.. HostileFiles.All.Select(file => file.Name)];

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Names))]
    public void A_hostile_file_stays_within_the_limits(string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, HostileFiles.All.First(file => file.Name == name).Make());
        (string Figures, double Seconds, double Mebibytes) used = Measure(path);
        // A machine at work makes one measurement long; what is too long by itself is so each time.
        for (int again = 0; again < 2 && used.Seconds >= MostSeconds; again++) { used = Measure(path); }
        TestContext.Current.TestOutputHelper?.WriteLine(used.Figures);
        Assert.True(used.Seconds < MostSeconds && used.Mebibytes < MostMebibytes, used.Figures);
    }

    private static (string Figures, double Seconds, double Mebibytes) Measure(string path)
    {
        string program = Path.Combine(TestData.Root, "artifacts", "bin", "Stemma.Fuzz", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name, "Stemma.Fuzz");
        Assert.SkipUnless(File.Exists(program) && OperatingSystem.IsLinux(), "the measuring program is not built, or this is not Linux");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("measure");
        start.ArgumentList.Add(path);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string figures = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result + figures);
        string[] parts = figures.Split(' ');
        return (figures, double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
