using System.Globalization;
using System.Text;
using System.Web;
using System.Xml;
using System.Xml.Linq;

namespace Stemma.Hunting.Execution;

/// <summary>Functions that take text apart: addresses of the web, paths, CSV, XML, command lines, pairs.</summary>
internal static class ParsingFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Text("kql_parse_url", a => Url(a.Text(0) ?? ""));
        table.Text("kql_parse_url_query", a => Json.Bag([KeyValuePair.Create("Query Parameters", Query(a.Text(0) ?? ""))]));
        table.Text("kql_parse_path", a => PathOf(a.Text(0) ?? ""));
        table.Text("kql_parse_csv", a => Json.Array(Csv(a.Text(0) ?? "").Select(ValueText.JsonString)));
        table.Text("kql_parse_xml", a => Xml(a.Text(0) ?? ""));
        table.Text("kql_parse_command_line", a => (a.Text(1) ?? "").Equals("windows", StringComparison.OrdinalIgnoreCase) ? CommandLine(a.Text(0) ?? "") : null);
        table.Text("kql_parse_version", a => Version(a.Text(0) ?? ""));
        table.Text("kql_json_path", a => AtPath(a.Text(0) ?? "", a.Text(1) ?? ""));
        table.Text("kql_parse_kv", a => Pairs(a.Text(0) ?? "", a.Text(1) ?? " ", a.Text(2) ?? "=", a.Text(3) ?? "", a.Text(4) ?? "", a.Bool(5) ?? false));
    }

    private static string Bag(params (string Key, string Value)[] items) => Json.Bag(items.Select(item => KeyValuePair.Create(item.Key, ValueText.JsonString(item.Value))));

    private static string Url(string text)
    {
        string rest = text;
        string scheme = "", user = "", password = "", fragment = "", query = "", path = "", port = "";
        if (rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var s)
        {
            scheme = rest[..s];
            rest = rest[(s + 3)..];
        }

        if (rest.IndexOf('#', StringComparison.Ordinal) is >= 0 and var f) (rest, fragment) = (rest[..f], rest[(f + 1)..]);
        if (rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var q) (rest, query) = (rest[..q], rest[(q + 1)..]);
        if (rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var p) (rest, path) = (rest[..p], rest[p..]);
        if (rest.LastIndexOf('@') is >= 0 and var u)
        {
            string[] credentials = rest[..u].Split(':', 2);
            user = credentials[0];
            password = credentials.Length > 1 ? credentials[1] : "";
            rest = rest[(u + 1)..];
        }

        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf(']')) (rest, port) = (rest[..colon], rest[(colon + 1)..]);
        string parts = Bag(("Scheme", scheme), ("Host", rest), ("Port", port), ("Path", path), ("Username", user), ("Password", password));
        return $"{parts[..^1]},\"Query Parameters\":{Query(query)},\"Fragment\":{ValueText.JsonString(fragment)}}}";
    }

    private static string Query(string query)
    {
        Dictionary<string, string> items = new(StringComparer.Ordinal);
        foreach (string item in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = item.Split('=', 2);
            items.TryAdd(HttpUtility.UrlDecode(pair[0]), ValueText.JsonString(pair.Length > 1 ? HttpUtility.UrlDecode(pair[1]) : ""));
        }

        return Json.Bag(items);
    }

    private static string PathOf(string text)
    {
        string path = text;
        string scheme = "", stream = "";
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and var s) (scheme, path) = (path[..s], path[(s + 3)..]);
        int slash = path.LastIndexOfAny(['/', '\\']);
        string name = path[(slash + 1)..];
        string directory = slash >= 0 ? path[..slash] : "";
        if (name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon) (name, stream) = (name[..colon], name[(colon + 1)..]);
        int dot = name.LastIndexOf('.');
        string root = directory.Length > 1 && directory[1] == ':' ? directory[..2] : directory.StartsWith('/') ? "/" : "";
        string parent = directory[(directory.LastIndexOfAny(['/', '\\']) + 1)..];
        return Bag(("Scheme", scheme), ("RootPath", root), ("DirectoryPath", directory), ("DirectoryName", parent), ("Filename", name), ("Extension", dot >= 0 ? name[(dot + 1)..] : ""), ("AlternateDataStreamName", stream));
    }

    // The fields of the first record (RFC 4180).
    private static List<string> Csv(string text)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (!isQuoted && c is '\r' or '\n') break;
            else if (!isQuoted && c == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }

        fields.Add(field.ToString());
        return fields;
    }

    // Elements are bags, repeated ones arrays, attributes have @ before their names, and text beside them is #text.
    private static string? Xml(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 1 << 22) return null;
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 22 });
            int depth = 0;
            using (XmlReader check = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }))
                while (check.Read()) depth = Math.Max(depth, check.Depth);
            if (depth > 100) return null;
            XElement root = XElement.Load(reader);
            return Json.Bag([KeyValuePair.Create(root.Name.LocalName, Element(root))]);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Element(XElement element)
    {
        List<KeyValuePair<string, string>> items = [.. element.Attributes().Select(attribute => KeyValuePair.Create("@" + attribute.Name.LocalName, ValueText.JsonString(attribute.Value)))];
        foreach (IGrouping<string, XElement> group in element.Elements().GroupBy(child => child.Name.LocalName))
        {
            string[] values = [.. group.Select(Element)];
            items.Add(KeyValuePair.Create(group.Key, values.Length == 1 ? values[0] : Json.Array(values)));
        }

        string text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
        if (items.Count == 0) return ValueText.JsonString(text);
        if (!string.IsNullOrWhiteSpace(text)) items.Add(KeyValuePair.Create("#text", ValueText.JsonString(text)));
        return Json.Bag(items);
    }

    // As the C runtime of Windows takes a command line apart.
    private static string? CommandLine(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        List<string> arguments = [];
        int at = 0;
        while (true)
        {
            while (at < text.Length && text[at] is ' ' or '\t') at++;
            if (at >= text.Length) return Json.Array(arguments.Select(ValueText.JsonString));
            StringBuilder argument = new();
            bool isQuoted = false;
            for (; at < text.Length && (isQuoted || text[at] is not (' ' or '\t')); at++)
            {
                int slashes = 0;
                while (at < text.Length && text[at] == '\\')
                {
                    slashes++;
                    at++;
                }

                if (at < text.Length && text[at] == '"')
                {
                    argument.Append('\\', slashes / 2);
                    if (slashes % 2 == 1) argument.Append('"');
                    else isQuoted = !isQuoted;
                    continue;
                }

                argument.Append('\\', slashes);
                if (at >= text.Length || (!isQuoted && text[at] is ' ' or '\t')) break;
                argument.Append(text[at]);
            }

            arguments.Add(argument.ToString());
        }
    }

    // Up to four parts, each of eight digits (documentation of parse_version).
    private static string? Version(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length > 4) return null;
        decimal version = 0;
        for (int i = 0; i < 4; i++)
        {
            string part = i < parts.Length ? parts[i] : "0";
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 99_999_999) return null;
            version = (version * 100_000_000m) + number;
        }

        // The last part stands behind the point: DuckDB's decimal has 22 digits before it.
        return version > 9_999_999_999_999_999_999_999m ? null : version.ToString(CultureInfo.InvariantCulture);
    }

    // $.a.b[0]['c']
    private static string? AtPath(string first, string second)
    {
        (string path, string text) = first.StartsWith('$') ? (first, second) : (second, first);
        string? json = Json.FromText(text);
        int at = 1;
        while (json is not null && at < path.Length)
        {
            if (path[at] == '.')
            {
                int end = path.IndexOfAny(['.', '['], at + 1) is >= 0 and var stop ? stop : path.Length;
                string key = path[(at + 1)..end];
                json = Json.Properties(json)?.FirstOrDefault(property => property.Key == key).Value;
                at = end;
            }
            else if (path[at] == '[' && path.IndexOf(']', at) is > 0 and var close)
            {
                string inner = path[(at + 1)..close].Trim('\'', '"');
                List<string>? items = Json.Elements(json);
                json = items is not null && int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    ? items.ElementAtOrDefault(index)
                    : Json.Properties(json)?.FirstOrDefault(property => property.Key == inner).Value;
                at = close + 1;
            }
            else return null;
        }

        return json == "null" ? null : json;
    }

    // The first value of a key counts.
    private static string Pairs(string text, string pairDelimiter, string keyDelimiter, string quotes, string escape, bool isGreedy)
    {
        if (pairDelimiter.Length == 0 && keyDelimiter.Length == 0) return Loose(text, quotes, escape);
        if (pairDelimiter.Length == 0) pairDelimiter = " ";
        if (keyDelimiter.Length == 0) keyDelimiter = "=";
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (string pair in Unquoted(text, pairDelimiter, quotes, escape))
        {
            int at = keyDelimiter.Length == 0 ? -1 : isGreedy ? pair.LastIndexOf(keyDelimiter, StringComparison.Ordinal) : pair.IndexOf(keyDelimiter, StringComparison.Ordinal);
            if (at < 0) continue;
            string key = Bare(pair[..at].Trim(), quotes);
            string value = Bare(pair[(at + keyDelimiter.Length)..].Trim(), quotes);
            if (escape.Length == 1) value = value.Replace(escape, "", StringComparison.Ordinal);
            if (key.Length > 0) pairs.TryAdd(key, ValueText.JsonString(value));
        }

        return Json.Bag(pairs);
    }

    // Without delimiters: a word, a colon or equals sign, and a word or something in quotes.
    private static string Loose(string text, string quotes, string escape)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        for (int at = 0; at < text.Length; at++)
        {
            int start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
            if (at == start) continue;
            string key = text[start..at];
            int sign = at;
            while (sign < text.Length && text[sign] == ' ') sign++;
            if (sign == text.Length || text[sign] is not (':' or '=')) continue;
            int value = sign + 1;
            while (value < text.Length && text[value] == ' ') value++;
            bool isQuoted = quotes.Length > 0 && value < text.Length && text[value] == quotes[0];
            StringBuilder read = new();
            for (at = isQuoted ? value + 1 : value; at < text.Length; at++)
            {
                if (escape.Length == 1 && text[at] == escape[0] && at + 1 < text.Length) at++;
                else if (isQuoted ? text[at] == quotes[^1] : char.IsWhiteSpace(text[at]) || text[at] is ',' or ';') break;
                read.Append(text[at]);
            }

            pairs.TryAdd(key, ValueText.JsonString(read.ToString()));
        }

        return Json.Bag(pairs);
    }

    // Parts between delimiters that stand outside of quotes. White space around the delimiter of key and value belongs to neither.
    private static IEnumerable<string> Unquoted(string text, string delimiter, string quotes, string escape)
    {
        if (delimiter == " ") text = string.Join('=', text.Split('=').Select((part, i) => i == 0 ? part.TrimEnd() : part.Trim() == part ? part : part.TrimStart()));
        int start = 0;
        bool isQuoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            if (escape.Length == 1 && text[at] == escape[0]) at++;
            else if (quotes.Length > 0 && (text[at] == quotes[0] || (quotes.Length > 1 && isQuoted && text[at] == quotes[1]))) isQuoted = !isQuoted;
            else if (!isQuoted && delimiter.Length > 0 && string.CompareOrdinal(text, at, delimiter, 0, delimiter.Length) == 0)
            {
                yield return text[start..at];
                start = at + delimiter.Length;
                at = start - 1;
            }
        }

        yield return text[start..];
    }

    private static string Bare(string text, string quotes) =>
        quotes.Length > 0 && text.Length > 1 && text[0] == quotes[0] && text[^1] == quotes[^1] ? text[1..^1] : text;
}
