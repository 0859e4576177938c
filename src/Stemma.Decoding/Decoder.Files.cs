using Stemma.Decoding.Documents;

namespace Stemma.Decoding;

public static partial class Decoder
{
    /// <summary>
    /// Decodes one file, given by its bytes: a script by its language; of a document, shortcut or archive what it would run. Its format is told by its
    /// content. Nothing else is opened, nothing is written.
    /// </summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name, which tells the language of a script better than its text; null when there is none.</param>
    /// <param name="kind">Its language when it is known to be a script; <see cref="ScriptKind.Auto"/> to go by name and content.</param>
    /// <param name="limits">How far to go; null for <see cref="DecodeLimits.Default"/>.</param>
    /// <returns>Of a script its layers, as <see cref="Decode"/> gives them. Of a document layer 0 lists what it holds, one thing a line, and each script, macro and command in it is a layer behind that.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="content"/> is null.</exception>
    public static DecodedArtifact DecodeFile(byte[] content, string? name = null, ScriptKind kind = ScriptKind.Auto, DecodeLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        limits ??= DecodeLimits.Default;
        FileFormat format = FileFormats.Of(content);
        if (format == FileFormat.Text || kind != ScriptKind.Auto)
        {
            return Decode(FileFormats.TextOf(content, limits.OutputLength), kind == ScriptKind.Auto ? FileFormats.KindByName(name) : kind, limits);
        }
        var budget = new DecodeBudget(limits);
        var document = new DocumentReading(budget);
        document.ReadAll(content, format);
        var run = new DecodingRun(budget);
        run.Start(document);
        return run.Finish();
    }
}
