namespace Stemma.Decoding.Shells;

/// <summary>Paths written with question marks and stars: which of the programs that every Unix has they would be.</summary>
internal static class ShellPaths
{
    private static readonly string[] Folders = ["/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/"];

    private static readonly string[] Programs =
    [
        "awk", "base64", "bash", "cat", "chmod", "chown", "cp", "crontab", "curl", "cut", "date", "dd", "echo", "env", "find", "grep", "gunzip", "gzip",
        "head", "id", "ip", "kill", "ls", "mkdir", "mv", "nc", "netcat", "nohup", "openssl", "perl", "ping", "printf", "ps", "python", "python3", "rev", "rm",
        "sed", "sh", "sleep", "sort", "ssh", "su", "sudo", "tail", "tar", "tee", "touch", "tr", "uname", "wget", "whoami", "xargs", "xxd", "zcat",
    ];

    /// <summary>The one program that a pattern fits; null when it is no pattern, or fits none or several.</summary>
    public static string? Resolve(string word, DecodeBudget budget)
    {
        if (!word.StartsWith('/') || word.AsSpan().IndexOfAny('?', '*', '[') < 0 || word.Length > 200) { return null; }
        var pattern = new ShellPattern(word, budget);
        string? found = null;
        foreach (string folder in Folders)
        {
            // A star or question mark stands for no slash.
            if (folder.Count(c => c == '/') != word.Count(c => c == '/')) { continue; }
            foreach (string program in Programs)
            {
                string path = folder + program;
                if (!pattern.Matches(path) || !path.Split('/').Zip(word.Split('/')).All(pair => new ShellPattern(pair.Second, budget).Matches(pair.First))) { continue; }
                if (found is not null && found[(found.LastIndexOf('/') + 1)..] != program) { return null; }
                found ??= path;
            }
        }
        return found;
    }
}
