using System.Text;
using Stemma.Hunting;
using Stemma.Hunting.Kql.Compiling;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Fuzz;

/// <summary>Hunts: what is read prints as what reads the same, and compiling refuses what is wrong in its own words.</summary>
internal static class HuntingTargets
{
    private static readonly HuntSchema Schema = new(new HuntTable("T", [new HuntColumn("a", KustoType.String, "a"), new HuntColumn("n", KustoType.Long, "n"), new HuntColumn("d", KustoType.Dynamic, "d")], "t", "rowid"));

    public static void Kql(byte[] input)
    {
        Script script = Parser.Parse(Encoding.UTF8.GetString(input));
        if (script.Errors.Count > 0) return;
        string printed = Printer.Print(script);
        Script again = Parser.Parse(printed);
        if (again.Errors.Count == 0 && Printer.Print(again) != printed) throw new BrokenPromiseException($"prints differently when it is read again: {printed}");
        try
        {
            _ = Compiler.Compile(script, Schema, DateTime.UnixEpoch, _ => []);
        }
        catch (HuntException)
        {
            // What it promises for bad input.
        }
    }
}
