namespace Stemma.Sigma.Rules;

/// <summary>Shares numbered pieces of work out among the processors. <see cref="Parallel"/> does the same, but its code is compiled anew at every start.</summary>
internal static class InParallel
{
    /// <summary>Does the pieces and waits for all.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="work">Does one; called by several threads at once.</param>
    /// <exception cref="AggregateException">A piece failed.</exception>
    public static void For(int count, Action<int> work)
    {
        int next = -1;
        Task[] tasks = new Task[Math.Min(Environment.ProcessorCount, count)];
        for (int i = 0; i < tasks.Length; i++) tasks[i] = Task.Run(Work);
        Task.WaitAll(tasks);

        void Work()
        {
            while (Interlocked.Increment(ref next) is int piece && piece < count) work(piece);
        }
    }
}
