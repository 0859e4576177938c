namespace Stemma.Decoding.Indicators;

/// <summary>What an <see cref="Indicator"/> is.</summary>
public enum IndicatorKind
{
    /// <summary>An address with its scheme.</summary>
    Url,

    /// <summary>A name in the domain name system.</summary>
    Domain,

    /// <summary>An address of IP version 4, dotted.</summary>
    Ipv4,

    /// <summary>An address of IP version 6.</summary>
    Ipv6,

    /// <summary>A path of a file: of Windows, of a share, or of Unix below a folder that attackers use.</summary>
    Path,

    /// <summary>A key of the Windows registry.</summary>
    RegistryKey,

    /// <summary>An MD5, SHA-1 or SHA-256 digest in hexadecimal, told by its length.</summary>
    Hash,

    /// <summary>The name of a mutex that is made or opened.</summary>
    Mutex,

    /// <summary>A mail address.</summary>
    Email,

    /// <summary>A wallet of Bitcoin (checksum verified), Ethereum or Monero.</summary>
    WalletAddress,
}
