using System.Diagnostics;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Execution;

/// <summary>The one long-lived thread on which cells run, so that thread-bound state stays put; replaced only when a
/// cell
/// cannot be stopped.</summary>
/// <param name="patience">How long an interrupted cell may take to end; then the last resort is tried, if there is
/// one, and then it is given up.</param>
internal sealed class CellThread(TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan FirstKnock = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Knock = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);     // for the last resort to work
    private Worker? worker;
    private Job? abandoned;

    /// <summary>Whether work that was given up last is still running.</summary>
    public bool IsAbandonedRunning => abandoned is { Ended.IsSet: false };

    /// <summary>Runs work on the thread and waits for its end.</summary>
    /// <param name="work">The work; its exceptions are thrown here.</param>
    /// <param name="run">Told to stop when the interrupt comes.</param>
    /// <param name="interrupt">Stops the work: by its checkpoints first, and after 15 ms by waking its waits
    /// too.</param>
    /// <returns>False when the work did not stop and was given up; it may still be running.</returns>
    public bool Run(Action work, CellRun run, CancellationToken interrupt)
    {
        worker ??= new Worker();
        var job = new Job(work);
        worker.Post(job);
        if (!Ended(job, interrupt))
        {
            run.Stop();
            var since = Stopwatch.GetTimestamp();
            var resort = Checkpoint.LastResort;
            var (insisted, limit) = (false, patience);
            for (var knock = FirstKnock; !job.Ended.Wait(knock, CancellationToken.None); knock = Knock)
            {
                if (Stopwatch.GetElapsedTime(since) > limit && !insisted && resort is not null)
                {
                    (insisted, limit) = (true, limit + Grace);
                    resort(true);
                }
                else if (Stopwatch.GetElapsedTime(since) > limit)
                {
                    abandoned = job;
                    worker.Dispose();
                    worker = null;
                    return false;
                }

                worker.Wake();
            }

            if (insisted)
            {
                resort!(false);
            }
        }

        job.Failure?.Throw();
        return true;
    }

    public void Dispose() => worker?.Dispose();

    private static bool Ended(Job job, CancellationToken interrupt)
    {
        try
        {
            job.Ended.Wait(interrupt);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Job(Action Work)
    {
        public ManualResetEventSlim Ended { get; } = new();

        public System.Runtime.ExceptionServices.ExceptionDispatchInfo? Failure { get; set; }
    }

    private sealed class Worker : IDisposable
    {
        private const int StackBytes = 16 << 20;
        private const int Idle = 0, Busy = 1, Waking = 2;

        private readonly System.Collections.Concurrent.BlockingCollection<Job> jobs = [];
        private readonly Thread thread;
        private int state;

        public Worker()
        {
            thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "cells" };
            thread.Start();
        }

        public void Post(Job job) => jobs.Add(job);

        /// <summary>Ends a sleep or a wait of the running job; never touches an idle thread.</summary>
        public void Wake()
        {
            if (Interlocked.CompareExchange(ref state, Waking, Busy) == Busy)
            {
                thread.Interrupt();
                Volatile.Write(ref state, Busy);
            }
        }

        public void Dispose() => jobs.CompleteAdding();

        private void Loop()
        {
            foreach (var job in jobs.GetConsumingEnumerable())
            {
                Volatile.Write(ref state, Busy);
                try
                {
                    job.Work();
                }
                catch (Exception error)
                {
                    job.Failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error);
                }

                while (Interlocked.CompareExchange(ref state, Idle, Busy) != Busy)
                {
                    Thread.SpinWait(20);        // no wait that an interrupt could end
                }

                ForgetInterrupt();
                job.Ended.Set();
            }
        }

        /// <summary>An interrupt that came too late for the cell must not hit the next wait.</summary>
        private static void ForgetInterrupt()
        {
            try
            {
                Thread.Sleep(0);
            }
            catch (ThreadInterruptedException)
            {
                // this was it
            }
        }
    }
}
