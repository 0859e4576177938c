using System.Collections.Frozen;

namespace Stemma.Decoding.Indicators;

/// <summary>Hosts that stand in harmless scripts as names of formats, licences and help pages, and so say nothing.</summary>
internal static class BenignHosts
{
    // Each with its subdomains. Sites where anybody can put a file (github.com, pastebin.com, blob stores) are never in here.
    private static readonly FrozenSet<string> Domains = new[]
    {
        "schemas.microsoft.com", "schemas.xmlsoap.org", "schemas.openxmlformats.org", "schemas.dmtf.org", "www.w3.org", "w3.org", "purl.org", // namespaces of XML
        "xml.org", "xmlsoap.org", "openxmlformats.org", "tempuri.org", "docs.oasis-open.org", "ns.adobe.com", "relaxng.org", "json-schema.org",
        "go.microsoft.com", "aka.ms", "docs.microsoft.com", "learn.microsoft.com", "msdn.microsoft.com", "technet.microsoft.com", // help pages
        "support.microsoft.com", "social.technet.microsoft.com", "msdn.com", "manifests.microsoft.com",
        "opensource.org", "www.apache.org", "apache.org", "www.gnu.org", "gnu.org", "creativecommons.org", "spdx.org", // licences
        "ietf.org", "rfc-editor.org", "unicode.org", "iana.org", "ecma-international.org", // standards
        "powershellgallery.com", "nuget.org", "pypi.org", "npmjs.org", "npmjs.com", // registries of packages, named in every installation
        "crl.microsoft.com", "ocsp.digicert.com", "crl3.digicert.com", "crl4.digicert.com", "ocsp.verisign.com", // revocation lists within signatures
        "localhost", "localdomain",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a host is one of them or below one, or has a name that only its own network knows.</summary>
    public static bool Contains(ReadOnlySpan<char> host)
    {
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> domains = Domains.GetAlternateLookup<ReadOnlySpan<char>>();
        while (true)
        {
            if (domains.Contains(host)) { return true; }
            int dot = host.IndexOf('.');
            if (dot < 0) { return false; }
            host = host[(dot + 1)..];
        }
    }
}
