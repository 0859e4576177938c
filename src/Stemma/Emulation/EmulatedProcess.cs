namespace Stemma.Emulation;

/// <summary>A process of an emulated machine.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Guid">Sysmon's id of it.</param>
/// <param name="Image">The program's path.</param>
/// <param name="Command">Its command line.</param>
/// <param name="User">Who runs it.</param>
internal sealed record EmulatedProcess(uint Pid, Guid Guid, string Image, string Command, string User);
