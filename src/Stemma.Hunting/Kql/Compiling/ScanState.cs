namespace Stemma.Hunting.Kql.Compiling;

/// <summary>What a scan's step remembers, while its expressions are compiled.</summary>
internal sealed class ScanState
{
    private readonly Dictionary<(string Step, string Column), Term> _columns = [];

    public void Set(string step, string column, Term term) => _columns[(step, column)] = term;

    public Term? Find(string step, string column) => _columns.GetValueOrDefault((step, column));
}
