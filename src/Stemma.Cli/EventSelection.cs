using System.CommandLine;
using System.CommandLine.Parsing;
using Stemma.Detection;
using Stemma.Events;

namespace Stemma.Cli;

/// <summary>The options that say which events are looked at: <c>--since</c>, <c>--until</c>, <c>--host</c>, <c>--channel</c>.</summary>
internal sealed class EventSelection
{
    private readonly Option<string?> _since = TimeOption("--since", "only events of this time (UTC) and later, such as 2026-03-02 or 2026-03-02T14:00");
    private readonly Option<string?> _until = TimeOption("--until", "only events before this time (UTC)");
    private readonly Option<string[]> _host = new("--host") { Description = "only events of this host; * and ? allowed, repeatable", HelpName = "NAME" };
    private readonly Option<string[]> _channel = new("--channel") { Description = "only events of this channel; * and ? allowed, repeatable", HelpName = "NAME" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _since, _until, _host, _channel }) command.Add(option);
    }

    /// <summary>The filter that was asked for.</summary>
    public EventFilter Get(ParseResult parsed) => new()
    {
        Since = Time(parsed.GetValue(_since)),
        Until = Time(parsed.GetValue(_until)),
        Hosts = parsed.GetValue(_host) ?? [],
        Channels = parsed.GetValue(_channel) ?? [],
    };

    private static Option<string?> TimeOption(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "TIME" };
        option.Validators.Add((OptionResult result) =>
        {
            if (result.Tokens is [var token] && !EventTime.TryParse(token.Value, out _)) result.AddError($"'{token.Value}' is no time; write 2026-03-02 or 2026-03-02T14:00:00");
        });
        return option;
    }

    private static long? Time(string? text) => text is not null && EventTime.TryParse(text, out long time) ? time : null;
}
