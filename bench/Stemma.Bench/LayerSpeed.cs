using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Stemma.Decoding;

namespace Stemma.Bench;

/// <summary>How many command lines and scripts a core decodes: those of ordinary logs, each anew, first as a scan does it and then without the cheap test.</summary>
internal static class LayerSpeed
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <summary>Prints rates.</summary>
    /// <param name="data">The folder with <c>benign/</c>.</param>
    public static int Run(string data)
    {
        Measure("command lines", Path.Combine(data, "benign", "socbed-process_creation.txt"), ScriptKind.CommandLine);
        Measure("scripts", Path.Combine(data, "benign", "socbed-powershell.txt"), ScriptKind.PowerShell);
        return 0;
    }

    private static void Measure(string what, string path, ScriptKind kind)
    {
        string[] texts = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => kind == ScriptKind.CommandLine ? JsonSerializer.Deserialize<string>(line)! : line)];
        int yes = texts.Count(text => Decoder.MayHide(text, kind));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Length:N0} {what}, {yes:N0} of which may hide something"));
        Rate("cheap test alone", text => Decoder.MayHide(text, kind));
        Rate("cheap test, then all decoders", text => Decoder.MayHide(text, kind) && Decoder.DecodeLayers(text, kind).Layers.Count > 1);
        Rate("all decoders", text => Decoder.DecodeLayers(text, kind).Layers.Count > 1);
        Rate("all decoders, behaviours and indicators", text => Decoder.Decode(text, kind).Layers.Count > 1);

        void Rate(string name, Func<string, bool> act)
        {
            foreach (string text in texts) act(text);
            long count = 0, start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < Time)
            {
                foreach (string text in texts) act(text);
                count += texts.Length;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {count / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} a second"));
        }
    }
}
