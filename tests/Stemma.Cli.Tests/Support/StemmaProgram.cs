using System.Diagnostics;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests.Support;

/// <summary>Runs the built program as its users do.</summary>
internal static class StemmaProgram
{
    private static readonly string Dll = Path.Combine(TestData.Root, "artifacts", "bin", "Stemma.Cli", Configuration, "Stemma.Cli.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>Runs to the end in the repository's root.</summary>
    public static (int Code, string Output, string Errors) Run(params string[] args) => Finish(Start(args));

    /// <summary>Runs what <c>./stemma</c> builds: native code where there is a linker.</summary>
    public static (int Code, string Output, string Errors) RunPublished(params string[] args) => Finish(Start(Path.Combine(TestData.Root, "stemma"), args));

    /// <summary>Runs as a user without rights; skips the test where that cannot be done.</summary>
    public static (int Code, string Output, string Errors) RunWithoutRights(params string[] args)
    {
        if (Environment.UserName != "root") return Run(args);
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "root may read everything, and there is no setpriv to become another user");
        return Finish(Start("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", Dll, .. args]));
    }

    /// <summary>Starts; the caller ends it.</summary>
    public static Process Start(params string[] args) => Start("dotnet", [Dll, .. args]);

    private static (int Code, string Output, string Errors) Finish(Process started)
    {
        using Process process = started;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static Process Start(string program, string[] args) => Process.Start(new ProcessStartInfo(program, args)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = TestData.Root,
    })!;
}
