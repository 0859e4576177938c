namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Names of members as .NET spells them.</summary>
internal static class MemberNames
{
    private static readonly Dictionary<string, string> Known = Build(
        "Add AddArgument AddCommand AddDays AddParameter AddRange AddScript AllocHGlobal Append AppendFormat AppendLine Assembly AssemblyResolve Attributes BaseStream BeginGetResponse BeginInvoke BypassList BlockCopy "
        + "CaseSensitive Chars Clear Clone Close Combine Compile CompareTo Compress Concat Connect Contains ContainsKey Content ContentType Convert ConvertFromUtf32 Copy CopyTo Count Create CreateDecryptor CreateDirectory CreateEncryptor CreateInstance CreateNoWindow CreatePipeline CreateRunspace CreateShortcut CreateThread Credentials CurrentDomain CurrentDirectory "
        + "Decompress Default DefaultCredentials DefaultNetworkCredentials DefaultWebProxy DefineDynamicAssembly DefineDynamicModule DefineMethod DefineType Delete DeserializeObject Dispose DownloadData DownloadDataAsync DownloadFile DownloadFileAsync DownloadString DownloadStringAsync "
        + "Empty Encoding EndInvoke EndOfStream EndsWith EntryPoint Equals EscapeDataString Exec Execute Exists Exit ExitCode ExpandEnvironmentVariables ExpandString Expect100Continue "
        + "FileName First Flush ForEach Format Free FromBase64CharArray FromBase64String FromStream FullName GetAssemblies GetBytes GetChars GetCmdlet GetCmdlets GetCommand GetCommandName GetCommands GetConstructor GetCurrent GetCurrentProcess GetDelegateForFunctionPointer GetDirectories GetEncoding GetEntryAssembly GetEnumerator GetEnvironmentVariable GetEnvironmentVariables GetField GetFields GetFiles GetFolderPath GetHashCode GetHostAddresses GetHostByName GetMembers GetMethod GetMethods GetModuleHandle GetNestedType GetProcAddress GetProcesses GetProcessesByName GetProperties GetProperty GetRandomFileName GetRequestStream GetResponse GetResponseStream GetStream GetString GetSystemWebProxy GetTempFileName GetTempPath GetText GetType GetTypes GetValue "
        + "Headers Hide Host HostName IndexOf IndexOfAny InvokeCommand InputEncoding Insert Invoke InvokeMember InvokeReturnAsIs InvokeScript InvokeWithContext IsMatch IsNullOrEmpty IsNullOrWhiteSpace IsUpper IV Join Key KeySize Keys Kill "
        + "LastIndexOf LastIndexOfAny Length Load LoadFile LoadFrom LoadWithPartialName LocalPath Location MachineName MainModule Match Matches Message Method Mode Move Name NetworkCredential NewGuid NewLine NewScriptBlock Next NonPublic Normalize Now "
        + "Open OpenRead OpenStandardInput OpenSubKey OpenText OutputEncoding PadLeft Padding PadRight Parse Password Path Position Post PrependPath ProcessName Proxy PSVariable PtrToStringAnsi PtrToStringAuto PtrToStringBSTR PtrToStringUni PtrToStructure Public "
        + "Read ReadAllBytes ReadAllLines ReadAllText ReadByte ReadBytes ReadLine ReadToEnd Receive RedirectStandardOutput Remove Replace ResponseText Reverse Run Save SecureStringToBSTR SecureStringToCoTaskMemAnsi SecureStringToCoTaskMemUnicode SecureStringToGlobalAllocAnsi SecureStringToGlobalAllocUnicode SecurityProtocol Seek Send SendWait ServerCertificateValidationCallback ServicePoint SessionState SetData SetEnvironmentVariable SetLength SetRequestHeader SetText SetValue ShellExecute Show SizeOf Sleep Sort Split SpecialFolder StandardInput StandardOutput Start StartInfo StartsWith State Static Status StatusCode Stop Substring SystemDirectory "
        + "Target ToArray ToBase64String ToBoolean ToByte ToChar ToCharArray ToInt16 ToInt32 ToInt64 ToLower ToLowerInvariant ToString ToUInt16 ToUInt32 ToUInt64 ToUpper ToUpperInvariant TransformBlock TransformFinalBlock Trim TrimEnd TrimStart Type UnescapeDataString Unicode UploadData UploadFile UploadString UploadValues UrlDecode UseDefaultCredentials UserAgent UserDomainName UserName UseShellExecute UTF8 ASCII "
        + "Value Values Verb Version WaitForExit Where WindowStyle WorkingDirectory Write WriteAllBytes WriteAllLines WriteAllText WriteByte WriteLine WriteProcessMemory VirtualAlloc VirtualProtect ZeroFreeBSTR");

    private static Dictionary<string, string> Build(string names)
    {
        Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names.Split(' ')) { known.TryAdd(name, name); }
        return known;
    }

    /// <summary>A name as .NET spells it; one that is not known is given back as it is.</summary>
    public static string Canonical(string name) => Known.GetValueOrDefault(name, name);
}
