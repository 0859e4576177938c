using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>The value that an expression had each time that it was evaluated. Kept with the node itself.</summary>
internal static class Folded
{
    private static readonly object Various = new();

    /// <summary>Takes note of a value.</summary>
    public static void Keep(Node node, object value)
    {
        object? before = node.UserData;
        if (ReferenceEquals(before, Various)) { return; }
        if (before is null) { node.UserData = value; return; }
        if (ReferenceEquals(before, value) || (before is string a && value is string b && a == b) || (before is double x && value is double y && x.Equals(y)) || (before is bool p && value is bool q && p == q)) { return; }
        node.UserData = Various;
    }

    /// <summary>The value, where it was always the same.</summary>
    public static object? Of(Node node) => ReferenceEquals(node.UserData, Various) ? null : node.UserData;
}
