using System.Globalization;
using System.Text;
using System.Xml;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Logs;

/// <summary>
/// Reads the XML of one Windows event into an event object, with the names that the same record has in an EVTX file. Also for Sysmon for Linux,
/// which writes the same XML.
/// </summary>
internal sealed class EventXml(FieldEvent e)
{
    /// <summary>How deep elements may nest.</summary>
    public const int MaximumDepth = 64;

    /// <summary>Characters that one event may have.</summary>
    public const int MaximumCharacters = 16 << 20;

    private const int MaximumName = 4096;
    private static readonly SigmaLogSource Windows = new("windows", null, null);
    private static readonly SigmaLogSource LinuxSysmon = new("linux", null, "sysmon");
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaximumCharacters,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly StringBuilder _text = new();

    private enum Section
    {
        System,
        Data,
        UserData,
        Other,
    }

    /// <summary>The event object that is filled.</summary>
    public FieldEvent Event => e;

    /// <summary>Reads; the event is finished unless something was wrong.</summary>
    /// <param name="xml">An <c>Event</c> element.</param>
    /// <param name="position">Where it stands in the log.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Read(string xml, long position)
    {
        e.Begin(position);
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(xml), Settings);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "Event") return "no Event element";
            while (!reader.EOF && (reader.Depth > 0 || reader.NodeType != XmlNodeType.EndElement))
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1) ReadSection(reader);
                else if (!reader.Read()) break;
            }

            while (reader.Read())
            {
                // What follows must be well-formed too: a text that ends early is not taken for whole.
            }
        }
        catch (XmlException problem)
        {
            return $"not valid XML: {problem.Message.Split(" Line ", 2)[0]}";
        }
        catch (DepthException)
        {
            return $"elements nested deeper than {MaximumDepth}";
        }

        return Finish() ? null : "the Event element has no System part";
    }

    private bool Finish()
    {
        if (!e.Has("Provider_Name") && !e.Has("Channel") && !e.Has("EventID")) return false;
        e.SetProvider(e.Value("Provider_Name"));
        e.SetChannel(e.Value("Channel"));
        e.SetHost(e.Value("Computer"));
        if (EventTime.TryParse(e.Value("TimeCreated_SystemTime"), out long time)) e.SetTime(time);
        e.SetIds(
            int.TryParse(e.Value("EventID"), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1,
            long.TryParse(e.Value("EventRecordID"), NumberStyles.None, CultureInfo.InvariantCulture, out long record) ? record : -1);
        e.Finish(e.Provider is "Linux-Sysmon" ? LinuxSysmon : Windows);
        return true;
    }

    private void ReadSection(XmlReader reader)
    {
        Section section = reader.LocalName switch
        {
            "System" => Section.System,
            "EventData" => Section.Data,
            "UserData" => Section.UserData,
            _ => Section.Other,
        };
        if (section == Section.Other)
        {
            ReadElement(reader, "", section);
            return;
        }

        string name = reader.LocalName;
        if (section != Section.UserData) AddAttributes(reader, name, isData: false, section);
        ForEachChild(reader, () =>
        {
            if (section == Section.UserData) ReadWrapper(reader);
            else ReadElement(reader, "", section);
        });
        AddText(name, section, emptyIsField: false);
    }

    // The element within UserData only says whose tree it is: it is no part of the names below it.
    private void ReadWrapper(XmlReader reader)
    {
        string name = reader.LocalName;
        int before = e.Count;
        AddAttributes(reader, name, isData: false, Section.UserData);
        bool hasChildren = ForEachChild(reader, () => ReadElement(reader, "", Section.UserData));
        AddText(name, Section.UserData, emptyIsField: !hasChildren && e.Count == before);
    }

    private void ReadElement(XmlReader reader, string path, Section section)
    {
        if (reader.Depth > MaximumDepth) throw new DepthException();
        string? data = reader.LocalName == "Data" && section is Section.Data or Section.UserData ? reader.GetAttribute("Name") : null;
        string name = data ?? reader.LocalName;
        if (path.Length > 0) name = $"{path}_{name}";
        if (name.Length > MaximumName) name = name[..MaximumName];
        bool isData = reader.LocalName == "Data";
        bool hasAttributes = AddAttributes(reader, name, data is not null, section);
        string inner = name;
        bool hasChildren = ForEachChild(reader, () => ReadElement(reader, inner, section));
        AddText(name, section, emptyIsField: !hasChildren && section != Section.System && (!hasAttributes || isData));
    }

    // Calls for each element within the one that the reader stands at, and goes behind its end; its own text is then in _text.
    private bool ForEachChild(XmlReader reader, Action read)
    {
        if (reader.IsEmptyElement)
        {
            _text.Clear();
            reader.Read();
            return false;
        }

        int depth = reader.Depth;
        StringBuilder? own = null;
        bool any = false;
        _text.Clear();
        reader.Read();
        while (!reader.EOF && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                (own ??= new StringBuilder()).Append(_text);
                any = true;
                read();
                _text.Clear();
                continue;
            }

            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) _text.Append(reader.Value);
            reader.Read();
        }

        if (own is not null)
        {
            string text = own.Append(_text).ToString();
            _text.Clear();
            if (!string.IsNullOrWhiteSpace(text)) _text.Append(text);
        }

        reader.Read();
        return any;
    }

    private bool AddAttributes(XmlReader reader, string name, bool isData, Section section)
    {
        bool any = false;
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || reader.Name == "xmlns" || (isData && reader.Name == "Name")) continue;
            any = true;
            e.Add($"{name}_{reader.LocalName}", reader.Value, section != Section.System);
        }

        reader.MoveToElement();
        return any;
    }

    private void AddText(string name, Section section, bool emptyIsField)
    {
        if (_text.Length > 0) e.Add(name, _text.ToString(), section != Section.System);
        else if (emptyIsField) e.AddNull(name, section != Section.System);
        _text.Clear();
    }

#pragma warning disable CA1032, CA1064 // Never leaves this class.
    private sealed class DepthException : Exception;
#pragma warning restore CA1032, CA1064
}
