using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Parts of a time: <c>minute</c> to <c>year</c>.</summary>
public sealed class TimePartTests
{
    private const string Time = "2024-12-30T23:45:10.123Z";

    [Theory]
    [InlineData("minute", 45)]
    [InlineData("hour", 23)]
    [InlineData("day", 30)]
    [InlineData("week", 1)]
    [InlineData("month", 12)]
    [InlineData("year", 2024)]
    public void A_part_of_a_time_is_compared(string part, int value)
    {
        Assert.True(Rule.Fires($"Time|{part}: {value}", ("Time", Time)));
        Assert.True(Rule.Fires($"Time|{part}: '{value}'", ("Time", Time)));
        Assert.False(Rule.Fires($"Time|{part}: {value + 1}", ("Time", Time)));
    }

    [Theory]
    [InlineData("2024-12-30 23:45:10.123")]
    [InlineData("2024-12-31T01:45:10+02:00")]
    [InlineData("2024-12-30T23:45:10.1234567Z")]
    public void Times_are_utc_unless_they_say_otherwise(string value)
    {
        Assert.True(Rule.Fires("Time|hour: 23", ("Time", value)));
        Assert.True(Rule.Fires("Time|day: 30", ("Time", value)));
    }

    [Fact]
    public void Any_part_of_a_list_is_enough()
    {
        Assert.True(Rule.Fires("Time|hour:\n  - 22\n  - 23", ("Time", Time)));
        Assert.False(Rule.Fires("Time|hour:\n  - 21\n  - 22", ("Time", Time)));
    }

    [Fact]
    public void A_part_may_be_compared_as_more_or_less()
    {
        Assert.True(Rule.Fires("Time|hour|gte: 22", ("Time", Time)));
        Assert.False(Rule.Fires("Time|hour|lt: 6", ("Time", Time)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("12")]
    [InlineData("10:30")]
    [InlineData("5/1")]
    [InlineData("May 1")]
    public void What_names_no_point_in_time_has_no_parts(string value)
    {
        // A time without its date would be taken for today's: the answer would depend on the day of the analysis.
        foreach (string part in (string[])["minute", "hour", "day", "week", "month", "year"])
            Assert.False(Rule.Fires($"Time|{part}|gte: 0", ("Time", value)), part);
    }

    [Theory]
    [InlineData("Time|hour: noon", "not a number")]
    [InlineData("Time|hour|minute: 5", "'time' cannot follow 'time'")]
    [InlineData("Time|contains|hour: 5", "do")]
    [InlineData("Time|re|hour: 5", "'time' cannot follow 're'")]
    public void What_is_no_part_of_a_time_is_an_error(string selection, string message) =>
        Assert.Contains(message, Rule.Error(selection), StringComparison.Ordinal);
}
