using System.Buffers;
using System.Text;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>Whole records as text, letter by letter.</summary>
public sealed class RenderingTests
{
    [Fact]
    public void A_record_as_XML()
    {
        Assert.Equal("""
            <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Stemma-Test"/><EventID>1</EventID><Version>5</Version><Level>4</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime="2024-01-02T03:04:05.6789012Z"/><EventRecordID>1</EventRecordID><Correlation/><Execution ProcessID="4" ThreadID="8"/><Channel>Test/Operational</Channel><Computer>HOST1</Computer><Security UserID="S-1-5-18"/></System><EventData><Data Name="CommandLine">cmd /c "echo &lt;a&gt; &amp; b"</Data><Data Name="ProcessId">4711</Data><Data Name="LogonId">0x3e7</Data><Data Name="Elevated">true</Data><Data Name="Empty"/></EventData></Event>
            """, Sample().Xml);
    }

    [Fact]
    public void A_record_as_JSON()
    {
        Assert.Equal("""
            {"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":"Stemma-Test"}},"EventID":1,"Version":5,"Level":4,"Task":0,"Opcode":0,"Keywords":"0x8000000000000000","TimeCreated":{"#attributes":{"SystemTime":"2024-01-02T03:04:05.6789012Z"}},"EventRecordID":1,"Correlation":null,"Execution":{"#attributes":{"ProcessID":4,"ThreadID":8}},"Channel":"Test/Operational","Computer":"HOST1","Security":{"#attributes":{"UserID":"S-1-5-18"}}},"EventData":{"CommandLine":"cmd /c \"echo <a> & b\"","ProcessId":4711,"LogonId":"0x3e7","Elevated":true,"Empty":""}}}
            """, Sample().Json);
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_replaced_and_line_ends_survive()
    {
        ReadRecord record = LogWriter.Reread("a\u0001b\r\nc\td\uFFFEe");
        Assert.Contains("<Data Name=\"Value\">a\uFFFDb&#xD;\nc\td\uFFFDe</Data>", record.Xml, StringComparison.Ordinal);
        Assert.Contains("\"Value\":\"a\\u0001b\\r\\nc\\td\uFFFEe\"", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_in_an_attribute_cannot_leave_it()
    {
        EvtxEvent e = LogWriter.Event();
        e.Provider = "a\"><b c='d'>\n\t&";
        ReadRecord record = ReadLog.Of(LogWriter.Write(e)).Only;
        Assert.Contains("<Provider Name=\"a&quot;&gt;&lt;b c='d'&gt;&#xA;&#x9;&amp;\"/>", record.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_would_end_early_is_written_as_text()
    {
        ReadLog log = ReadLog.OfChunk(new ChunkForge().Record(1, f => f.Template(d => d.Open("A", dependency: true).Content()
            .Add(BinXml.Token.CData).UInt16(5).Add(Encoding.Unicode.GetBytes("a]]>b")).End())).Chunk());
        Assert.Equal("<A>a]]&gt;b</A>", log.Only.Xml);
    }

    [Fact]
    public void Whatever_characters_a_value_has_the_output_can_be_read()
    {
        for (int c = 0; c <= char.MaxValue; c += 97)
        {
            ReadRecord record = LogWriter.Reread($"x{(char)c}y{(char)(c + 1)}");
            WellFormed.Xml(record.Xml);
            WellFormed.Json(record.Json);
        }
    }

    [Fact]
    public void The_parser_and_the_record_write_the_same()
    {
        byte[] file = LogWriter.Many(1);
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        parser.Load(file, LogWriter.FirstChunk, EvtxChunkParser.ChunkSize, LogWriter.FirstChunk);
        parser.Read();
        ArrayBufferWriter<byte> xml = new(), json = new();
        parser.WriteXml(xml);
        parser.WriteJson(json);
        ReadRecord record = ReadLog.Of(file).Only;
        Assert.Equal((record.Xml, record.Json), (Encoding.UTF8.GetString(xml.WrittenSpan), Encoding.UTF8.GetString(json.WrittenSpan)));
    }

    private static ReadRecord Sample()
    {
        EvtxEvent e = LogWriter.Event(new("CommandLine", "cmd /c \"echo <a> & b\""), new("ProcessId", 4711),
            new("LogonId", EvtxDataValue.Hex(0x3e7UL)), new("Elevated", true), new("Empty", ""));
        e.EventId = 1;
        e.Version = 5;
        e.Level = 4;
        e.Keywords = 1UL << 63;
        e.ProcessId = 4;
        e.ThreadId = 8;
        e.UserSid = "S-1-5-18";
        return ReadLog.Of(LogWriter.Write(e)).Only;
    }
}
