using Stemma.Evtx.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Evtx.Tests;

/// <summary>Files from real machines, the odd and the damaged ones first.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("Application_no_crc32.evtx", 17, 34)]
    [InlineData("MSExchange_Management_wec.evtx", 1, 9)]
    [InlineData("Microsoft-Windows-WorkFolders%4WHC.evtx", 0, 2)]
    [InlineData("issue_201.evtx", 1, 9)]
    [InlineData("kernel_processor_power_complexdata.evtx", 162, 0)]
    [InlineData("new-user-security.evtx", 4, 3)]
    [InlineData("sample-with-irregular-bool-values.evtx", 3028, 104)]
    [InlineData("sample-with-zero-data-size-event.evtx", 450, 33)]
    [InlineData("sample_with_a_bad_chunk_magic.evtx", 301, 132)]
    [InlineData("security_bad_string_cache.evtx", 2261, 30)]
    public void An_odd_file_gives_all_its_records(string name, int own, int deleted)
    {
        using EvtxFile file = EvtxFile.Open(TestData.Shared($"parser-samples/{name}"));
        file.RecoverDeleted = true;
        ILookup<bool, long> records = file.ReadRecords().ToLookup(r => r.IsRecovered, r => r.Id);
        Assert.Equal((own, deleted), (records[false].Count(), records[true].Count()));
    }

    [Theory]
    [InlineData("sample_with_a_bad_chunk_magic.evtx", EvtxProblemKind.ChunkSignature)]
    [InlineData("sample-with-zero-data-size-event.evtx", EvtxProblemKind.RecordHeader)]
    [InlineData("security_bad_string_cache.evtx", EvtxProblemKind.ChunkHeader)]
    [InlineData("new-user-security.evtx", null)]
    [InlineData("Application_no_crc32.evtx", null)]
    public void What_is_wrong_with_an_odd_file_is_said_and_nothing_else(string name, EvtxProblemKind? kind)
    {
        using EvtxFile file = EvtxFile.Open(TestData.Shared($"parser-samples/{name}"));
        _ = file.ReadRecords().Count();
        if (kind is { } expected) Assert.Contains(file.Problems, p => p.Kind == expected);
        else Assert.Empty(file.Problems);
    }

    [Fact]
    public void A_collectors_record_without_template_has_its_fields()
    {
        using EvtxFile file = EvtxFile.Open(TestData.Shared("parser-samples/MSExchange_Management_wec.evtx"));
        string? channel = file.ReadRecords().Select(r => r["Channel"]).Single();
        Assert.Equal("MSExchange Management", channel);
    }

    [Fact]
    public void A_deleted_process_start_has_the_names_of_its_own_template()
    {
        using EvtxFile file = EvtxFile.Open(TestData.Shared("evtx-attack-samples/Defense Evasion/Sysmon 7  Update Session Orchestrator Dll Hijack.evtx"));
        file.RecoverDeleted = true;
        string? command = file.ReadRecords().Where(r => r.IsRecovered && r["EventRecordID"] == "243527").Select(r => r["CommandLine"]).Single();
        Assert.Equal("rundll32 windowscoredeviceinfo.dll,CreateBackdoor", command);
    }

    [Fact, Trait("Speed", "slow")]
    public void Every_file_is_read_to_its_end_and_its_records_can_be_read_by_others()
    {
        EvtxTemplateCache cache = new();
        int files = 0, records = 0;
        foreach (string path in Directory.EnumerateFiles(TestData.Shared("."), "*.evtx", SearchOption.AllDirectories))
        {
            using EvtxFile file = EvtxFile.Open(path, cache);
            file.RecoverDeleted = true;
            foreach (EvtxRecord record in file.ReadRecords())
            {
                records++;
                WellFormed.Xml(record.ToXml());
                WellFormed.Json(record.ToJson());
            }
            files++;
        }
        Assert.True(files > 500 && records > 50_000, $"{records} records in {files} files");
    }
}
