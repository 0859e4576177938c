namespace Stemma.Decoding.Behaviours;

using static Stemma.Decoding.Behaviours.Languages;

/// <summary>Code in memory: its own and that of other processes.</summary>
internal static partial class BehaviourRules
{
    private static BehaviourRule[] Injection =>
    [
        new("Writes into another process and starts a thread there", "T1055.002", High, Anywhere, ["createremotethread", "ntcreatethreadex", "rtlcreateuserthread"], null, ["openprocess", "virtualalloc"]),
        new("Starts a thread in another process", "T1055", Medium, Anywhere, ["createremotethread", "ntcreatethreadex", "rtlcreateuserthread"]),
        new("Runs machine code that it carries", "T1055", High, Anywhere, ["createthread", "getdelegateforfunctionpointer", "enumsystemlocales", "createfiber", "queueuserapc", "callwindowproc", "waitforsingleobject"], null, ["virtualalloc"]),
        new("Makes memory executable", "T1055", Medium, Anywhere, ["virtualprotect", "virtualalloc", "heapcreate", "mprotect"], @"virtual(?:protect|alloc)(?:ex)?\b[\s\S]{0,160}?(?:0x40\b|0x20\b|64\s*[,)]|page_execute)|0x40000\b[\s\S]{0,60}?heapcreate|mprotect\s*\([^\r\n)]{0,60}prot_exec"),
        new("Replaces the code of a process that it starts", "T1055.012", High, Anywhere, ["ntunmapviewofsection", "zwunmapviewofsection", "setthreadcontext"], null, ["createprocess"]),
        new("Queues code to the thread of another process", "T1055.004", High, Anywhere, ["queueuserapc", "ntqueueapcthread"], null, ["openthread"]),
        new("Loads a library into another process", "T1055.001", High, Anywhere, ["loadlibrary"], null, ["createremotethread", "writeprocessmemory"]),
        new("Reads or writes the memory of another process", "T1055", Medium, Anywhere, ["writeprocessmemory", "ntwritevirtualmemory", "/proc/self/mem"]),
        new("Traces another process", "T1055.008", Medium, InShell | InPython, ["ptrace", "process_vm_writev"], @"ptrace\s*\(|process_vm_writev|ptrace_(?:attach|poketext)"),
        new("Preloads a library", "T1574.006", High, InShell | InPython, ["ld_preload", "ld.so.preload", "dyld_insert_libraries"], @"(?:export\s+)?ld_preload\s*=\s*\S|(?:>>?|tee\s+(?:-a\s+)?|cp\s+\S+\s+)\s*/etc/ld\.so\.preload|dyld_insert_libraries\s*=\s*\S"),
        new("Runs a program from memory", "T1620", High, InShell | InPython, ["memfd_create", "/dev/shm/", "/proc/self/fd"], @"memfd_create|exec\w*\s*[( ]['""]?/proc/self/fd|/dev/shm/[^\s;]{1,60}\s*(?:;|&&)\s*(?:chmod|nohup|\./)"),
        new("Finds functions of libraries at run time", "T1106", Medium, InPowerShell | InWindows, ["getprocaddress", "unsafenativemethods"], null, ["getmodulehandle"]),
        new("Declares functions of Windows", "T1106", Low, InPowerShell | InWindows | InVisualBasic, ["dllimport", "ptrsafe", "lib \"kernel32"], @"\[dllimport\s*\(|declare\s+ptrsafe\s+(?:function|sub)|declare\s+(?:function|sub)\s+\w+\s+lib\s"),
        new("Carries a program as text", "T1027.009", Medium, Anywhere, ["tvqqaa", "tvpqaa", "tvraaa", "tvroaa", "tvopaa", "4d5a9000", "0x4d,0x5a", "f0vmrg", "7f454c46"], @"(?<![a-z0-9+/])tv(?:qqaa|pqaa|raaa|roaa|opaa)[a-z0-9+/]{20,}|4d5a9000[0-9a-f]{16,}|0x4d,\s?0x5a,\s?0x90|(?<![a-z0-9+/])f0vmrg[a-z0-9+/]{20,}|7f454c4602[0-9a-f]{16,}"),
        new("Carries machine code as text", "T1027.009", High, Anywhere, ["0xfc,0xe8", "0xfc,0x48", "0xfc, 0xe8", "0xfc, 0x48", "\\xfc\\xe8", "\\xfc\\x48", "fce88", "fc4883e4f0", "/eid", "/oii", "/oic", "252, 72, 131", "252,72,131", "252, 232", "252,232"],
            @"0xfc,\s?0x(?:e8|48),\s?0x(?:8[0-9a-f]|83)|\\xfc\\x(?:e8\\x[8]|48\\x8)|fce88[29]0{4,}|fc4883e4f0|(?<![a-z0-9+/])/(?:eid5p|oii|oic)[a-z0-9+/]{20,}|252,\s?(?:72,\s?131,\s?228|232,\s?(?:130|137|143),\s?0,\s?0)"),
    ];
}
