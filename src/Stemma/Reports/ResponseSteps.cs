using Stemma.Incidents;

namespace Stemma.Reports;

/// <summary>What to do about an incident, in order, made from what it reached and left behind. Each step can be undone; none destroys evidence.</summary>
internal static class ResponseSteps
{
    private const int Named = 6;

    /// <summary>The steps.</summary>
    /// <param name="incident">The incident.</param>
    public static IReadOnlyList<string> Of(Incident incident)
    {
        List<string> steps = [];
        if (incident.Hosts.Count > 0) steps.Add(Isolate(incident.Hosts));
        steps.Add("Collect memory, process details and the logs named at the end of this report before anything is ended or deleted. Know a process by its number and start together: numbers are given again.");
        if (OfVector(incident.Root.Vector) is { } vector) steps.Add(vector);
        string[] accounts = [.. incident.Impact.Accounts.Where(IsOfSomebody)];
        if (accounts.Length > 0) steps.Add($"End the sessions of {Names(accounts)} and give new credentials from a clean machine.");
        Add(steps, incident, "Check each of these, and stop and disable, after a copy, what would start it again:", IndicatorKind.Service, IndicatorKind.Task, IndicatorKind.Registry);
        Add(steps, incident, "Check each of these, and move what is not the system's own to quarantine, with hash, owner and rights recorded:", IndicatorKind.File);
        Add(steps, incident, "Check each of these, since ordinary services may be among them, and block:", IndicatorKind.Address, IndicatorKind.Domain, IndicatorKind.Url);
        if (incident.Indicators.Count > 0) steps.Add($"Look on all other hosts for the {Humans.Count(incident.Indicators.Count, "indicator")} of this incident (stemma investigate … --format csv or stix).");
        if (incident.Repeats.Count > 0) steps.Add($"Check whether this is an administrator's own work: the same ran {Humans.Count(incident.Repeats.Count, "more time")}.");
        if (incident.Impact.Exposure.Count > 0) steps.Add("Tell whoever answers for the data, since some may have left (see Impact).");
        if (incident.Questions.Count > 0) steps.Add("Answer the open questions below before the incident is closed.");
        return steps;
    }

    /// <summary>The first step: keep hosts from reaching others.</summary>
    public static string Isolate(IReadOnlyList<string> hosts) => $"Cut {Names(hosts)} off the network and leave {(hosts.Count == 1 ? "it" : "them")} running: memory is evidence.";

    private static string? OfVector(InitialVector vector) => vector switch
    {
        InitialVector.Mail => "Find the message, take it out of all mailboxes, and ask who else opened it.",
        InitialVector.Document => "Find the document, where it came from, and who else opened it.",
        InitialVector.Browser or InitialVector.Download => "Find the page and file it came from, and who else fetched it.",
        InitialVector.Server => "Take the server from the network's reach, and find the request and the weakness that let it in before it goes back.",
        InitialVector.RemovableMedia => "Find the drive, keep it as evidence, and ask where else it was used.",
        InitialVector.RemoteLogon or InitialVector.RemoteService => "Go to the machine it came from and look there for what happened before.",
        InitialVector.Persistence => "Find what set up the service or task: it happened before these logs begin, or is not in them.",
        _ => null,
    };

    // The machine's own accounts have no credentials to give anew.
    private static bool IsOfSomebody(string account) => !account.EndsWith('$') && !account.StartsWith(@"NT AUTHORITY\", StringComparison.OrdinalIgnoreCase);

    private static void Add(List<string> steps, Incident incident, string what, params ReadOnlySpan<IndicatorKind> kinds)
    {
        List<string> values = [];
        foreach (Indicator indicator in incident.Indicators)
            if (kinds.Contains(indicator.Kind)) values.Add(indicator.Value);
        if (values.Count > 0) steps.Add($"{what} {Names(values)}.");
    }

    private static string Names(IReadOnlyList<string> names)
    {
        IEnumerable<string> shown = names.Take(Named).Select(name => Humans.Cut(name, 100));
        return string.Join(", ", shown) + (names.Count > Named ? $" and {Humans.Count(names.Count - Named)} more" : "");
    }
}
