using System.Collections;
using System.Reflection;
using System.Text;

namespace Stemma.Sigma.Tests.Support;

/// <summary>All public properties of an object and of what they hold, as text: two objects that read alike are alike.</summary>
internal static class Written
{
    /// <summary>The object as text.</summary>
    public static string Out(object? value)
    {
        StringBuilder text = new();
        Add(text, value, 0);
        return text.ToString();
    }

    private static void Add(StringBuilder text, object? value, int depth)
    {
        Assert.InRange(depth, 0, 64);
        if (value is null || value is string || (value is ValueType && value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) == true && value is not IEnumerable))
        {
            text.Append(value switch { null => "null", string s => $"\"{s}\"", _ => value.ToString() }).Append(' ');
            return;
        }

        text.Append(value.GetType().Name).Append('(');
        if (value is IEnumerable items)
            foreach (object? item in items) Add(text, item, depth + 1);
        else
            foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                if (property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract")
                    Add(text.Append(property.Name).Append('='), property.GetValue(value), depth + 1);
        text.Append(')');
    }
}
