using System.CommandLine;
using System.Globalization;

namespace Stemma.Cli;

/// <summary>Options whose values are whole numbers.</summary>
internal static class NumberOption
{
    /// <summary>Says in plain words when a value is no number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static void AcceptOnlyNumbers(this Option option, long least, long most) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
            if (!long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) || number < least || number > most)
                result.AddError($"{option.Name} takes a number from {least} to {most}, not '{token.Value}'");
    });
}
