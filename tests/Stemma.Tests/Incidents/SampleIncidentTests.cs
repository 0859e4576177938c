using Stemma.Incidents;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Incidents;

/// <summary>The playbook's three scenarios, among what machines do all day, come out as three incidents; campaigns of others as one each.</summary>
public class SampleIncidentTests
{
    private static readonly Lazy<IReadOnlyList<SigmaRule>> Rules = new(() => SigmaRuleReader.Load([Path.Combine(TestData.Root, "content", "rules")]).Rules);
    private static readonly Lazy<IReadOnlyList<Chain>> Chains = new(() => ChainReader.Load(Path.Combine(TestData.Root, "content", "chains")));
    private static readonly Lazy<Investigation> Samples = new(() => Investigations.From([Scans.Samples], Rules.Value, Chains.Value));

    [Fact]
    public void The_three_scenarios_are_exactly_three_incidents_named_by_their_chains() =>
        Assert.Equal(["playbook-drive-by", "playbook-living-off-the-land", "playbook-phishing-attachment"], Samples.Value.Incidents.Select(incident => incident.Chains[0].Id).Order());

    [Fact]
    public void Each_is_complete_and_in_order() => Assert.All(Samples.Value.Incidents, incident =>
    {
        IncidentChain chain = incident.Chains[0];
        Assert.All(chain.Steps, step => Assert.True(step.IsMet, $"{chain.Id}: {step.Name}: {step.Reason}"));
        long[] times = [.. chain.Steps.Select(step => step.Evidence[0].Time)];
        Assert.Equal(times.Order(), times);
        Assert.StartsWith(chain.Title, incident.Title, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("playbook-phishing-attachment", InitialVector.Mail, "FS-02.corp.example", "WKS-014.corp.example")]
    [InlineData("playbook-drive-by", InitialVector.Browser, "WKS-021.corp.example")]
    [InlineData("playbook-living-off-the-land", InitialVector.RemoteLogon, "SRV-APP-3.corp.example", "SRV-APP-4.corp.example")]
    public void Each_says_where_it_began_and_where_it_went(string chain, InitialVector vector, params string[] hosts)
    {
        Incident incident = Samples.Value.Incidents.Single(incident => incident.Chains[0].Id == chain);
        Assert.Equal(vector, incident.Root.Vector);
        Assert.Equal(hosts, incident.Hosts);
    }

    [Fact]
    public void What_the_machines_do_all_day_is_in_none()
    {
        string[] ordinary = ["notepad.exe", "mmc.exe", "EXCEL.EXE", "taskhostw.exe", "RuntimeBroker.exe", "svchost.exe", "MpCmdRun.exe", "OfficeC2RClient.exe", "SearchIndexer.exe", "msedge.exe", "backgroundTaskHost.exe"];
        Assert.DoesNotContain(Samples.Value.Incidents.SelectMany(incident => incident.Processes), process => ordinary.Any(name => process.Process.Image.EndsWith($@"\{name}", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(16, Samples.Value.Incidents.Sum(incident => incident.Processes.Count));
    }

    [Theory]
    [InlineData("LSASS_campaign_01")]
    [InlineData("LSASS_campaign_03")]
    [InlineData("LSASS_campaign_05")]
    [Trait("Speed", "slow")]
    public void A_campaign_is_one_incident_that_began_with_a_download(string campaign)
    {
        Incident incident = Assert.Single(Investigations.From([TestData.Shared($"security-datasets/compound/{campaign}")], Rules.Value, Chains.Value).Incidents);
        Assert.Equal(InitialVector.Download, incident.Root.Vector);
        Assert.True(incident.Root.Confidence >= 0.8);
        Assert.Contains(incident.Chains, chain => chain.IsComplete && chain.Steps.Count(step => step.IsMet) >= 3);
    }
}
