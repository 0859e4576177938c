namespace Stemma.Lineage;

/// <summary>
/// Who, on other machines, may be behind something that came over the network: connections by either end, machines that were named, and
/// whose address is whose. Clocks may differ by the allowance.
/// </summary>
internal sealed class RemoteCallers(int capacity, long skew)
{
    /// <summary>The ports behind which a logon may stand.</summary>
    public static ReadOnlySpan<int> Services => [445, 135, 5985, 5986, 3389, 22, 139];

    private const long Window = TimeSpan.TicksPerMinute;
    private const int Addresses = 8;

    private readonly Recent<(string, int), Maker> _byEnd = new(capacity), _byService = new(capacity);
    private readonly Recent<(string, string, int), Maker> _byPair = new(capacity);
    private readonly Recent<string, Maker> _byName = new(capacity);
    private readonly Recent<string, string> _hostOf = new(capacity);
    private readonly Recent<string, List<string>> _addressesOf = new(capacity);

    /// <summary>An address as it is compared: IPv4 within IPv6 is IPv4.</summary>
    public static string Plain(string address) => address.StartsWith("::ffff:", StringComparison.OrdinalIgnoreCase) && address.Contains('.', StringComparison.Ordinal) ? address[7..] : address;

    /// <summary>Whether an address is another machine's.</summary>
    public static bool IsElsewhere(string address) => address is not ("" or "-" or "?" or "::1" or "0.0.0.0" or "::" or "LOCAL") && !Plain(address).StartsWith("127.", StringComparison.Ordinal);

    /// <summary>Notes a connection that a process made.</summary>
    public void Connected(LineageProcess by, LineageFact fact)
    {
        string from = Plain(fact.OwnAddress), to = Plain(fact.Address);
        Maker maker = new(by, to, "", fact.Evidence);
        if (fact.OwnPort > 0) _byEnd.Set((from, fact.OwnPort), maker);
        if (IsElsewhere(from)) Learn(from, by.HostOf.Key);
        if (!IsElsewhere(to) || !Services.Contains(fact.Port)) return;
        _byService.Set((to, fact.Port), maker);
        _byPair.Set((from, to, fact.Port), maker);
        if (fact.Name.Length > 0) Learn(to, LineageHost.KeyOf(fact.Name));
    }

    /// <summary>Notes that a process named a machine in order to log on there.</summary>
    public void Named(LineageProcess by, string machine, Evidence evidence) => _byName.Set(LineageHost.KeyOf(machine), new Maker(by, machine, "", evidence));

    /// <summary>Notes whose address one is.</summary>
    public void Learn(string address, string host)
    {
        address = Plain(address);
        if (!IsElsewhere(address) || (_hostOf.TryGet(address, out string? known) && known == host)) return;
        _hostOf.Set(address, host);
        if (!_addressesOf.TryGet(host, out List<string>? addresses)) _addressesOf.Set(host, addresses = []);
        addresses.Remove(address);
        addresses.Add(address);
        if (addresses.Count > Addresses) addresses.RemoveAt(0);
    }

    /// <summary>The process on another machine that came to a machine; null when none is known, or another machine is known to have the address.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="time">When, by its clock.</param>
    /// <param name="address">From which address; empty when unknown.</param>
    /// <param name="port">From which port; 0 or −1 when unknown.</param>
    /// <param name="services">Which ports of the machine may have been meant.</param>
    public Maker? Find(LineageHost host, long time, string address, int port, ReadOnlySpan<int> services)
    {
        address = Plain(address);
        if (port > 0 && _byEnd.TryGet((address, port), out Maker? end) && end.By!.HostOf != host && end.Evidence.Time <= time + skew) return end;
        if (_byName.TryGet(host.Key, out Maker? named) && Math.Abs(named.Evidence.Time - time) <= skew && MayBe(named)) return named;
        if (!_addressesOf.TryGet(host.Key, out List<string>? own)) return null;
        foreach (string to in own)
            foreach (int service in services)
                if (address.Length > 0 && _byPair.TryGet((address, to, service), out Maker? pair) && IsBefore(pair, time) && pair.By!.HostOf != host) return pair;
        foreach (int service in services)
            if (FindCall(host, time, service) is { } called && MayBe(called)) return called;
        return null;

        bool MayBe(Maker maker) => maker.By!.HostOf != host && (!_hostOf.TryGet(address, out string? whose) || whose == maker.By.HostOf.Key);
    }

    /// <summary>The last connection from another machine to a port of a machine shortly before; null when none is known.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="time">When, by its clock.</param>
    /// <param name="service">The port.</param>
    public Maker? FindCall(LineageHost host, long time, int service)
    {
        foreach (string own in _addressesOf.TryGet(host.Key, out List<string>? addresses) ? addresses : [])
            if (_byService.TryGet((own, service), out Maker? call) && IsBefore(call, time) && call.By!.HostOf != host) return call;
        return null;
    }

    private bool IsBefore(Maker maker, long time) => maker.Evidence.Time >= time - Window - skew && maker.Evidence.Time <= time + skew;
}
