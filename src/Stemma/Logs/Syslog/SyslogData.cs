using System.Text;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>The structured data of RFC 5424, <c>[id name="value" …][…]</c>: each value a field <c>id.name</c>.</summary>
internal static class SyslogData
{
    /// <summary>Adds its fields.</summary>
    public static void Add(FieldEvent e, ReadOnlySpan<char> data)
    {
        StringBuilder value = new();
        while (data.StartsWith("["))
        {
            data = data[1..];
            int end = data.IndexOfAny(" ]");
            if (end < 0) return;
            ReadOnlySpan<char> id = data[..end];
            data = data[end..];
            while (data.StartsWith(" "))
            {
                data = data.TrimStart(' ');
                int equals = data.IndexOf("=\"");
                if (equals < 0) return;
                string name = $"{id}.{data[..equals]}";
                data = data[(equals + 2)..];
                value.Clear();
                int i = 0;
                for (; i < data.Length && data[i] != '"'; i++)
                {
                    if (data[i] == '\\' && i + 1 < data.Length && data[i + 1] is '"' or '\\' or ']') i++;
                    value.Append(data[i]);
                }

                e.Add(name, value.ToString());
                data = data[Math.Min(data.Length, i + 1)..];
            }

            data = data.StartsWith("]") ? data[1..] : [];
        }
    }
}
