namespace Stemma.Fuzz;

/// <summary>Where seeds and findings are: below <c>fuzz/</c> in the repository that holds this program.</summary>
internal static class Folders
{
    public static string Seeds => Path.Combine(Root(), "fuzz", "seeds");

    public static string Findings => Directory.CreateDirectory(Path.Combine(Root(), "fuzz", "findings")).FullName;

    private static string Root()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Stemma.slnx"))) return d.FullName;
        throw new DirectoryNotFoundException("Stemma.slnx is in no folder above this program");
    }
}
