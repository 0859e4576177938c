using System.Collections.Immutable;

namespace Stemma.Decoding;

/// <summary>What a script finds when it starts because an outer layer put it there: environment variables, standard input, the clipboard.</summary>
/// <param name="Environment">Variables that an outer layer set, by name without regard to case; the fixed environment of Windows is not in here.</param>
/// <param name="Input">Text piped into the script, or null.</param>
/// <param name="Clipboard">Text that an outer layer copied, or null.</param>
internal sealed record ScriptContext(ImmutableDictionary<string, string> Environment, string? Input, string? Clipboard)
{
    /// <summary>Nothing set, nothing piped, nothing copied.</summary>
    public static ScriptContext Empty { get; } = new(ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase), null, null);
}
