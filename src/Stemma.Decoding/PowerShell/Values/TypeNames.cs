namespace Stemma.Decoding.PowerShell.Values;

/// <summary>Names of types of .NET: the short ones of PowerShell, and how the field writes the others.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, string> Accelerators = new(StringComparer.Ordinal)
    {
        ["int"] = "int32",
        ["long"] = "int64",
        ["short"] = "int16",
        ["ushort"] = "uint16",
        ["uint"] = "uint32",
        ["ulong"] = "uint64",
        ["sbyte"] = "sbyte",
        ["float"] = "single",
        ["bool"] = "boolean",
        ["regex"] = "text.regularexpressions.regex",
        ["psobject"] = "management.automation.psobject",
        ["pscustomobject"] = "management.automation.psobject",
        ["scriptblock"] = "management.automation.scriptblock",
        ["hashtable"] = "collections.hashtable",
        ["array"] = "array",
        ["xml"] = "xml.xmldocument",
        ["switch"] = "management.automation.switchparameter",
        ["type"] = "type",
        ["ref"] = "management.automation.psreference",
        ["powershell"] = "management.automation.powershell",
        ["securestring"] = "security.securestring",
        ["pscredential"] = "management.automation.pscredential",
        ["ipaddress"] = "net.ipaddress",
        ["wmi"] = "management.managementobject",
        ["wmiclass"] = "management.managementclass",
        ["adsi"] = "directoryservices.directoryentry",
        ["runspacefactory"] = "management.automation.runspaces.runspacefactory",
        ["timespan"] = "timespan",
        ["bigint"] = "numerics.biginteger",
        ["mailaddress"] = "net.mail.mailaddress",
    };

    // As they are spelled; the leading System. is left out.
    private static readonly Dictionary<string, string> Spelled = Known(
        "Convert Console Environment Math Array String Char Byte Int16 Int32 Int64 UInt16 UInt32 UInt64 Boolean Double Single Decimal Object Guid DateTime TimeSpan Type Activator AppDomain "
        + "Uri Random Version IntPtr UIntPtr BitConverter Buffer GC Exception Delegate Action EventHandler OperatingSystem Void "
        + "Text.Encoding Text.ASCIIEncoding Text.UTF8Encoding Text.UnicodeEncoding Text.StringBuilder Text.RegularExpressions.Regex Text.RegularExpressions.RegexOptions "
        + "IO.File IO.FileInfo IO.FileStream IO.FileMode IO.FileAccess IO.Directory IO.Path IO.Stream IO.MemoryStream IO.StreamReader IO.StreamWriter IO.StringReader IO.BinaryReader IO.BinaryWriter "
        + "IO.Compression.DeflateStream IO.Compression.GZipStream IO.Compression.CompressionMode IO.Compression.ZipFile IO.SeekOrigin IO.Pipes.NamedPipeClientStream IO.Pipes.NamedPipeServerStream "
        + "Net.WebClient Net.WebRequest Net.HttpWebRequest Net.WebProxy Net.CredentialCache Net.NetworkCredential Net.ServicePointManager Net.SecurityProtocolType Net.Dns Net.IPAddress "
        + "Net.Sockets.TcpClient Net.Sockets.TcpListener Net.Sockets.UdpClient Net.Sockets.Socket Net.Mail.SmtpClient Net.Mail.MailMessage Net.Http.HttpClient Net.Security.SslStream "
        + "Reflection.Assembly Reflection.AssemblyName Reflection.BindingFlags Reflection.Emit.AssemblyBuilderAccess Reflection.CallingConventions Reflection.MethodInfo "
        + "Runtime.InteropServices.Marshal Runtime.InteropServices.DllImport Runtime.InteropServices.HandleRef Runtime.InteropServices.GCHandle "
        + "Diagnostics.Process Diagnostics.ProcessStartInfo Diagnostics.EventLog Diagnostics.Stopwatch Threading.Thread Threading.Mutex Threading.Tasks.Task "
        + "Collections.Hashtable Collections.ArrayList Collections.Generic.List Collections.Generic.Dictionary Collections.Specialized.OrderedDictionary Collections.BitArray Collections.Stack Collections.Queue "
        + "Security.SecureString Security.Principal.WindowsIdentity Security.Principal.WindowsPrincipal Security.Principal.WindowsBuiltInRole Security.AccessControl.FileSystemAccessRule "
        + "Security.Cryptography.Aes Security.Cryptography.AesManaged Security.Cryptography.AesCryptoServiceProvider Security.Cryptography.RijndaelManaged Security.Cryptography.TripleDESCryptoServiceProvider "
        + "Security.Cryptography.DESCryptoServiceProvider Security.Cryptography.CryptoStream Security.Cryptography.MD5 Security.Cryptography.SHA1 Security.Cryptography.SHA256 Security.Cryptography.SHA256Managed "
        + "Security.Cryptography.CipherMode Security.Cryptography.PaddingMode Security.Cryptography.RNGCryptoServiceProvider Security.Cryptography.ProtectedData Security.Cryptography.DataProtectionScope Security.Cryptography.Rfc2898DeriveBytes Security.Cryptography.HMACSHA256 "
        + "Windows.Forms.Clipboard Windows.Forms.MessageBox Windows.Forms.SendKeys Windows.Forms.Screen Windows.Forms.Keys Windows.Clipboard Drawing.Bitmap Drawing.Graphics Drawing.Size Drawing.Point "
        + "Management.Automation.ScriptBlock Management.Automation.PSObject Management.Automation.PowerShell Management.Automation.AmsiUtils Management.Automation.PSCredential Management.Automation.PSReference "
        + "Management.ManagementClass Management.ManagementObject Management.ManagementObjectSearcher Management.Automation.Runspaces.RunspaceFactory Management.Automation.Runspaces.Runspace "
        + "Microsoft.Win32.Registry Microsoft.Win32.RegistryKey Microsoft.Win32.UnsafeNativeMethods Microsoft.VisualBasic.Interaction Microsoft.JScript.Eval Microsoft.CSharp.CSharpCodeProvider CodeDom.Compiler.CompilerParameters "
        + "Xml.XmlDocument Linq.Enumerable Numerics.BigInteger DirectoryServices.DirectoryEntry DirectoryServices.DirectorySearcher ServiceProcess.ServiceController Timers.Timer Web.HttpUtility Net.WebUtility Deployment.Application.DeploymentServiceCom");

    private static readonly HashSet<string> Short = new(Accelerators.Keys, StringComparer.OrdinalIgnoreCase) { "string", "char", "byte", "object", "void", "double", "decimal", "single", "guid", "datetime" };

    private static Dictionary<string, string> Known(string names) => names.Split(' ').ToDictionary(n => n, n => n, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a type is looked up by: lower case, short names written out, without <c>system.</c> and blanks.</summary>
    public static string Key(string name)
    {
        string key = name.Trim().Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        string rank = "";
        while (key.EndsWith("[]", StringComparison.Ordinal)) { key = key[..^2]; rank += "[]"; }
        if (key.StartsWith("system.", StringComparison.Ordinal)) { key = key[7..]; }
        return Accelerators.GetValueOrDefault(key, key) + rank;
    }

    /// <summary>The name as the field spells it: a name of no known type is given back as it is.</summary>
    public static string Canonical(string name)
    {
        string rank = "";
        name = name.Trim();
        while (name.EndsWith("[]", StringComparison.Ordinal)) { name = name[..^2].TrimEnd(); rank += "[]"; }
        string prefix = name.StartsWith("system.", StringComparison.OrdinalIgnoreCase) ? "System." : "";
        string rest = name[prefix.Length..];
        if (prefix.Length == 0 && Short.TryGetValue(rest, out _) && rest.ToLowerInvariant() is var lower && (lower != rest && !Spelled.ContainsValue(rest))) { return lower + rank; }
        return Spelled.TryGetValue(rest, out string? spelled) && !(prefix.Length == 0 && rest == rest.ToLowerInvariant() && Short.Contains(rest)) ? prefix + spelled + rank : name + rank;
    }

    /// <summary>The full name that .NET gives the type, as text made of a type shows it.</summary>
    public static string Full(TypeRef type) => type.Key switch
    {
        "string" or "char" or "byte" or "double" or "decimal" => type.Key,
        "int32" => "int",
        "int64" => "long",
        "boolean" => "bool",
        "collections.hashtable" => "hashtable",
        _ => Spelled.TryGetValue(type.Key, out string? spelled) ? (spelled.StartsWith("Microsoft.", StringComparison.Ordinal) ? "" : "System.") + spelled : type.Name,
    };
}
