using System.Globalization;
using SharpFuzz;

namespace Stemma.Fuzz;

/// <summary>
/// Feeds parsers with what nobody should write. <c>TARGET --seconds N --seed S</c> mutates the seeds by itself, <c>TARGET FILE…</c>
/// runs inputs once, <c>afl TARGET</c> is for that program, <c>list</c> names the targets,
/// <c>seeds</c> writes the binary seeds anew, and <c>measure FILE</c> says what decoding a file costs.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["list"]:
                foreach (Target each in Target.All) Console.WriteLine(each.Name);
                return 0;
            case ["seeds"]:
                BinarySeeds.Write(Folders.Seeds);
                return 0;
            case ["measure", string path]:
                return Measure.Run(path);
            case ["afl", string name] when Target.Find(name) is { } target:
                Fuzzer.OutOfProcess.Run(stream =>
                {
                    using MemoryStream input = new();
                    stream.CopyTo(input);
                    target.Run(input.ToArray());
                });
                return 0;
            case [string name, .. string[] rest] when Target.Find(name) is { } target:
                return rest.Length > 0 && !rest[0].StartsWith("--", StringComparison.Ordinal) ? RunFiles(target, rest) : Fuzz(target, rest);
            default:
                Console.Error.WriteLine("usage: Stemma.Fuzz list | seeds | measure FILE | afl TARGET | TARGET FILE... | TARGET [--seconds N] [--seed S]");
                return 2;
        }
    }

    private static int RunFiles(Target target, string[] files)
    {
        foreach (string file in files) target.Run(Session.ReadInput(file));
        Console.WriteLine($"{target.Name}: {files.Length} inputs, no exception");
        return 0;
    }

    private static int Fuzz(Target target, string[] options)
    {
        int seconds = Option("--seconds", 60), seed = Option("--seed", 1);
        using Session session = new(target, seed);
        return session.Run(TimeSpan.FromSeconds(seconds)) == 0 ? 0 : 1;

        int Option(string option, int otherwise)
        {
            int at = Array.IndexOf(options, option);
            return at >= 0 && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : otherwise;
        }
    }
}
