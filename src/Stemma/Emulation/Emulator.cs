using System.Text.RegularExpressions;
using Stemma.Evtx;

namespace Stemma.Emulation;

/// <summary>Writes the logs that scenarios would leave, among benign activity. The same scenario gives the same bytes.</summary>
public static partial class Emulator
{
    /// <summary>Writes the logs of a scenario: a folder of EVTX files or a file of JSON lines for each machine.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="folder">Where to.</param>
    /// <exception cref="InvalidDataException">A step cannot be written.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(Scenario scenario, string folder)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Directory.CreateDirectory(folder);
        foreach (ScenarioHost host in scenario.Hosts)
        {
            Machine machine = new(host, scenario);
            foreach (ScenarioStep step in scenario.Steps.Where(step => step.Host == host.Name)) machine.Add(step);
            BenignActivity.Add(machine, host, scenario);
            string name = host.Name.Split('.')[0];
            if (host.Logs == "json") machine.Logs.WriteJson(Path.Combine(folder, name + ".jsonl"));
            else machine.Logs.WriteEvtx(Path.Combine(folder, name));
        }
    }

    /// <summary>One machine as it is written.</summary>
    internal sealed partial class Machine(ScenarioHost host, Scenario scenario)
    {
        private readonly Dictionary<string, EmulatedProcess> _processes = [];
        private uint _nextPid = 2000;

        /// <summary>Its events.</summary>
        public MachineLogs Logs { get; } = new(host.Name);

        /// <summary>Adds a step's events.</summary>
        public void Add(ScenarioStep step)
        {
            DateTime time = DateTime.SpecifyKind(scenario.Start, DateTimeKind.Utc).AddSeconds(step.At);
            if (step.Process is { } process) Start(time, process);
            else if (step.Event is { } e) Logs.Add(Event(time, e));
            else throw new InvalidDataException($"the step at {step.At} s on {step.Host} has neither process nor event");
        }

        /// <summary>Adds a process start.</summary>
        public void Start(DateTime time, ProcessStep step)
        {
            EmulatedProcess parent = Process(step.Parent);
            EmulatedProcess process = new(_nextPid += 4 * (1 + _nextPid % 37), WindowsEvents.Stable($"{host.Name} {step.Id} {time.Ticks}"),
                step.Image, step.Command.Length == 0 ? $"\"{step.Image}\"" : step.Command, step.User ?? host.User);
            if (step.Id.Length > 0) _processes[step.Id] = process;
            Logs.Add(WindowsEvents.SysmonProcess(time, process, parent, step.OriginalName ?? step.Image.Split('\\')[^1], step.Integrity));
            Logs.Add(WindowsEvents.SecurityProcess(time.AddMilliseconds(2), process, parent));
        }

        private EvtxEvent Event(DateTime time, EventStep step)
        {
            int space = step.Log.LastIndexOf(' ');
            if (space < 0 || !ushort.TryParse(step.Log.AsSpan(space + 1), out ushort id))
                throw new InvalidDataException($"'{step.Log}' is not a log: write it as 'Security 4688'");
            return WindowsEvents.Create(step.Log[..space], step.Provider, id, time,
                step.Fields.ToDictionary(field => field.Key, field => Reference().Replace(field.Value, match => Resolve(match, time))));
        }

        private string Resolve(Match match, DateTime time)
        {
            if (match.Value == "${time}") return WindowsEvents.Utc(time);
            EmulatedProcess process = Process(match.Groups[1].Value);
            return match.Groups[2].Value switch
            {
                "pid" => $"{process.Pid}",
                "guid" => $"{process.Guid}",
                "user" => process.User,
                _ => process.Image,
            };
        }

        // A parent that no step started has been running since before.
        private EmulatedProcess Process(string id)
        {
            if (_processes.TryGetValue(id, out EmulatedProcess? known)) return known;
            if (!id.Contains('\\', StringComparison.Ordinal)) throw new InvalidDataException($"no process '{id}' was started on {host.Name}, and it is no path");
            bool system = id.StartsWith(@"C:\Windows\System32\", StringComparison.OrdinalIgnoreCase);
            return _processes[id] = new EmulatedProcess(600 + 4 * (uint)_processes.Count, WindowsEvents.Stable($"{host.Name} {id}"), id, id,
                system ? @"NT AUTHORITY\SYSTEM" : host.User);
        }

        [GeneratedRegex(@"\$\{(?:([^.}]+)\.(pid|guid|image|user)|time)\}")]
        private static partial Regex Reference();
    }
}
