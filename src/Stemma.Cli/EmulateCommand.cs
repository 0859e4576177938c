using System.CommandLine;
using Stemma.Detection;
using Stemma.Emulation;

namespace Stemma.Cli;

/// <summary><c>stemma emulate</c>: the logs that an attack would leave, without running anything.</summary>
internal static class EmulateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> scenarios = new("SCENARIO") { Description = "scenario files (default: the built-in ones)", Arity = ArgumentArity.ZeroOrMore };
        Option<string> output = new("--output", "-o") { Description = "the folder to write to", HelpName = "FOLDER", Required = true };
        Command command = new("emulate", "Writes the logs that attack scenarios would leave, among benign activity. Nothing is run.") { scenarios, output };
        command.SetAction(parsed =>
        {
            string[] given = parsed.GetValue(scenarios) ?? [];
            foreach (string path in given.Length > 0 ? given : BuiltInContent.ScenarioFiles())
            {
                try
                {
                    Scenario scenario = Scenario.Load(path);
                    Emulator.Write(scenario, parsed.GetValue(output)!);
                    Console.Out.WriteLine($"{scenario.Title}: {string.Join(", ", scenario.Hosts.Select(host => host.Name))}");
                }
                catch (InvalidDataException e)
                {
                    throw new UserError(e.Message);
                }
            }

            return ExitCode.Fine;
        });
        return command;
    }
}
