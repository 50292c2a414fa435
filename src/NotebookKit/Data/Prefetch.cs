using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace NotebookKit.Data;

/// <summary>Makes things ahead of their use on one thread of its own, in order: while one is used, the next is
/// made.</summary>
internal static class Prefetch
{
    /// <summary>Item <paramref name="first"/>, and so on up to <paramref name="count"/> - 1.</summary>
    /// <param name="first">Number of the first item.</param>
    /// <param name="count">Items in all.</param>
    /// <param name="make">Makes item k; on the other thread, so that nothing it makes may belong to a dispose
    /// scope.</param>
    /// <param name="free">Frees an item that nobody will see.</param>
    /// <returns>The items, which belong to the caller. An exception of <paramref name="make"/> is thrown where its item
    /// would have come. A loop that is left early ends the thread before it goes on.</returns>
    public static IEnumerable<T> Of<T>(int first, int count, Func<int, T> make, Action<T> free)
    {
        using var ready = new BlockingCollection<T>(boundedCapacity: 1);
        using var stop = new CancellationTokenSource();
        ExceptionDispatchInfo? failure = null;
        var worker = new Thread(Work) { IsBackground = true, Name = "prefetch" };
        worker.Start();
        try
        {
            foreach (var item in ready.GetConsumingEnumerable())
            {
                yield return item;
            }

            worker.Join();
            failure?.Throw();
        }
        finally
        {
            stop.Cancel();
            worker.Join();
            while (ready.TryTake(out var left))
            {
                free(left);
            }
        }

        void Work()
        {
            try
            {
                for (var k = first; k < count && !stop.IsCancellationRequested; k++)
                {
                    Hand(make(k));
                }
            }
            catch (Exception error)                                       // belongs to the thread that asks for items
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
            finally
            {
                ready.CompleteAdding();
            }
        }

        void Hand(T item)
        {
            try
            {
                ready.Add(item, stop.Token);
            }
            catch (OperationCanceledException)                            // the loop was left
            {
                free(item);
            }
        }
    }
}
