using System.Text;
using CsCheck;
using Stemma.Logs;

namespace Stemma.Tests.Logs;

/// <summary>Whatever the bytes of a text log are, reading ends, throws nothing and gives the same again.</summary>
public class HostileTextLogTests
{
    private const string Audit = "node=a type=SYSCALL msg=audit(1492037291.036:59): arch=c000003e syscall=59 success=yes a0=1 items=2 ppid=1 pid=2 auid=1 uid=0 ses=3 comm=\"x\" exe=\"/x\" key=(null)\u001DUID=\"r\"\n"
        + "type=EXECVE msg=audit(1492037291.036:59): argc=3 a0=\"x\" a1_len=4 a1[0]=61 a1[1]=62 a2=6D61\ntype=SOCKADDR msg=audit(1.2:3): saddr=02000050A9FEA9FE SADDR={ fam=inet }\n"
        + "type=USER_CMD msg=audit(1.5:7): pid=3027 msg='cwd=\"/\" cmd=6C73 res=success'\ntype=EOE msg=audit(1492037291.036:59): \n";

    private static readonly byte[] Marks = "\"'=,;<>{}[]()\n \0&:\\"u8.ToArray();

    private const string Xml = "<?xml version=\"1.0\"?><Events><Event xmlns='x'><System><Provider Name='P'/><EventID Qualifiers='1'>1</EventID><Channel>Security</Channel></System><EventData><Data Name='A'>b&#10;&amp;</Data><Data>c</Data></EventData></Event>"
        + "<Event><System><EventID>2</EventID><Channel>C</Channel></System><UserData><W xmlns='y'><A z='1'>q</A></W></UserData></Event></Events>";

    private const string Csv = "EventID,Channel,Provider,Payload,Message,TimeCreated\r\n1,Security,P,\"{\"\"EventData\"\":{\"\"Data\"\":[{\"\"@Name\"\":\"\"A\"\",\"\"#text\"\":\"\"b\"\"},\"\"c\"\"]}}\",x\n4104,C,P,,\"Text (1 of 1):\nA: b\n\tC:\td\"\n";

    private const string Syslog = "Mar  1 09:05:01 web1 sshd[77]: x\n<38>1 2026-03-01T09:05:01.5+01:00 h p 7 M [a@1 k=\"v \\]\"][b x=\"y\"] text\nMar  1 09:05:02 web1 sudo:  bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh -c id\n"
        + "Mar  1 09:05:01 web1 kernel: [ 1.5] audit: type=1400 audit(1.5:7): apparmor=\"DENIED\"\nMar  1 09:05:01 w sysmon: <Event><System><EventID>1</EventID></System></Event>\nMar  1 09:05:01 w p: @cee:{\"EventID\":1,\"Channel\":\"Security\"}\n";

    public static TheoryData<LogFormat, string> Samples => new() { { LogFormat.Audit, Audit }, { LogFormat.Xml, Xml }, { LogFormat.Csv, Csv }, { LogFormat.Syslog, Syslog } };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Mutated_bytes_are_read_or_reported(LogFormat format, string sample)
    {
        byte[] log = Encoding.UTF8.GetBytes(sample);
        Gen<(int At, byte Value, int Kind)> change = Gen.Select(Gen.Int[0, log.Length - 1], Gen.OneOf(Gen.Byte, Gen.Int[0, Marks.Length - 1].Select(index => Marks[index])), Gen.Int[0, 2]);
        change.List[1, 12].Sample(changes =>
        {
            List<byte> bytes = [.. log];
            foreach ((int at, byte value, int kind) in changes)
            {
                int place = Math.Min(at, bytes.Count - 1);
                if (kind == 0) bytes[place] = value;
                else if (kind == 1) bytes.Insert(place, value);
                else if (bytes.Count > 1) bytes.RemoveAt(place);
            }

            TextLogs.Reading first = TextLogs.Read(format, [.. bytes]), again = TextLogs.Read(format, [.. bytes]);
            Assert.Equal(first.Events.Select(e => (e.Position, e.Time, string.Join('|', e.Fields))), again.Events.Select(e => (e.Position, e.Time, string.Join('|', e.Fields))));
            Assert.Equal(first.Problems, again.Problems);
        }, iter: 500);
    }
}
