namespace Stemma.Emulation;

/// <summary>What a machine does all day: the background that an attack hides in.</summary>
internal static class BenignActivity
{
    private static readonly (string Parent, string Image, string Command, bool System)[] Starts =
    [
        (@"C:\Windows\System32\services.exe", @"C:\Windows\System32\svchost.exe", @"C:\Windows\System32\svchost.exe -k netsvcs -p -s Schedule", true),
        (@"C:\Windows\System32\services.exe", @"C:\Windows\System32\svchost.exe", @"C:\Windows\System32\svchost.exe -k LocalServiceNetworkRestricted -p", true),
        (@"C:\Windows\System32\svchost.exe", @"C:\Windows\System32\taskhostw.exe", "taskhostw.exe", true),
        (@"C:\Windows\System32\svchost.exe", @"C:\Windows\System32\RuntimeBroker.exe", @"C:\Windows\System32\RuntimeBroker.exe -Embedding", false),
        (@"C:\Windows\System32\svchost.exe", @"C:\Windows\System32\backgroundTaskHost.exe", @"""C:\Windows\System32\backgroundTaskHost.exe"" -ServerName:App.AppXmtcan0h2tfbfy7k9kn8hbxb6dmzz1zh0.mca", false),
        (@"C:\Windows\explorer.exe", @"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE", @"""C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"" ""D:\Finance\Budget 2026.xlsx""", false),
        (@"C:\Windows\explorer.exe", @"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE", @"""C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE"" /n ""D:\Minutes\2026-02-27.docx""", false),
        (@"C:\Windows\explorer.exe", @"C:\Program Files\Microsoft\Edge\Application\msedge.exe", @"""C:\Program Files\Microsoft\Edge\Application\msedge.exe"" --profile-directory=Default", false),
        (@"C:\Program Files\Microsoft\Edge\Application\msedge.exe", @"C:\Program Files\Microsoft\Edge\Application\msedge.exe", @"""C:\Program Files\Microsoft\Edge\Application\msedge.exe"" --type=renderer --lang=en-US --renderer-client-id=7", false),
        (@"C:\Windows\explorer.exe", @"C:\Windows\System32\notepad.exe", @"""C:\Windows\System32\notepad.exe"" D:\Notes\todo.txt", false),
        (@"C:\Windows\System32\svchost.exe", @"C:\Program Files\Common Files\Microsoft Shared\ClickToRun\OfficeC2RClient.exe", @"""C:\Program Files\Common Files\Microsoft Shared\ClickToRun\OfficeC2RClient.exe"" /frequentupdate SCHEDULEDTASK displaylevel=False", true),
        (@"C:\Windows\System32\services.exe", @"C:\Program Files\Windows Defender\MpCmdRun.exe", @"""C:\Program Files\Windows Defender\MpCmdRun.exe"" SpyNetServiceDss -RestrictPrivileges", true),
        (@"C:\Windows\System32\services.exe", @"C:\Windows\System32\SearchIndexer.exe", @"C:\Windows\System32\SearchIndexer.exe /Embedding", true),
        (@"C:\Windows\explorer.exe", @"C:\Windows\System32\mmc.exe", @"""C:\Windows\System32\mmc.exe"" C:\Windows\System32\eventvwr.msc", false),
    ];

    /// <summary>Adds process starts at pseudo-random times, the same for the same host and scenario.</summary>
    public static void Add(Emulator.Machine machine, ScenarioHost host, Scenario scenario)
    {
        ulong state = BitConverter.ToUInt64(WindowsEvents.Stable(scenario.Title + host.Name).ToByteArray());
        DateTime from = DateTime.SpecifyKind(scenario.Start, DateTimeKind.Utc).AddHours(-1);
        double span = scenario.Steps.Max(step => step.At) + 7200;
        for (int i = 0; i < host.Noise; i++)
        {
            var (parent, image, command, system) = Starts[(int)(Next() * Starts.Length)];
            machine.Start(from.AddSeconds(Math.Round(Next() * span, 3)), new ProcessStep
            {
                Parent = parent,
                Image = image,
                Command = command,
                User = system ? @"NT AUTHORITY\SYSTEM" : host.User,
                Integrity = system ? "System" : "Medium",
            });
        }

        // A linear congruential generator (Knuth, MMIX): the framework's own may change between versions.
        double Next()
        {
            state = unchecked(state * 6364136223846793005 + 1442695040888963407);
            return (state >> 11) / (double)(1UL << 53);
        }
    }
}
