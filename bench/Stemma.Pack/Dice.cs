namespace Stemma.Pack;

/// <summary>Pseudo-random numbers that stay the same for ever: the framework's own may change between versions.</summary>
internal sealed class Dice(ulong seed)
{
    // A linear congruential generator (Knuth, MMIX); one step mixes small seeds.
    private ulong _state = unchecked((seed + 1) * 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to below 1.</summary>
    public double Next()
    {
        _state = unchecked(_state * 6364136223846793005 + 1442695040888963407);
        return (_state >> 11) / (double)(1UL << 53);
    }

    /// <summary>A number from 0 to below a bound.</summary>
    public int Next(int bound) => (int)(Next() * bound);
}
