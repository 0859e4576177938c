using CsCheck;
using Stemma.Hunting.Execution;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Tests;

public sealed class PropertyTests
{
    private static readonly string[] Pieces =
    [
        "T", "| where ", "| summarize ", "count()", " by ", "| join (", ")", "(", "[", "]", "{", "}", ",", ";", "'a'", "\"b", "@'c'", "h'd'", "1", "1d", "1.5", "0x1f", "datetime(2020-01-01)",
        "dynamic({\"a\":[1,'x']})", "['n m']", "let f = (x:long) ", "x", " == ", " has ", " and ", " or ", " !in~ ", "not(", "..", "between (", "| parse x with * 'a' b:long", "| mv-expand d to typeof(long)",
        "| project-away a*", "union isfuzzy=true ", "| extend a = ", "-", "+", "*", "$left.a", "`", "\0", "\ud800", "//", "\n", "```", "range x from 1 to 2 step 1", "datatable(a:long)[", "materialize(",
    ];

    [Fact]
    public void The_parser_takes_anything_and_what_it_prints_reads_the_same()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Select(string.Concat).Sample(text =>
        {
            Script script = Parser.Parse(text);
            if (script.Errors.Count > 0) return true;
            string printed = Printer.Print(script);
            Script again = Parser.Parse(printed);
            return again.Errors.Count == 0 && Printer.Print(again) == printed;
        });
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_overflow()
    {
        foreach (string text in (string[])[new string('(', 100_000), "print " + new string('-', 100_000) + "1", "print dynamic(" + new string('[', 100_000), string.Concat(Enumerable.Repeat("T | where a in (", 10_000)), "print " + string.Join(" + ", Enumerable.Repeat("1", 50_000)), "T | where " + string.Join(" or ", Enumerable.Repeat("a == 1", 20_000))])
            _ = Parser.Parse(text);
    }

    // The compiled condition and the function that stands in for it where the needle is not known must not differ.
    [Fact]
    public void Has_means_the_same_in_sql_and_in_code()
    {
        using HuntEngine engine = HuntEngine.InMemory();
        Gen.Select(Gen.Char["abAB_é .-1"].Array[0, 12], Gen.Char["abA_é .1"].Array[0, 3]).Sample(
            (text, needle) =>
            {
                string t = new(text);
                string n = new(needle);
                foreach (string op in (string[])["has", "hasprefix", "hassuffix", "has_cs"])
                {
                    object? sql = engine.Run($"print '{t}' {op} '{n}'", DateTime.UnixEpoch, HuntSchema.Empty).Rows[0][0];
                    bool code = TextFunctions.HasTerm(t, n, op == "has_cs" ? "has" : op, op == "has_cs" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
                    if (!Equals(sql, code)) return false;
                }

                return true;
            },
            iter: 200,
            threads: 1);
    }
}
