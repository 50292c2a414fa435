namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The dynamic program as published in code: float32, layers from small to large, a table whose columns at
/// multiples of 4,096 are never filled, and a first layer that may overspend the budget. For comparison only; <see
/// cref="ExactProgram"/> is exact, in the budget, and faster.
/// </summary>
public static class ReferenceProgram
{
    private const int Piece = 4096;

    /// <summary>Solves the allocation of kept weights.</summary>
    /// <param name="curves">Curves of the layers.</param>
    /// <param name="kind">Worst image or mean.</param>
    /// <param name="sparsity">S in [0, 1).</param>
    /// <param name="previous">[L], fraction already pruned of each layer; null means 0.</param>
    /// <returns>The choice; its cost, in weights kept, may be above the budget.</returns>
    public static AllocationSolution Solve(
        LayerCurves curves, CurveKind kind, double sparsity, IReadOnlyList<float>? previous = null)
    {
        var budget = PruningInput.Budget(curves.TotalWeights, sparsity);
        if (budget is < 1 or > int.MaxValue)
        {
            throw new ArgumentException($"The reference program needs a budget of 1 weight or more, but has {budget}.");
        }

        int[] order = [.. Enumerable.Range(0, curves.Count).OrderBy(l => curves.Sizes[l])];       // a stable sort
        var grid = Enumerable.Range(0, curves.Intervals + 1).Select(
            d => (float)((double)d / curves.Intervals)).ToArray();
        var rows = order.Select(l => new Row(
            curves.Sizes[l], [.. curves.Of(kind)[l].Select(v => (float)v)], grid, previous?[l] ?? 0)).ToArray();
        var choices = Fill(rows, grid, (int)budget);

        var points = new int[curves.Count];
        for (var (n, w) = (rows.Length - 1, (int)budget); n >= 0; n--)
        {
            var d = choices[n][Math.Max(0, w - 1)];
            (points[order[n]], w) = (d, Math.Max(0, w - rows[n].Kept[d]));
        }

        return AllocationProblem.ForSparsity(curves, kind, sparsity).Evaluate(points);
    }

    private static byte[][] Fill(Row[] rows, float[] grid, int width)
    {
        var choices = rows.Select(_ => new byte[width]).ToArray();
        var before = First(rows[0], grid, choices[0]);
        var last = grid.Length - 1;
        var sum = rows[0].Size;
        for (var n = 1; n < rows.Length; n++)
        {
            sum += rows[n].Size;
            var after = new float[width];
            Array.Fill(after, float.PositiveInfinity);
            // As published: the second row forgets the first where nothing is kept.
            after[0] = rows[n].Distortion[last] + (n == 1 ? 0 : before[0]);
            choices[n][0] = (byte)last;
            var end = (int)Math.Min(sum, width);
            for (var w = 1; w < end; w++)
            {
                if (w % Piece != 0)
                {
                    (after[w], choices[n][w]) = rows[n].Best(before, w);
                }
            }

            Array.Fill(after, after[end - 1], end, width - end);
            Array.Fill(choices[n], choices[n][end - 1], end, width - end);
            before = after;
        }

        return choices;
    }

    // The first layer takes the grid point whose kept share is nearest to w / N, above or below; as in all rows,
    // columns
    // from N on repeat the last one before, so that a layer of fewer than 2 D weights is never left whole.
    private static float[] First(Row row, float[] grid, byte[] choice)
    {
        var values = new float[choice.Length];
        for (var w = 0; w < choice.Length; w++)
        {
            var (share, nearest, distance) = ((float)Math.Min(w, row.Size - 1) / row.Size, 0, float.PositiveInfinity);
            for (var d = 0; d < grid.Length; d++)
            {
                var away = MathF.Abs(1 - grid[d] - share);
                (nearest, distance) = away < distance ? (d, away) : (nearest, distance);
            }

            choice[w] = (byte)(w == 0 ? grid.Length - 1 : nearest);
            values[w] = row.Distortion[choice[w]];
        }

        return values;
    }

    /// <summary>One layer in the reference's numbers.</summary>
    private sealed class Row
    {
        private readonly int[] need;                                       // least w of which more must be there
        private readonly bool[] allowed;

        public Row(long size, float[] distortion, float[] grid, float previous)
        {
            (Size, Distortion) = (size, distortion);
            Kept = [.. grid.Select(phi => (int)(size * (1 - phi)))];
            need = [.. grid.Select(phi => (int)MathF.Floor(size * (1 - phi)))];
            allowed = [.. grid.Select(phi => phi >= previous)];
        }

        public long Size { get; }

        public float[] Distortion { get; }

        /// <summary>[D + 1], weights kept by the program's count, trunc(N (1 - phi)).</summary>
        public int[] Kept { get; }

        /// <summary>Least value over the points that fit strictly, and the first point that has it.</summary>
        public (float Value, byte Point) Best(float[] before, int w)
        {
            var (value, point) = (float.PositiveInfinity, 0);
            for (var d = Distortion.Length - 1; d >= 0; d--)
            {
                if (w <= need[d])
                {
                    break;                                                 // keeps more with every further d
                }

                if (allowed[d] && Distortion[d] + before[w - Kept[d]] is var sum && sum <= value)
                {
                    (value, point) = (sum, d);
                }
            }

            return (value, (byte)point);
        }
    }
}
