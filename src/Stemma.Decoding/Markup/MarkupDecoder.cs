using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Stemma.Decoding.Documents;

namespace Stemma.Decoding.Markup;

/// <summary>
/// Reads HTML, HTA, scriptlets (SCT), script files (WSF) and style sheets with scripts: hands on scripts by their language, addresses that are scripts,
/// pages within pages, and files that a page carries to be dropped.
/// </summary>
internal sealed partial class MarkupDecoder : IScriptDecoder
{
    private const int MostTags = 20_000, LeastHandler = 30, MostFiles = 16;

    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        sink.Budget.Reserve(layer.Text.Length * 2L);
        var page = new Page(sink);
        int tags = 0;
        foreach (Tag tag in TagReader.Read(layer.Text, sink.Budget))
        {
            if (++tags > MostTags) { sink.Note($"layer {layer.Number}: more than {MostTags:N0} tags"); break; }
            page.Take(tag);
        }
        page.Finish();
        Files(layer, sink);
    }

    /// <summary>What of one page belongs together: scripts of one language share their variables.</summary>
    private sealed class Page(LayerSink sink)
    {
        private readonly Dictionary<ScriptKind, List<string>> _scripts = [];
        private readonly List<(ScriptKind Kind, string Text, string Step)> _others = [];
        private ScriptKind _default = ScriptKind.JavaScript;

        public void Take(Tag tag)
        {
            if (tag.Name is "script" or "ms:script" or "msxsl:script" or "user:script") { Script(tag); }
            foreach ((string name, string raw) in tag.Attributes)
            {
                sink.Budget.Spend();
                string value = WebUtility.HtmlDecode(raw).Trim();
                if (value.Length == 0) { continue; }
                if (name.StartsWith("on", StringComparison.Ordinal) && value.Length >= LeastHandler) { Handler(name, value); }
                else if (name is "href" or "src" or "action" or "formaction" or "data" or "content" or "xlink:href" or "background") { Address(tag, name, value); }
                else if (name == "srcdoc") { _others.Add((ScriptKind.Html, value, "srcdoc")); }
            }
        }

        private void Script(Tag tag)
        {
            string language = tag["language"] is { Length: > 0 } given ? given : tag["type"] ?? "";
            if (Of(language, _default) is not { } kind) { return; }
            if (language.Contains("vbs", StringComparison.OrdinalIgnoreCase) && _scripts.Count == 0 && !language.Contains('/', StringComparison.Ordinal)) { _default = ScriptKind.VisualBasic; }
            string text = tag.Content.Trim();
            if (text.StartsWith("<![CDATA[", StringComparison.OrdinalIgnoreCase)) { text = text[9..]; text = text.EndsWith("]]>", StringComparison.Ordinal) ? text[..^3] : text; }
            if (text.StartsWith("<!--", StringComparison.Ordinal)) { text = text[4..]; text = text.EndsWith("-->", StringComparison.Ordinal) ? text[..^3].TrimEnd().TrimEnd('/') : text; }
            if (ScriptEncoder.IsIn(text)) { text = ScriptEncoder.Decode(text, sink.Budget); }
            if (string.IsNullOrWhiteSpace(text)) { return; }
            if (!_scripts.TryGetValue(kind, out List<string>? list)) { _scripts[kind] = list = []; }
            list.Add(text.Trim());
        }

        private void Handler(string name, string value)
        {
            ScriptKind kind = _default;
            if (value.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase)) { (kind, value) = (ScriptKind.VisualBasic, value[9..]); }
            else if (value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || value.StartsWith("jscript:", StringComparison.OrdinalIgnoreCase)) { (kind, value) = (ScriptKind.JavaScript, value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..]); }
            _others.Add((kind, value, name));
        }

        private void Address(Tag tag, string name, string value)
        {
            if (name == "content")
            {
                int url = value.IndexOf("url=", StringComparison.OrdinalIgnoreCase);
                if (tag.Name != "meta" || url < 0) { return; }
                value = value[(url + 4)..].Trim('\'', '"', ' ');
            }
            string plain = new([.. value.Where(c => c is not ('\r' or '\n' or '\t'))]);
            if (plain.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) && plain.Length > 11 + LeastHandler) { _others.Add((ScriptKind.JavaScript, Unescape(value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..]), "javascript:")); }
            else if (plain.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase)) { _others.Add((ScriptKind.VisualBasic, Unescape(value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..]), "vbscript:")); }
            else if (plain.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) { Data(tag, plain); }
        }

        private void Data(Tag tag, string value)
        {
            int comma = value.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0) { return; }
            string head = value[5..comma], body = value[(comma + 1)..];
            bool isScript = tag.Name == "script";
            if (!isScript && !head.Contains("html", StringComparison.OrdinalIgnoreCase) && !head.Contains("javascript", StringComparison.OrdinalIgnoreCase) && !head.Contains("svg", StringComparison.OrdinalIgnoreCase)) { return; }
            string? text = head.Contains("base64", StringComparison.OrdinalIgnoreCase) ? FromBase64(Unescape(body)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null : Unescape(body);
            if (text is null) { return; }
            _others.Add((isScript || head.Contains("javascript", StringComparison.OrdinalIgnoreCase) ? ScriptKind.JavaScript : ScriptKind.Html, text, "data:"));
        }

        public void Finish()
        {
            foreach ((ScriptKind kind, List<string> scripts) in _scripts)
            {
                sink.Hidden(kind, string.Join('\n', scripts), scripts.Count == 1 ? "script" : $"{scripts.Count} scripts");
            }
            foreach ((ScriptKind kind, string text, string step) in _others) { sink.Hidden(kind, text, step); }
        }

        private static string Unescape(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;
    }

    /// <summary>The language by a <c>language</c> or <c>type</c>; null for what is no script.</summary>
    private static ScriptKind? Of(string language, ScriptKind otherwise)
    {
        if (language.Length == 0) { return otherwise; }
        if (language.Contains("vbs", StringComparison.OrdinalIgnoreCase) || language.Contains("basic", StringComparison.OrdinalIgnoreCase)) { return ScriptKind.VisualBasic; }
        if (language.Contains("json", StringComparison.OrdinalIgnoreCase) || language.Contains("template", StringComparison.OrdinalIgnoreCase) || language.Contains("html", StringComparison.OrdinalIgnoreCase)) { return null; }
        if (language.Contains("script", StringComparison.OrdinalIgnoreCase) || language.Equals("module", StringComparison.OrdinalIgnoreCase) || language.StartsWith('j')) { return ScriptKind.JavaScript; }
        return language.Contains("python", StringComparison.OrdinalIgnoreCase) ? ScriptKind.Python : null;
    }

    /// <summary>A page that makes a file out of text that it carries, for its reader to open: text is handed on, of other files the kind is told.</summary>
    private static void Files(Layer layer, LayerSink sink)
    {
        string text = layer.Text;
        bool drops = (text.Contains("Blob", StringComparison.Ordinal) || text.Contains("data:application/", StringComparison.OrdinalIgnoreCase))
            && (text.Contains("download", StringComparison.OrdinalIgnoreCase) || text.Contains("msSave", StringComparison.Ordinal));
        if (!drops) { return; }
        int files = 0;
        foreach (ValueMatch match in LongBase64().EnumerateMatches(text))
        {
            sink.Budget.Reserve(match.Length);
            if (++files > MostFiles || FromBase64(text.AsSpan(match.Index, match.Length)) is not { Length: > 16 } bytes) { continue; }
            string kind = FileKind(bytes);
            sink.Note($"layer {layer.Number}: the page carries a file of {bytes.Length:N0} bytes ({kind}) and drops it");
            sink.Call(new DecodedCall(layer.Number, "HTML smuggling", [kind], match.Index, match.Length));
            FileFormat format = FileFormats.Of(bytes);
            if (format is not (FileFormat.Text or FileFormat.Other))
            {
                // What lies in the file is told like what lies in any other.
                var document = new DocumentReading(sink.Budget);
                document.ReadAll(bytes, format);
                sink.Hidden(ScriptKind.Text, document.Listing, "file that the page carries");
                foreach ((ScriptKind inner, string script, string step) in document.Found) { sink.Hidden(inner, script, $"file that the page carries: {step}"); }
                foreach (string note in document.Notes) { sink.Note($"the file that the page carries: {note}"); }
            }
            else if (kind == "text") { sink.Hidden(ScriptKind.Auto, Encoding.UTF8.GetString(bytes), "file that the page carries"); }
        }
    }

    private static string FileKind(byte[] b) => b switch
    {
        [0x4D, 0x5A, ..] => "Windows program",
        [0x50, 0x4B, 0x03, 0x04, ..] => "ZIP archive or Office document",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "OLE document",
        [0x25, 0x50, 0x44, 0x46, ..] => "PDF",
        [0x4C, 0x00, 0x00, 0x00, ..] => "Windows shortcut",
        [0x52, 0x61, 0x72, 0x21, ..] => "RAR archive",
        [0x37, 0x7A, 0xBC, 0xAF, ..] => "7z archive",
        [0x1F, 0x8B, ..] => "gzip",
        [0x89, 0x50, 0x4E, 0x47, ..] or [0xFF, 0xD8, 0xFF, ..] or [0x47, 0x49, 0x46, 0x38, ..] => "image",
        _ when b.Length > 32774 && b.AsSpan(32769, 5).SequenceEqual("CD001"u8) => "ISO image",
        _ when b.AsSpan(0, Math.Min(b.Length, 512)).IndexOfAnyExceptInRange((byte)9, (byte)126) < 0 => "text",
        _ => "unknown",
    };

    private static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        byte[] made = new byte[(text.Length * 3 / 4) + 3];
        if (Convert.TryFromBase64Chars(text, made, out int written)) { return made[..written]; }
        string padded = text.TrimEnd('=').ToString();
        padded += new string('=', (4 - (padded.Length % 4)) % 4);
        return Convert.TryFromBase64String(padded, made, out written) ? made[..written] : null;
    }

    [GeneratedRegex("[A-Za-z0-9+/]{160,}={0,2}")]
    private static partial Regex LongBase64();
}
