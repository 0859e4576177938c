using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Stemma.Decoding.Cmd;

/// <summary>The environment that cmd.exe would see: what was set, over what every Windows has. Values of the machine or the user are not known.</summary>
internal sealed class CmdVariables
{
    /// <summary>Stands for text that is not known within a value that is known in part: the name of the user.</summary>
    public const char Unknown = '\uF8FF';

    // cmd.exe keeps no longer value; without the limit "set a=%a%%a%" would double for ever.
    private const int LongestValue = 32767;

    private readonly Dictionary<string, string?> _set;
    private readonly HashSet<string> _removed;

    /// <summary>Starts with what an outer layer set.</summary>
    public CmdVariables(ImmutableDictionary<string, string> outer)
    {
        _set = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        _removed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in outer) { _set[name] = value; }
    }

    private CmdVariables(CmdVariables other)
    {
        _set = new Dictionary<string, string?>(other._set, StringComparer.OrdinalIgnoreCase);
        _removed = new HashSet<string>(other._removed, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a script gave the variable its value.</summary>
    public bool IsSet(string name) => _set.ContainsKey(name);

    /// <summary>Whether a variable is defined; its value is null when that is all that is known, and may hold <see cref="Unknown"/>.</summary>
    public bool TryGet(string name, out string? value)
    {
        if (_set.TryGetValue(name, out value)) { return true; }
        if (_removed.Contains(name)) { return false; }
        return Windows.TryGetValue(name, out value);
    }

    /// <summary>The whole value of a variable, if all of it is known.</summary>
    public bool TryGetKnown(string name, [NotNullWhen(true)] out string? value) =>
        TryGet(name, out value) && value is not null && !value.Contains(Unknown);

    /// <summary>Sets a variable; null for a value that is not known, an empty value takes it away.</summary>
    public void Set(string name, string? value)
    {
        if (value is { Length: 0 })
        {
            _set.Remove(name);
            _removed.Add(name);
        }
        else if (value is null || value.Length <= LongestValue)
        {
            _set[name] = value;
        }
    }

    /// <summary>A copy that goes its own way: a child process, one side of a condition.</summary>
    public CmdVariables Clone() => new(this);

    /// <summary>Forgets the values that differ from those of another way through the script.</summary>
    public void Merge(CmdVariables other)
    {
        foreach (string name in _set.Keys.Union(other._set.Keys, StringComparer.OrdinalIgnoreCase).ToList())
        {
            TryGet(name, out string? mine);
            other.TryGet(name, out string? theirs);
            if (mine != theirs) { _set[name] = null; }
        }
    }

    /// <summary>What a process that starts now inherits from the script.</summary>
    public ImmutableDictionary<string, string> Inherited() => ScriptContext.Empty.Environment.AddRange(
        _set.Where(each => each.Value is not null && !each.Value.Contains(Unknown)).Select(each => KeyValuePair.Create(each.Key, each.Value!)));

    /// <summary>Lines that <c>set PREFIX</c> prints; null for one that is not known whole.</summary>
    public IEnumerable<string?> List(string prefix) =>
        Windows.Where(each => !_removed.Contains(each.Key) && !_set.ContainsKey(each.Key)).Concat(_set)
            .Where(each => each.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(each => each.Key, StringComparer.OrdinalIgnoreCase)
            .Select(each => each.Value is null || each.Value.Contains(Unknown) ? null : $"{each.Key}={each.Value}");

    private static readonly FrozenDictionary<string, string?> Windows = new Dictionary<string, string?>
    {
        ["ALLUSERSPROFILE"] = @"C:\ProgramData",
        ["APPDATA"] = $@"C:\Users\{Unknown}\AppData\Roaming",
        ["CD"] = null,
        ["CMDCMDLINE"] = null,
        ["CMDEXTVERSION"] = "2",
        ["CommonProgramFiles"] = @"C:\Program Files\Common Files",
        ["CommonProgramFiles(x86)"] = @"C:\Program Files (x86)\Common Files",
        ["CommonProgramW6432"] = @"C:\Program Files\Common Files",
        ["COMPUTERNAME"] = null,
        ["ComSpec"] = @"C:\WINDOWS\system32\cmd.exe",
        ["DATE"] = null,
        ["DriverData"] = @"C:\Windows\System32\Drivers\DriverData",
        ["ERRORLEVEL"] = null,
        ["HOMEDRIVE"] = "C:",
        ["HOMEPATH"] = $@"\Users\{Unknown}",
        ["LOCALAPPDATA"] = $@"C:\Users\{Unknown}\AppData\Local",
        ["LOGONSERVER"] = null,
        ["NUMBER_OF_PROCESSORS"] = null,
        ["OS"] = "Windows_NT",
        ["Path"] = $@"C:\WINDOWS\system32;C:\WINDOWS;C:\WINDOWS\System32\Wbem;C:\WINDOWS\System32\WindowsPowerShell\v1.0\;{Unknown}",
        ["PATHEXT"] = ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC",
        ["PROCESSOR_ARCHITECTURE"] = "AMD64",
        ["PROCESSOR_IDENTIFIER"] = null,
        ["ProgramData"] = @"C:\ProgramData",
        ["ProgramFiles"] = @"C:\Program Files",
        ["ProgramFiles(x86)"] = @"C:\Program Files (x86)",
        ["ProgramW6432"] = @"C:\Program Files",
        ["PROMPT"] = "$P$G",
        ["PSModulePath"] = @"C:\Program Files\WindowsPowerShell\Modules;C:\WINDOWS\system32\WindowsPowerShell\v1.0\Modules",
        ["PUBLIC"] = @"C:\Users\Public",
        ["RANDOM"] = null,
        ["SESSIONNAME"] = null,
        ["SystemDrive"] = "C:",
        ["SystemRoot"] = @"C:\WINDOWS",
        ["TEMP"] = $@"C:\Users\{Unknown}\AppData\Local\Temp",
        ["TIME"] = null,
        ["TMP"] = $@"C:\Users\{Unknown}\AppData\Local\Temp",
        ["USERDOMAIN"] = null,
        ["USERDNSDOMAIN"] = null,
        ["USERNAME"] = null,
        ["USERPROFILE"] = $@"C:\Users\{Unknown}",
        ["windir"] = @"C:\WINDOWS",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
