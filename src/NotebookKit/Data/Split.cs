namespace NotebookKit.Data;

/// <summary>Random division of examples into two parts.</summary>
public static class Split
{
    /// <summary>Divides 0..count-1; both parts keep the order of the examples.</summary>
    /// <param name="count">Number of examples.</param>
    /// <param name="share">Share of the second part, in (0, 1); its count is rounded.</param>
    /// <param name="seed">Names the draw; the same seed always makes the same split.</param>
    /// <exception cref="DataException">One of the two parts would be empty.</exception>
    public static (long[] Remaining, long[] Held) Indices(long count, double share, long seed)
    {
        var held = share is > 0 and < 1 ? (int)Math.Round(count * share) : 0;
        if (held < 1 || held >= count)
        {
            throw new DataException($"A split must leave both parts with examples, but {share} of {count} is {held}.");
        }

        var order = new long[count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        new SeededRandom(seed).Shuffle(order);
        Array.Sort(order, 0, held);
        Array.Sort(order, held, order.Length - held);
        return (order[held..], order[..held]);
    }
}
