using System.Runtime.CompilerServices;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Orders by (key, index): every tie goes to the lower index, so a selection never depends on how it was
/// made.</summary>
internal static class Ranking
{
    /// <summary>Indices of <paramref name="keys"/>, smallest key first.</summary>
    public static int[] Ascending(double[] keys)
    {
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var sorted = keys.ToArray();
        Array.Sort(sorted, order);
        // each run of equal keys by index
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && sorted[end] == sorted[start];) end++;
            if (end - start > 1) Array.Sort(order, start, end - start);
        }

        return order;
    }

    /// <summary>Moves the <paramref name="count"/> smallest pairs to the front, in no order, and the largest of them to
    /// place count - 1.</summary>
    /// <param name="keys">Keys, no NaN.</param>
    /// <param name="index">The index that goes with each key; all different.</param>
    /// <param name="count">1..keys.Length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SelectSmallest(Span<double> keys, Span<int> index, int count)
    {
        var (low, high, nth) = (0, keys.Length - 1, count - 1);
        while (low < high)
        {
            MedianToMiddle(keys, index, low, high);
            var middle = low + ((high - low) / 2);
            var (pivotKey, pivotIndex) = (keys[middle], index[middle]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (Compare(keys[i], index[i], pivotKey, pivotIndex) < 0) i++;
                while (Compare(keys[j], index[j], pivotKey, pivotIndex) > 0) j--;
                if (i > j) break;
                Swap(keys, index, i++, j--);
            }

            if (nth <= j) high = j;
            else if (nth >= i) low = i;
            else return;
        }
    }

    private static void MedianToMiddle(Span<double> keys, Span<int> index, int low, int high)
    {
        var middle = low + ((high - low) / 2);
        if (Compare(keys[middle], index[middle], keys[low], index[low]) < 0) Swap(keys, index, middle, low);
        if (Compare(keys[high], index[high], keys[low], index[low]) < 0) Swap(keys, index, high, low);
        if (Compare(keys[high], index[high], keys[middle], index[middle]) < 0) Swap(keys, index, high, middle);
    }

    private static int Compare(double keyA, int indexA, double keyB, int indexB) =>
        keyA < keyB ? -1 : keyA > keyB ? 1 : indexA.CompareTo(indexB);

    private static void Swap(Span<double> keys, Span<int> index, int i, int j)
    {
        (keys[i], keys[j]) = (keys[j], keys[i]);
        (index[i], index[j]) = (index[j], index[i]);
    }
}
