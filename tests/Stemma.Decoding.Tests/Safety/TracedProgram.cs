using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests.Safety;

/// <summary>
/// The program in a process of its own, under strace: every process that it starts, every path that it names to the system and every socket is
/// on record, whatever library asked for it.
/// </summary>
internal sealed partial class TracedProgram
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
    private static readonly string Program = Path.Combine(TestData.Root, "artifacts", "bin", "Stemma.Cli", Configuration, "Stemma.Cli");

    // What the runtime and the loader read to start; nothing that a script would be after lies there.
    private static readonly string[] Readable =
    [
        Path.GetDirectoryName(Program)!, Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        "/proc", "/sys", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/dev/null", "/dev/tty",
    ];

    private static readonly string[] Changing =
    [
        "creat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmodat", "chown", "lchown", "fchownat", "truncate",
        "mknod", "mknodat", "utimensat", "setxattr", "mount", "chroot", "chdir",
    ];

    /// <summary>Runs a command and returns what it did beyond reading its input, writing its output, and starting itself.</summary>
    /// <param name="folder">Where the trace is kept.</param>
    /// <param name="own">Files that it may read and write: its input and output.</param>
    /// <param name="arguments">The command.</param>
    public static List<string> Run(string folder, string[] own, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        Assert.SkipUnless(File.Exists(Program), "the program is not built");
        string trace = Path.Combine(folder, "trace");
        var start = new ProcessStartInfo("/usr/bin/strace") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (string argument in (string[])["-f", "--seccomp-bpf", "-qq", "-s", "4096", "-e", "trace=%process,%network,%file", "-o", trace, Program, .. arguments]) { start.ArgumentList.Add(argument); }
        // The runtime's own socket for debuggers, and its file for code pages, are not what is asked about.
        (start.Environment["DOTNET_EnableDiagnostics"], start.Environment["DOTNET_EnableWriteXorExecute"]) = ("0", "0");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit();
        Task.WaitAll(errors, output);
        Assert.SkipWhen(errors.Result.Contains("ptrace", StringComparison.OrdinalIgnoreCase) && process.ExitCode != 0, "this machine lets no process trace another");
        Assert.True(process.ExitCode == 0, errors.Result);
        string[] calls = File.ReadAllLines(trace);
        int started = Array.FindIndex(calls, 1, c => c.Contains(own[0], StringComparison.Ordinal) && c.Contains("openat", StringComparison.Ordinal));
        Assert.True(started > 0, "the input was never opened");
        return [.. calls.Where((call, i) => i > 0 && !IsAllowed(call, own, i >= started))];
    }

    // Before the input is opened, the runtime looks for itself in many places; that it may.
    private static bool IsAllowed(string call, string[] own, bool hasStarted)
    {
        if (Call().Match(call) is not { Success: true } parsed) { return true; }
        string name = parsed.Groups[1].Value, arguments = parsed.Groups[2].Value;
        switch (name)
        {
            case "exit" or "exit_group" or "getcwd" or "wait4" or "waitid" or "futex" or "kill" or "tgkill" or "rt_sigqueueinfo": return true;
            case "clone" or "clone3": return arguments.Contains("CLONE_THREAD", StringComparison.Ordinal);
        }
        if (PathIn().Match(arguments) is not { Success: true } quoted) { return false; } // a process, a socket, or a path that cannot be told
        string path = Unescaped(quoted.Groups[1].Value);
        if (path.Length == 0) { return !hasStarted || name is "newfstatat" or "statx" or "readlinkat"; } // of a file that is open
        if (name is "execve" or "execveat" or "connect" or "bind" or "sendto" or "sendmsg") { return false; }
        bool writes = Changing.Contains(name) || arguments.Contains("O_WRONLY", StringComparison.Ordinal) || arguments.Contains("O_RDWR", StringComparison.Ordinal) || arguments.Contains("O_CREAT", StringComparison.Ordinal);
        if (own.Contains(path)) { return true; }
        // The name of a thread is written to a file of the system.
        if (writes) { return path.StartsWith("/proc/self/task/", StringComparison.Ordinal) && path.EndsWith("/comm", StringComparison.Ordinal); }
        if (!hasStarted) { return true; }
        string full = Path.GetFullPath(path, "/");
        return Array.Exists(Readable, r => full.StartsWith(r, StringComparison.Ordinal)) || IsAbove(full);
    }

    // Where a path leads is looked up folder by folder.
    private static bool IsAbove(string path) => Array.Exists(Readable, r => r.StartsWith(path, StringComparison.Ordinal) && (path.EndsWith('/') || r[path.Length..].StartsWith('/')));

    private static string Unescaped(string text) => Octal().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 8)).ToString());

    [GeneratedRegex(@"^\d+\s+(\w+)\((.*)$")]
    private static partial Regex Call();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex PathIn();

    [GeneratedRegex(@"\\([0-7]{1,3})")]
    private static partial Regex Octal();
}
