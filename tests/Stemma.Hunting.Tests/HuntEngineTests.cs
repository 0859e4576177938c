namespace Stemma.Hunting.Tests;

public sealed class HuntEngineTests : IDisposable
{
    private static readonly DateTime Clock = new(2024, 3, 5, 12, 0, 0, DateTimeKind.Utc);
    private static readonly HuntSchema Schema = new(new HuntTable(
        "DeviceProcessEvents",
        [
            new HuntColumn("Timestamp", KustoType.DateTime, "ts"),
            new HuntColumn("DeviceName", KustoType.String, "host"),
            new HuntColumn("FileName", KustoType.String, "file"),
            new HuntColumn("ProcessId", KustoType.Long, "pid"),
            new HuntColumn("AdditionalFields", KustoType.Dynamic, "more"),
        ],
        "events",
        "rowid"));

    private readonly HuntEngine _engine = HuntEngine.InMemory();

    public HuntEngineTests()
    {
        _engine.Execute("CREATE TABLE events (ts BIGINT, host VARCHAR, file VARCHAR, pid BIGINT, more VARCHAR)");
        _engine.Execute($"INSERT INTO events SELECT {Clock.Ticks} - i * {TimeSpan.TicksPerHour}, 'host' || (i % 3), CASE WHEN i % 5 = 0 THEN 'PowerShell.exe' ELSE 'svchost.exe' END, i, '{{\"n\":' || i || '}}' FROM range(100) AS t(i)");
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_hunt_reads_the_tables_of_the_schema()
    {
        HuntAnswer answer = Run("DeviceProcessEvents | where FileName =~ 'powershell.exe' | summarize n = count(), Hosts = make_set(DeviceName) by FileName");
        Assert.Equal(["PowerShell.exe", 20L, """["host0","host2","host1"]"""], Assert.Single(answer.Rows));
    }

    [Fact]
    public void Now_is_what_the_clock_says()
    {
        Assert.Equal(25L, Value("DeviceProcessEvents | where Timestamp >= ago(1d) | count"));
        Assert.Equal(Clock, Value("print now()"));
    }

    [Fact]
    public void A_filter_on_a_column_compares_the_column_itself()
    {
        string sql = _engine.Explain("DeviceProcessEvents | where ProcessId == \"4688\" and Timestamp > ago(7d)", Clock, Schema);
        Assert.Contains("= (4688)::BIGINT", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("coalesce", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceProcessEvents | where FileNam has 'a'", "1:29: there is no column 'FileNam'; did you mean 'FileName'?")]
    [InlineData("DeviceProcesEvents", "1:1: there is no table 'DeviceProcesEvents'; did you mean 'DeviceProcessEvents'?")]
    [InlineData("print tolwer('A')", "1:7: the function 'tolwer' is not known; did you mean 'tolower'?")]
    [InlineData("print 1\n| wher true", "2:3: 'wher' is no operator; did you mean 'where'?")]
    [InlineData("print d = dynamic([1]) | extend x = d + 1", "1:37: '+' has no meaning for dynamic and long; convert the dynamic value, as with tolong() or todouble()")]
    [InlineData("print x = 1 | extend n = row_number()", null)]
    [InlineData("DeviceProcessEvents | extend n = row_number()", "1:34: row_number() needs rows in an order: put 'sort' or 'serialize' before it")]
    [InlineData("DeviceProcessEvents | reduce by FileName", "1:23: the operator 'reduce' is not supported yet")]
    [InlineData("DeviceProcessEvents | where FileName matches regex '(?=a)'", "1:29: '(?=a)' is no regular expression that Kusto takes (RE2's syntax: no look-around, no back-references)")]
    [InlineData("let f = (x:long) { f(x) }; print f(1)", "1:20: the function 'f' is not known")]
    public void What_is_wrong_is_named_with_its_place(string hunt, string? message)
    {
        if (message is null) Run(hunt);
        else Assert.Equal(message, Assert.Throws<HuntException>(() => Run(hunt)).Errors[0].ToString());
    }

    [Theory]
    [InlineData("a_b", "a", true)]
    [InlineData("ab", "a", false)]
    [InlineData("cmd.exe /c", "exe /c", true)]
    [InlineData("cmd.exe", ".exe", true)]
    [InlineData("xcmd.exe", "cmd.exe", false)]
    [InlineData("été", "é", false)]
    [InlineData("anything", "", true)]
    public void Has_finds_what_ends_at_borders_of_terms(string text, string needle, bool isThere)
    {
        Assert.Equal(isThere, Value($"print '{text}' has '{needle}'"));
        Assert.Equal(isThere, Value($"datatable(n:string)['{needle}'] | project '{text}' has n"));
        Assert.Equal(isThere, Value($"print '{text}' has_any ('zzz', 'yyy', 'xxx', 'www', '{needle}')"));
    }

    [Fact]
    public void Outside_data_is_empty_and_named()
    {
        HuntAnswer answer = Run("externaldata(a:string)['https://example.org/list.csv'] | count");
        Assert.Equal([0L], Assert.Single(answer.Rows));
        Assert.Contains("https://example.org/list.csv", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_hunt_has_the_same_answer()
    {
        const string hunt = "DeviceProcessEvents | summarize make_list(ProcessId), arg_max(Timestamp, *) by FileName | mv-expand list_ProcessId | take 50";
        HuntAnswer first = Run(hunt);
        for (int i = 0; i < 5; i++) Assert.Equal(first.Rows.Select(row => string.Join('|', row)), Run(hunt).Rows.Select(row => string.Join('|', row)));
    }

    [Fact]
    public void Columns_of_the_data_become_columns()
    {
        HuntAnswer answer = Run("DeviceProcessEvents | take 1 | project AdditionalFields | evaluate bag_unpack(AdditionalFields)");
        Assert.Equal(new AnswerColumn("n", KustoType.Long), Assert.Single(answer.Columns));
        Assert.Equal(["FileName", "host0", "host1", "host2"], Run("DeviceProcessEvents | evaluate pivot(DeviceName, count(), FileName)").Columns.Select(column => column.Name));
    }

    [Fact]
    public void A_hunt_cannot_reach_files()
    {
        Assert.Throws<DuckDB.NET.Data.DuckDBException>(() => _engine.Execute("SELECT * FROM read_csv('/etc/passwd')"));
    }

    private HuntAnswer Run(string hunt) => _engine.Run(hunt, Clock, Schema);

    private object? Value(string hunt) => Assert.Single(Run(hunt).Rows)[0];
}
