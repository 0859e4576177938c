using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Stemma.Sigma.Rules;

/// <summary>A rule file on disk.</summary>
/// <param name="path">Where it is.</param>
/// <param name="options">How it is read.</param>
internal sealed class RuleSource(string path, SigmaLoadOptions options)
{
    /// <summary>Its path, as rules and problems carry it.</summary>
    public string Name { get; } = options.PathName?.Invoke(path) ?? path;

    /// <summary>The SHA-256 of its bytes, or of why it cannot be read.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>Reads its rules.</summary>
    public RuleFile Read()
    {
        try
        {
            long size = new FileInfo(path).Length;
            return size <= options.MaxFileSize
                ? RuleFile.Read(File.ReadAllText(path), Name, options)
                : RuleFile.Failed(Name, $"{size:N0} bytes; a rule file may have {options.MaxFileSize:N0}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RuleFile.Failed(Name, e.Message);
        }
    }

    /// <summary>Sets <see cref="Hash"/>.</summary>
    public void HashBytes()
    {
        byte[]? bytes = null;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            int length = (int)Math.Min(file.Length, options.MaxFileSize) + 1;
            bytes = ArrayPool<byte>.Shared.Rent(length);
            Hash = SHA256.HashData(bytes.AsSpan(0, file.ReadAtLeast(bytes.AsSpan(0, length), length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes(e.Message));
        }
        finally
        {
            if (bytes is not null) ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
