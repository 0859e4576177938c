using System.CommandLine;
using System.CommandLine.Invocation;
using Stemma.Cli;

RootCommand root = new("Finds malicious execution in what machines recorded.")
{
    ScanCommand.Create(),
    LogsCommand.Create(),
    TimelineCommand.Create(),
    LogonsCommand.Create(),
    TreeCommand.Create(),
    InvestigateCommand.Create(),
    EvtxCommand.Create(),
    RulesCommand.Create(),
    ExplainCommand.Create(),
    DecodeCommand.Create(),
    HuntCommand.Create(),
    EmulateCommand.Create(),
};
root.HelpName = "stemma";
Examples.AddTo(root);
ParseResult parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine($"stemma: {error.Message}");
    Console.Error.WriteLine($"See: stemma {string.Join("", ParentNames(parsed))}--help");
    return ExitCode.Usage;
}

try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (UserError error)
{
    Console.Error.WriteLine($"stemma: {error.Message}");
    return error.ExitCode;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"stemma: {error.Message}");
    return ExitCode.Failed;
}

static IEnumerable<string> ParentNames(ParseResult parsed)
{
    Stack<string> names = new();
    for (var result = parsed.CommandResult; result?.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
        names.Push(result.Command.Name + " ");
    return names;
}
