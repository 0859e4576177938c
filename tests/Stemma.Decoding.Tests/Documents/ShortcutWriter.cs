using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Writes Windows shortcuts.</summary>
internal static class ShortcutWriter
{
    /// <summary>A shortcut to a program by its items or its link information, with arguments.</summary>
    public static byte[] Write(string target, string arguments, bool byItems = false)
    {
        using var file = new MemoryStream();
        using var to = new BinaryWriter(file);
        to.Write(0x4C);
        to.Write(new Guid("00021401-0000-0000-C000-000000000046").ToByteArray());
        to.Write((byItems ? 1 : 2) | 0x20 | 0x80);
        to.Write(new byte[76 - 24]);
        if (byItems)
        {
            byte[] drive = [0x2F, .. Encoding.Latin1.GetBytes("C:\\"), .. new byte[19]];
            byte[] items = [.. Sized(drive), .. target[3..].Split('\\').SelectMany(n => Sized([0x32, .. new byte[11], .. Encoding.Latin1.GetBytes(n), 0, 0, 0])), 0, 0];
            to.Write((ushort)items.Length);
            to.Write(items);
        }
        else
        {
            byte[] path = [.. Encoding.Latin1.GetBytes(target), 0, 0];
            foreach (int n in (int[])[28 + path.Length, 28, 1, 0, 28, 0, 28 + path.Length - 1]) { to.Write(n); }
            to.Write(path);
        }
        to.Write((ushort)arguments.Length);
        to.Write(Encoding.Unicode.GetBytes(arguments));
        foreach (uint n in (uint[])[0x60, 0xA0000003, 0x58, 0]) { to.Write(n); }
        to.Write(Encoding.Latin1.GetBytes("desktop-7\0\0\0\0\0\0\0"));
        to.Write(new byte[64]);
        to.Write(0);
        return file.ToArray();
    }

    private static byte[] Sized(byte[] item) => [(byte)(item.Length + 2), 0, .. item];
}
