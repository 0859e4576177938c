using Stemma.Events;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Fuzz;

/// <summary>Logs of a text format.</summary>
internal static class TextLogTarget
{
    private static readonly SigmaEngine Engine = new([], LogSourceMap.Empty);

    /// <summary>Feeds the reader of a format.</summary>
    public static Action<byte[]> Of(LogFormat format) => input => Run(format, input);

    private static void Run(LogFormat format, byte[] input)
    {
        LogFile log = new("log", null, false, format, input.Length);
        TextLog reader = TextLog.Create(format, Engine);
        if (reader.Surveys) reader.Survey(new MemoryStream(input), log, CancellationToken.None);
        reader.Read(new MemoryStream(input), log, new LogSink(Seen, Problem, _ => { }, CancellationToken.None));

        void Seen(Event e)
        {
            Within(e.Position);
            _ = e.Channel.Length + e.Provider.Length + e.Time;
            for (int slot = 0; slot < e.Kind.Names.Length; slot++)
                if (!e.IsNull(slot)) _ = e.Text(slot).Length;
        }

        void Problem(long position, string message, bool isDamage) => Within(position);

        void Within(long position)
        {
            if (position < 0 || position > input.Length) throw new BrokenPromiseException("a position outside of the input");
        }
    }
}
