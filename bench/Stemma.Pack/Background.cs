using Stemma.Emulation;

namespace Stemma.Pack;

/// <summary>The benign process starts that emulated machines have, as EVTX files.</summary>
internal static class Background
{
    /// <summary>Writes the logs of a machine on which nothing happens but every day's work.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="starts">Process starts.</param>
    public static void Write(string folder, int starts)
    {
        Scenario day = new() { Title = "A quiet day", Start = new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc) };
        day.Hosts.Add(new ScenarioHost { Name = "ws01.example.test", User = @"EXAMPLE\alice", Noise = starts });
        day.Steps.Add(new ScenarioStep
        {
            Host = "ws01.example.test",
            Process = new ProcessStep { Parent = @"C:\Windows\System32\userinit.exe", Image = @"C:\Windows\explorer.exe", Command = @"C:\Windows\Explorer.EXE" },
        });
        Emulator.Write(day, folder);
    }
}
