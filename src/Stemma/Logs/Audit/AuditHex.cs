using System.Text;

namespace Stemma.Logs;

/// <summary>
/// Values that the kernel writes in hex because someone else chose their content: <c>a1="id"</c> but <c>a1=6120622063</c>. Only fields that
/// are written so are decoded, and only where they stand without quotes.
/// </summary>
internal static class AuditHex
{
    private const int Stack = 1024;

    /// <summary>Whether a field of that name may be in hex.</summary>
    /// <param name="name">The field.</param>
    /// <param name="isExecve">It belongs to an EXECVE record, whose a0, a1 … are words; elsewhere they are numbers.</param>
    public static bool MayBe(ReadOnlySpan<char> name, bool isExecve) => name switch
    {
        "proctitle" or "comm" or "exe" or "name" or "cwd" or "cmd" or "acct" or "key" or "path" or "data" or "file" or "dir" or "vm" or "device"
            or "watch" or "new-disk" or "old-disk" or "ocomm" or "root_dir" or "cgroup" or "sw" or "profile" or "info" or "target" => true,
        ['a', >= '0' and <= '9', ..] => isExecve && !name.Contains('_'),
        _ => false,
    };

    /// <summary>Decodes; null when the value is not hex.</summary>
    /// <param name="value">The value, without quotes. NUL bytes, between the words of a title, become blanks.</param>
    public static string? Decode(ReadOnlySpan<char> value)
    {
        if (value.Length < 2 || value.Length % 2 != 0) return null;
        foreach (char c in value)
            if (!char.IsAsciiHexDigitUpper(c)) return null;
        byte[]? large = value.Length / 2 > Stack ? new byte[value.Length / 2] : null;
        Span<byte> bytes = large ?? stackalloc byte[Stack];
        if (Convert.FromHexString(value, bytes, out _, out int written) != System.Buffers.OperationStatus.Done) return null;
        bytes = bytes[..written].TrimEnd((byte)0);
        bytes.Replace((byte)0, (byte)' ');
        return Encoding.UTF8.GetString(bytes);
    }
}
