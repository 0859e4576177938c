using System.Diagnostics;

namespace Stemma.Decoding;

/// <summary>Counts what decoding one artifact costs against its <see cref="DecodeLimits"/>. Of one thread: memory is counted by what that thread allocates.</summary>
internal sealed class DecodeBudget(DecodeLimits limits)
{
    private const int StepsBetweenChecks = 256;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
    private long _allocatedBefore;
    private long _steps;
    private long _nextCheck = StepsBetweenChecks;

    /// <summary>The limits that are counted against.</summary>
    public DecodeLimits Limits => limits;

    /// <summary>Time that is left; not below zero. For regular expressions and others that take a time-out.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            TimeSpan left = limits.Time - Stopwatch.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Counts steps of evaluation; every loop, call and operation of an evaluator goes through here.</summary>
    /// <exception cref="DecodeLimitException">A limit is reached.</exception>
    public void Spend(long steps = 1)
    {
        _steps += steps;
        if (_steps >= _nextCheck) { Check(); }
    }

    /// <summary>Says beforehand that so many characters (or bytes) will be made, so that one operation cannot pass every limit at once.</summary>
    /// <exception cref="DecodeLimitException">They would not fit.</exception>
    public void Reserve(long characters)
    {
        if (characters > limits.OutputLength) { throw new DecodeLimitException($"a value of {characters:N0} characters"); }
        if (Allocated + (characters * 2) > limits.Memory) { throw new DecodeLimitException("memory"); }
        Spend(characters >> 6);
    }

    /// <summary>Compares time, memory and steps with the limits now.</summary>
    /// <exception cref="DecodeLimitException">A limit is reached.</exception>
    public void Check()
    {
        _nextCheck = _steps + StepsBetweenChecks;
        if (_steps > limits.Steps) { throw new DecodeLimitException("steps of evaluation"); }
        if (Stopwatch.GetElapsedTime(_start) > limits.Time) { throw new DecodeLimitException("time"); }
        if (Allocated > limits.Memory) { throw new DecodeLimitException("memory"); }
    }

    /// <summary>Does work on a thread of its own with a deep stack, for trees whose depth the input decides; what it allocates counts like the rest.</summary>
    /// <param name="stack">Size of the stack in bytes.</param>
    /// <param name="work">The work; what it throws is thrown here.</param>
    public void OnDeepStack(int stack, Action work)
    {
        Carry();
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
            try { work(); }
            catch (Exception e) { thrown = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e); }
            Carry();
        }, stack);
        thread.Start();
        thread.Join();
        _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        thrown?.Throw();
    }

    /// <summary>
    /// Does work that cannot be stopped, a parser's of a library, on a thread of its own. When it takes longer than there is time it is left to end by
    /// itself; it must not touch what is used elsewhere. What it allocates counts like the rest.
    /// </summary>
    /// <param name="stack">Size of the stack in bytes.</param>
    /// <param name="work">The work; what it throws is thrown here.</param>
    /// <exception cref="DecodeLimitException">It did not end in time.</exception>
    public T OrLeave<T>(int stack, Func<T> work)
    {
        T? result = default;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? thrown = null;
        long allocated = 0;
        var thread = new Thread(() =>
        {
            try { result = work(); }
            catch (Exception e) { thrown = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e); }
            allocated = GC.GetAllocatedBytesForCurrentThread();
        }, stack)
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(TimeLeft)) { throw new DecodeLimitException("time"); }
        _allocatedBefore += allocated;
        thrown?.Throw();
        return result!;
    }

    private void Carry() => _allocatedBefore = Allocated;

    private long Allocated => _allocatedBefore + GC.GetAllocatedBytesForCurrentThread() - _allocatedAtStart;
}
