using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Stemma.Emulation;

/// <summary>
/// An attack as a list of steps on machines, to be written as the events that it would leave (<c>content/scenarios</c>). Nothing is
/// run: only logs are written.
/// </summary>
public sealed class Scenario
{
    /// <summary>What it is about.</summary>
    public string Title { get; set; } = "";

    /// <summary>When the first step happens, UTC.</summary>
    public DateTime Start { get; set; }

    /// <summary>The machines.</summary>
    public IList<ScenarioHost> Hosts { get; set; } = [];

    /// <summary>The steps, in order of time.</summary>
    public IList<ScenarioStep> Steps { get; set; } = [];

    /// <summary>Reads a scenario from YAML.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no scenario; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Scenario Load(string path)
    {
        try
        {
            IDeserializer deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
            Scenario scenario = deserializer.Deserialize<Scenario>(File.ReadAllText(path));
            foreach (ScenarioStep step in scenario.Steps)
                if (scenario.Hosts.All(host => host.Name != step.Host)) throw new InvalidDataException($"{path}: a step names host '{step.Host}', which is not among the hosts");
            return scenario;
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}

/// <summary>A machine of a scenario.</summary>
public sealed class ScenarioHost
{
    /// <summary>Its full name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Who works on it, <c>DOMAIN\name</c>.</summary>
    public string User { get; set; } = "";

    /// <summary>The form of its logs: <c>evtx</c>, a file a channel, or <c>json</c>, one file of lines.</summary>
    public string Logs { get; set; } = "evtx";

    /// <summary>How many benign processes start on it, spread from an hour before the first step to an hour after the last.</summary>
    public int Noise { get; set; } = 60;
}

/// <summary>One step: exactly one of the kinds below is set.</summary>
public sealed class ScenarioStep
{
    /// <summary>Seconds after the scenario's start.</summary>
    public double At { get; set; }

    /// <summary>On which machine.</summary>
    public string Host { get; set; } = "";

    /// <summary>The technique that it shows; null for what only leads to one.</summary>
    public string? Technique { get; set; }

    /// <summary>A process starts (Sysmon 1 and Security 4688).</summary>
    public ProcessStep? Process { get; set; }

    /// <summary>Any other event, given by its log and fields.</summary>
    public EventStep? Event { get; set; }
}

/// <summary>A process that starts.</summary>
public sealed class ProcessStep
{
    /// <summary>The name by which later steps know it.</summary>
    public string Id { get; set; } = "";

    /// <summary>The name of its parent among the earlier steps, or the parent's image when no step started it.</summary>
    public string Parent { get; set; } = "";

    /// <summary>The program's path.</summary>
    public string Image { get; set; } = "";

    /// <summary>The command line; the program's path when empty.</summary>
    public string Command { get; set; } = "";

    /// <summary>Who runs it; the host's user when null.</summary>
    public string? User { get; set; }

    /// <summary>The name in the program's version resource; the file's name when null.</summary>
    public string? OriginalName { get; set; }

    /// <summary>The integrity level.</summary>
    public string Integrity { get; set; } = "Medium";
}

/// <summary>An event other than a process start. <c>${id.pid}</c>, <c>${id.guid}</c>, <c>${id.image}</c> in values stand for a process of the scenario.</summary>
public sealed class EventStep
{
    /// <summary>The log, <c>channel id</c>, such as <c>Microsoft-Windows-Sysmon/Operational 3</c>.</summary>
    public string Log { get; set; } = "";

    /// <summary>The provider; the channel's usual one when null.</summary>
    public string? Provider { get; set; }

    /// <summary>The values, in order.</summary>
    public IDictionary<string, string> Fields { get; set; } = new Dictionary<string, string>();
}
