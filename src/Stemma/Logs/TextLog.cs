using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Logs;

/// <summary>What a reader of a log tells while it reads.</summary>
/// <param name="OnEvent">Receives each event; the object is used again for the next.</param>
/// <param name="OnProblem">Told what could not be read: byte offset, message, and whether something is lost.</param>
/// <param name="OnProgress">Told of bytes read.</param>
/// <param name="Stop">Ends the reading early.</param>
internal readonly record struct LogSink(Action<Event> OnEvent, Action<long, string, bool> OnProblem, Action<int> OnProgress, CancellationToken Stop);

/// <summary>
/// Reads logs of one text format, one after another, on one thread. Whatever the content is, reading ends and throws only what the stream
/// throws; the same content gives the same events in the same order.
/// </summary>
internal abstract class TextLog
{
    /// <summary>Things in the last log that were well formed and no events.</summary>
    public long Others { get; protected set; }

    /// <summary>Audit events of the last log that lack records which once were there.</summary>
    public long Incomplete { get; protected set; }

    /// <summary>Reads a log to its end.</summary>
    /// <param name="stream">Its content, as UTF-8.</param>
    /// <param name="log">The log.</param>
    /// <param name="sink">Receives what is found.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The compressed stream is damaged.</exception>
    public abstract void Read(Stream stream, LogFile log, LogSink sink);

    /// <summary>The log is to be looked through before it is read.</summary>
    public virtual bool Surveys => false;

    /// <summary>Looks through a log that will be read next.</summary>
    /// <param name="stream">Its content, as UTF-8.</param>
    /// <param name="log">The log.</param>
    /// <param name="stop">Ends it early.</param>
    public virtual void Survey(Stream stream, LogFile log, CancellationToken stop)
    {
    }

    /// <summary>A reader for a format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="engine">Gives events their kinds.</param>
    public static TextLog Create(LogFormat format, SigmaEngine engine)
    {
        FieldEvent e = new(new EventKindCache(engine));
        return format switch
        {
            LogFormat.Json => new JsonLog(Json(), Json(), new EventXml(e)),
            LogFormat.Audit => new AuditLog(e),
            LogFormat.Syslog => new SyslogLog(e, Json()),
            LogFormat.Xml => new XmlLog(new EventXml(e)),
            LogFormat.Csv => new CsvLog(e),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };

        JsonEvent Json() => new(new EventKindCache(engine));
    }
}
