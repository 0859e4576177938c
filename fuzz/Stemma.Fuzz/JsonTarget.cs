using Stemma.Events;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Fuzz;

/// <summary>Logs in JSON.</summary>
internal static class JsonTarget
{
    private static readonly SigmaEngine Engine = new([], LogSourceMap.Empty);

    public static void Run(byte[] input)
    {
        TextLog.Create(LogFormat.Json, Engine).Read(new MemoryStream(input), new LogFile("log.json", null, false, LogFormat.Json, input.Length), new LogSink(Seen, Problem, _ => { }, CancellationToken.None));

        void Seen(Event e)
        {
            Within(e.Position);
            _ = e.Channel.Length + e.Provider.Length;
        }

        void Problem(long position, string message, bool isDamage) => Within(position);

        void Within(long position)
        {
            if (position < 0 || position > input.Length) throw new BrokenPromiseException("a position outside of the input");
        }
    }
}
