using System.Collections;

namespace TorchSharp.Modules;

/// <summary>
/// The numbers 0..count-1 in random order, by the inside-out form of the Fisher-Yates shuffle (Knuth, TAOCP 2, 3.4.2).
/// Draws as TorchSharp's loader does, so that a seed gives the same batches there and here: a seeded order is the same
/// in every pass, one without a seed is another in each and leaves torch's generators alone.
/// </summary>
internal sealed class ShuffledOrder(long count, int? seed) : IEnumerable<long>
{
    /// <summary>One pass.</summary>
    public IEnumerator<long> GetEnumerator()
    {
        var random = seed is { } value ? new Random(value) : new Random();
        var order = new long[count];
        for (var last = 0L; last < count; last++)
        {
            var place = Draw(random) % (last + 1);
            order[last] = order[place];
            order[place] = last;
        }

        return ((IEnumerable<long>)order).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Two draws of 31 bits: the high half and the low half.
    private static long Draw(Random random) => ((long)random.Next() << 32) + random.Next();
}
