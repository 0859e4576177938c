using System.Text.Json;
using Stemma.Incidents;
using Stemma.Lineage;
using Stemma.Reports;
using Stemma.Sigma;
using Stemma.Tests.Lineage;
using Stemma.Tests.Support;

namespace Stemma.Tests.Incidents;

/// <summary>The machine format of an investigation, which other programs read.</summary>
public class InvestigationJsonTests
{
    [Fact]
    public void The_members_that_are_promised_have_their_names_and_forms()
    {
        JsonElement incident = Written().GetProperty("incidents")[0];
        Assert.Equal(["id", "title", "level", "score", "confidence", "hosts", "first", "last", "root", "chains", "techniques", "processes", "detections"],
            incident.EnumerateObject().Select(member => member.Name).Where(name => name is not ("tactics" or "score_terms" or "edges" or "scripts" or "decoded" or "timeline" or "indicators" or "impact" or "story" or "questions" or "repeats" or "let_go")));
        JsonElement process = incident.GetProperty("processes")[0];
        Assert.All(["host", "pid", "guid", "start", "image", "command_line", "user", "parent", "edge", "role"], name => Assert.True(process.TryGetProperty(name, out _), name));
        Assert.Equal((10, "2026-03-02T12:00:01.0000000Z", "detected"), (process.GetProperty("pid").GetInt32(), process.GetProperty("start").GetString(), process.GetProperty("role").GetString()));
        Assert.Equal(JsonValueKind.Null, process.GetProperty("guid").ValueKind);
        JsonElement step = incident.GetProperty("chains")[0].GetProperty("steps")[0];
        Assert.Equal(("T1059", true, 1), (step.GetProperty("technique").GetString(), step.GetProperty("met").GetBoolean(), step.GetProperty("evidence").GetArrayLength()));
        Assert.Equal("remote_logon", incident.GetProperty("root").GetProperty("vector").GetString());
    }

    [Fact]
    public void Log_text_stays_text() => Assert.Equal("a\"\u001b\n.exe", Written().GetProperty("incidents")[0].GetProperty("processes")[0].GetProperty("image").GetString());

    private static JsonElement Written()
    {
        ProcessTree tree = Facts.Tree(Facts.Start(1, 10, "a\"\u001b\n.exe"));
        LineageProcess process = tree.Processes()[0];
        IncidentDetection detection = new(Scans.Rule("s: {a: b}\ncondition: s"), process, "A", process.Evidence, [new MatchedItem("a", null, "b")]);
        using MemoryStream output = new();
        InvestigationJson.Write(new Investigation
        {
            Tree = tree,
            Blind = [new BlindSpot("A", "windows/ps_script", 3, ["T1059.001"])],
            Incidents =
            [
                new Incident
                {
                    Id = "1",
                    Title = "t",
                    Level = SigmaLevel.High,
                    Score = 50,
                    Terms = [new ScoreTerm("level", 50, "high")],
                    Confidence = 0.5,
                    Hosts = ["A"],
                    First = Facts.At(1),
                    Last = Facts.At(2),
                    Root = new RootCause(InitialVector.RemoteLogon, process, 0.7, "why"),
                    Chains = [new IncidentChain("c", "c", [new ChainStep("T1059", "n", false, true, [detection])])],
                    Processes = [new IncidentProcess(process, ProcessRole.Detected, null, null)],
                    Detections = [detection],
                },
            ],
        }, output);
        return JsonDocument.Parse(output.ToArray()).RootElement;
    }
}
