using System.Runtime.CompilerServices;

namespace NotebookKit.Models.LabelErrors;

/// <summary>The M[j, k] largest margins of one class k towards every other class j, kept while the examples pass
/// by.</summary>
internal sealed class LargestMargins
{
    private readonly int[] _wanted;                  // M[j, k], 0 for j = k
    private readonly int[] _starts;                  // room for twice as many: selecting half of a full list is cheap
    private readonly int[] _held;
    private readonly double[] _floor;                // margins below it are not among the largest
    private readonly double[] _keys;                 // negative margins, so the smallest are wanted
    private readonly int[] _index;

    /// <summary>Empty lists for class k.</summary>
    /// <param name="pruneCounts">M, [K, K], rows = truly, columns = given.</param>
    /// <param name="k">The given class.</param>
    /// <param name="members">Examples given k.</param>
    /// <param name="smallest">Margins below this do not count.</param>
    public LargestMargins(long[,] pruneCounts, int k, int members, double smallest)
    {
        var classes = pruneCounts.GetLength(0);
        _wanted = new int[classes];
        _starts = new int[classes + 1];
        for (var j = 0; j < classes; j++)
        {
            _wanted[j] = j == k ? 0 : (int)Math.Min(pruneCounts[j, k], members);
            _starts[j + 1] = _starts[j] + Math.Min(2 * _wanted[j], members);
        }

        _held = new int[classes];
        _floor = Array.ConvertAll(_wanted, wanted => wanted == 0 ? double.PositiveInfinity : smallest);
        _keys = new double[_starts[classes]];
        _index = new int[_starts[classes]];
    }

    /// <summary>[K] a margin below its floor need not be added; the floor of a class with nothing wanted is
    /// infinite.</summary>
    public ReadOnlySpan<double> Floor => _floor;

    /// <summary>Takes a margin that is not below its floor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int j, double margin, int i)
    {
        var start = _starts[j];
        if (_held[j] == _starts[j + 1] - start)
        {
            Reduce(j);
            if (margin < _floor[j]) return;
        }

        _keys[start + _held[j]] = -margin;
        _index[start + _held[j]++] = i;
    }

    /// <summary>Classes towards which fewer margins were seen than wanted.</summary>
    public int[] Unfilled() => [.. Enumerable.Range(0, _wanted.Length).Where(j => _held[j] < _wanted[j])];

    /// <summary>Empties a list, to be filled with any margin.</summary>
    public void Clear(int j)
    {
        _held[j] = 0;
        _floor[j] = double.NegativeInfinity;
    }

    /// <summary>Flags the examples of the largest margins.</summary>
    public void Mark(bool[] flagged)
    {
        for (var j = 0; j < _wanted.Length; j++)
        {
            if (_wanted[j] == 0) continue;
            Reduce(j);
            foreach (var i in _index.AsSpan(_starts[j], _held[j])) flagged[i] = true;
        }
    }

    private void Reduce(int j)
    {
        if (_held[j] <= _wanted[j]) return;
        var (start, held) = (_starts[j], _held[j]);
        Ranking.SelectSmallest(_keys.AsSpan(start, held), _index.AsSpan(start, held), _wanted[j]);
        _held[j] = _wanted[j];
        _floor[j] = -_keys[start + _wanted[j] - 1];
    }
}
