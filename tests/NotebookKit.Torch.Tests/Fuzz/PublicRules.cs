using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>One call of the public interface with random arguments, and what it must give.</summary>
/// <param name="Text">What is called.</param>
/// <param name="Call">Calls it.</param>
/// <param name="Expected">The result; null where it must be refused.</param>
/// <param name="Tolerance">Relative, for results that are rounded.</param>
internal sealed record PublicCall(string Text, Func<Tensor> Call, Grid? Expected, double Tolerance = 0);

/// <summary>Calls whose results are computed here by their definition.</summary>
internal static class PublicRules
{
    private static readonly Func<Choices, PublicCall>[] s_rules =
        [Unary, Binary, Compare, Divide, Reduce, Shape, Join, Pick, Product, Order, Softmax, Convolve, Pool];

    public static PublicCall Draw(Choices choices) => choices.Of(s_rules)(choices);

    private static string Show(Grid grid) => $"[{string.Join(",", grid.Shape)}] {grid.Type}";

    private static PublicCall Unary(Choices c)
    {
        var x = Grid.Make(c);
        var t = x.ToTensor(c);
        var real = x.IsFloat ? x.Type : ScalarType.Float32;
        (string Name, Func<Tensor> Call, Func<double, double> Rule, ScalarType Type) one = c.Next(9) switch
        {
            0 => ("abs", () => t.abs(), Math.Abs, x.Type),
            1 => ("neg", () => -t, v => -v, x.Type),
            2 => ("relu", () => t.relu(), v => Math.Max(v, 0), x.Type),
            3 => ("square", () => t.square(), v => v * v, x.Type),
            4 => ("sign", () => t.sign(), v => Math.Sign(v), x.Type),
            5 => ("exp", () => t.exp(), Math.Exp, real),
            6 => ("tanh", () => t.tanh(), Math.Tanh, real),
            7 => ("sigmoid", () => t.sigmoid(), v => 1 / (1 + Math.Exp(-v)), real),
            _ => ("clamp", () => t.clamp(-1, 2), v => Math.Clamp(v, -1, 2), x.Type),
        };
        var clampsBelow = one.Name == "clamp" && x.Type == ScalarType.Byte;    // -1 is no byte
        return clampsBelow
            ? new("abs " + Show(x), () => t.abs(), x.Map(Math.Abs))
            : new($"{one.Name}({Show(x)})", one.Call, x.Map(one.Rule, one.Type), 2e-6);
    }

    private static PublicCall Binary(Choices c)
    {
        var (x, y) = Pair(c);
        var (s, t) = (x.ToTensor(c), y.ToTensor(c));
        (string Name, Func<Tensor> Call, Func<double, double, double> Rule) one = c.Next(5) switch
        {
            0 => ("+", () => s + t, (a, b) => a + b),
            1 => ("-", () => s - t, (a, b) => a - b),
            2 => ("*", () => s * t, (a, b) => a * b),
            3 => ("maximum", () => s.maximum(t), Math.Max),
            _ => ("minimum", () => s.minimum(t), Math.Min),
        };
        var type = Grid.Promote(x, y);
        // Values come to the common type before they are combined: -3 is 253 as a byte.
        return new($"{Show(x)} {one.Name} {Show(y)}", one.Call,
            x.Map(v => v, type).With(y.Map(v => v, type), one.Rule, type));
    }

    private static PublicCall Compare(Choices c)
    {
        var (x, y) = Pair(c);
        var (s, t) = (x.ToTensor(c), y.ToTensor(c));
        var type = Grid.Promote(x, y);
        (string Name, Func<Tensor> Call, Func<double, double, bool> Rule) one = c.Next(4) switch
        {
            0 => ("==", () => s.eq(t), (a, b) => a == b),
            1 => ("<", () => s.lt(t), (a, b) => a < b),
            2 => (">=", () => s.ge(t), (a, b) => a >= b),
            _ => ("!=", () => s.ne(t), (a, b) => a != b),
        };
        return new($"{Show(x)} {one.Name} {Show(y)}", one.Call,
            x.Map(v => v, type).With(y.Map(v => v, type), (a, b) => one.Rule(a, b) ? 1 : 0, ScalarType.Bool));
    }

    private static PublicCall Divide(Choices c)
    {
        var (x, y) = Pair(c);
        var (s, t) = (x.ToTensor(c), y.ToTensor(c));
        var type = Grid.Promote(x, y);
        var real = type is ScalarType.Float64 ? type : ScalarType.Float32;
        return new($"{Show(x)} / {Show(y)}", () => s / t, x.With(y, (a, b) => a / b, real), 2e-6);
    }

    private static PublicCall Reduce(Choices c)
    {
        var x = Grid.Make(c);
        var t = x.ToTensor(c);
        var dim = c.Between(-x.Rank - 1, x.Rank);
        var keep = c.OneIn(2);
        var place = Place(dim, x.Rank);
        var sum = x.IsFloat ? x.Type : ScalarType.Int64;
        (string Name, Func<Tensor> Call, Func<double[], double> Rule, ScalarType Type, bool Valid) one = c.Next(4) switch
        {
            0 => ("sum", () => t.sum(dim, keep), v => v.Sum(), sum, true),
            1 => ("mean", () => t.mean([dim], keep), v => v.Length == 0 ? double.NaN : v.Average(), x.Type, x.IsFloat),
            2 => ("amax", () => t.amax([dim], keep), v => v.Max(), x.Type, place is null || x.Rank == 0 || x.Shape[place.Value] > 0),
            _ => ("prod", () => t.prod(dim, keep), v => v.Aggregate(1.0, (a, b) => a * b), sum, true),
        };
        var text = $"{one.Name}({Show(x)}, {dim}, keepdim: {keep})";
        if (place is not { } at || !one.Valid)
        {
            return new(text, one.Call, null);
        }

        if (x.Rank == 0)
        {
            return new(text, one.Call, x.Map(v => one.Rule([v]), one.Type), 2e-6);
        }

        var kept = x.Shape.Select((size, k) => k == at ? 1 : size).ToArray();
        var grid = Grid.From(kept, one.Type, p => one.Rule([.. Along(x, p, at)]));
        return new(text, one.Call, keep ? grid : grid with { Shape = [.. kept.Where((_, k) => k != at)] }, 2e-6);
    }

    private static PublicCall Shape(Choices c)
    {
        var x = Grid.Make(c);
        var t = x.ToTensor(c);
        var (a, b) = (c.Between(-x.Rank - 1, x.Rank), c.Between(-x.Rank - 1, x.Rank));
        switch (c.Next(5))
        {
            case 0:
                var shape = c.OneIn(3) ? FuzzTensors.Shape(c) : [.. x.Shape.Reverse()];
                return new($"reshape({Show(x)} to [{string.Join(",", shape)}])", () => t.reshape(shape),
                    Grid.Count(shape) == x.Values.Length ? x with { Shape = shape } : null);
            case 1:
                var order = Enumerable.Range(0, x.Rank).Select(k => (long)k).OrderBy(_ => c.Next(1000)).ToArray();
                return new($"permute({Show(x)}, [{string.Join(",", order)}])", () => t.permute(order),
                    Grid.From([.. order.Select(k => x.Shape[k])], x.Type, p =>
                        x.At([.. Enumerable.Range(0, x.Rank).Select(k => p[Array.IndexOf(order, k)])])));
            case 2:
                var (first, second) = (Place(a, x.Rank), Place(b, x.Rank));
                long[] Swap(long[] p) => x.Rank == 0 ? p : [.. p.Select((_, k) => p[k == first ? second!.Value : k == second ? first!.Value : k])];
                return new($"transpose({Show(x)}, {a}, {b})", () => t.transpose(a, b),
                    first is null || second is null ? null : Grid.From(Swap(x.Shape), x.Type, p => x.At(Swap(p))));
            case 3:
                var at = Place(a, x.Rank + 1);
                return new($"unsqueeze({Show(x)}, {a})", () => t.unsqueeze(a), at is { } place
                    ? x with { Shape = [.. x.Shape.Take(place), 1, .. x.Shape.Skip(place)] } : null);
            default:
                var sizes = x.Shape.Select(size => size == 1 && c.OneIn(2) ? 3 : size).ToArray();
                long[] wanted = c.OneIn(4) ? [2, .. sizes] : c.OneIn(4) ? FuzzTensors.Shape(c) : sizes;
                var fits = wanted.Length >= x.Rank
                    && x.Shape.Reverse().Zip(wanted.Reverse()).All(pair => pair.First == pair.Second || pair.First == 1);
                return new($"expand({Show(x)} to [{string.Join(",", wanted)}])", () => t.expand(wanted),
                    fits ? Grid.From(wanted, x.Type, p => x.At(p)) : null);
        }
    }

    private static PublicCall Join(Choices c)
    {
        var x = Grid.Make(c);
        var y = Grid.Make(c, c.OneIn(4) ? null : x.Shape, x.Type);
        var (s, t) = (x.ToTensor(c), y.ToTensor(c));
        var dim = c.Between(-x.Rank - 1, x.Rank);
        var text = $"({Show(x)}, {Show(y)}, {dim})";
        var same = x.Shape.AsSpan().SequenceEqual(y.Shape);
        if (c.OneIn(2))
        {
            return new("stack" + text, () => stack([s, t], dim), !same || Place(dim, x.Rank + 1) is not { } front ? null
                : Grid.From([.. x.Shape.Take(front), 2, .. x.Shape.Skip(front)], x.Type, p =>
                    (p[front] == 0 ? x : y).At([.. p.Where((_, k) => k != front)])));
        }

        var skipped = x.Shape is [0] || y.Shape is [0];                     // libtorch passes over empty vectors
        if (skipped || !same)
        {
            return new("cat of itself " + Show(x), () => cat([s, s], 0), x.Rank == 0 ? null
                : Grid.From([2 * x.Shape[0], .. x.Shape.Skip(1)], x.Type, p => x.At([p[0] % x.Shape[0], .. p.Skip(1)])));
        }

        return new("cat" + text, () => cat([s, t], dim), x.Rank == 0 || Place(dim, x.Rank) is not { } at ? null
            : Grid.From([.. x.Shape.Select((size, k) => k == at ? 2 * size : size)], x.Type, p =>
                p[at] < x.Shape[at] ? x.At(p) : y.At([.. p.Select((v, k) => k == at ? v - x.Shape[at] : v)])));
    }

    private static PublicCall Pick(Choices c)
    {
        var x = Grid.Make(c);
        var t = x.ToTensor(c);
        var dim = c.Between(-x.Rank - 1, x.Rank);
        var at = x.Rank == 0 ? null : Place(dim, x.Rank);
        var size = at is { } k ? x.Shape[k] : 0;
        switch (c.Next(3))
        {
            case 0:
                var index = c.Between(-3, 4);
                return new($"select({Show(x)}, {dim}, {index})", () => t.select(dim, index), at is null || index >= size || index < -size
                    ? null : Grid.From([.. x.Shape.Where((_, d) => d != at)], x.Type, p =>
                        x.At([.. p.Take(at.Value), index < 0 ? index + size : index, .. p.Skip(at.Value)])));
            case 1:
                var (start, length) = (c.Between(-3, 4), c.Between(-1, 4));
                var from = start < 0 ? start + size : start;
                return new($"narrow({Show(x)}, {dim}, {start}, {length})", () => t.narrow(dim, start, length),
                    at is null || length < 0 || from < 0 || from + length > size || start < -size || start > size ? null
                    : Grid.From([.. x.Shape.Select((n, d) => d == at ? length : n)], x.Type, p =>
                        x.At([.. p.Select((v, d) => d == at ? v + from : v)])));
            default:
                var wanted = Enumerable.Range(0, c.Between(1, 3)).Select(_ => (long)c.Between(c.OneIn(9) ? -1 : 0, 4)).ToArray();
                return new($"index_select({Show(x)}, {dim}, [{string.Join(",", wanted)}])", () => t.index_select(dim, tensor(wanted)),
                    at is null || wanted.Any(i => i < 0 || i >= size) ? null
                    : Grid.From([.. x.Shape.Select((n, d) => d == at ? wanted.Length : n)], x.Type, p =>
                        x.At([.. p.Select((v, d) => d == at ? wanted[v] : v)])));
        }
    }

    private static PublicCall Product(Choices c)
    {
        var type = c.Of(ScalarType.Float32, ScalarType.Float64, ScalarType.Int64);
        var (n, k, m) = (c.Between(0, 4), c.Between(0, 4), c.Between(0, 4));
        long[] left = c.OneIn(3) ? [2, n, k] : [n, k];
        var x = Grid.Make(c, left, type);
        var y = Grid.Make(
            c, [c.OneIn(5) ? k + 1 : k, m],
            c.OneIn(6) && n * k * m > 0 ? ScalarType.Int32 : type);         // libtorch lets empty ones of two types pass
        var (s, t) = (x.ToTensor(c), y.ToTensor(c));
        return new($"matmul({Show(x)}, {Show(y)})", () => s.matmul(t), y.Shape[0] != k || x.Type != y.Type ? null
            : Grid.From([.. left[..^1], m], type, p =>
                Enumerable.Range(0, k).Sum(i => x.At([.. p[..^1], i]) * y.At([i, p[^1]]))), 1e-6);
    }

    private static PublicCall Order(Choices c)
    {
        var x = Grid.Make(c, [c.Between(1, 3), c.Between(1, 6)]);
        var t = x.ToTensor(c);
        return c.Next(3) switch
        {
            0 => new($"cumsum({Show(x)}, 1)", () => t.cumsum(1), Grid.From(x.Shape, x.IsFloat ? x.Type : ScalarType.Int64, p =>
                Along(x, p, 1).Take((int)p[1] + 1).Sum())),
            1 => new($"sort({Show(x)}, 1)", () => t.sort(1).Values, Grid.From(x.Shape, x.Type, p => Along(x, p, 1).Order().ElementAt((int)p[1]))),
            _ => new($"flip({Show(x)}, 1)", () => t.flip(1), Grid.From(x.Shape, x.Type, p => x.At([p[0], x.Shape[1] - 1 - p[1]]))),
        };
    }

    private static PublicCall Softmax(Choices c)
    {
        var x = Grid.Make(c, [c.Between(1, 3), c.Between(1, 5)], c.Of(ScalarType.Float32, ScalarType.Float64));
        var t = x.ToTensor(c) * 20;                                         // large enough to overflow a naive one
        return new($"softmax({Show(x)}, 1)", () => nn.functional.softmax(t, 1), Grid.From(x.Shape, x.Type, p =>
        {
            var top = Along(x, p, 1).Max();
            return Math.Exp(20 * (x.At(p) - top)) / Along(x, p, 1).Sum(v => Math.Exp(20 * (v - top)));
        }), 1e-5);
    }

    private static PublicCall Convolve(Choices c)
    {
        var (batch, inputs, outputs, side, kernel) = (c.Between(1, 2), c.Between(1, 3), c.Between(1, 3), c.Between(1, 5), c.Between(1, 4));
        var (stride, padding) = (c.Between(0, 3), c.Between(-1, 2));
        var x = Grid.Make(c, [batch, inputs, side, side], ScalarType.Float32);
        var w = Grid.Make(c, [outputs, c.OneIn(6) ? inputs + 1 : inputs, kernel, kernel], ScalarType.Float32);
        var (s, t) = (x.ToTensor(c), w.ToTensor(c));
        var result = stride > 0 ? (side + 2 * padding - kernel) / stride + 1 : 0;
        var valid = stride > 0 && padding >= 0 && w.Shape[1] == inputs && side + 2 * padding >= kernel;
        return new($"conv2d({Show(x)}, {Show(w)}, stride {stride}, padding {padding})",
            () => nn.functional.conv2d(s, t, null, [stride, stride], [padding, padding]), !valid ? null
            : Grid.From([batch, outputs, result, result], ScalarType.Float32, p => (
                from i in Enumerable.Range(0, inputs)
                from u in Enumerable.Range(0, kernel)
                from v in Enumerable.Range(0, kernel)
                let row = p[2] * stride + u - padding
                let column = p[3] * stride + v - padding
                where row >= 0 && row < side && column >= 0 && column < side
                select x.At([p[0], i, row, column]) * w.At([p[1], i, u, v])).Sum()), 1e-5);
    }

    private static PublicCall Pool(Choices c)
    {
        var (side, kernel, stride) = (c.Between(1, 6), c.Between(0, 4), c.Between(0, 3));
        var x = Grid.Make(c, [2, 2, side, side], c.Of(ScalarType.Float32, ScalarType.Float64));
        var t = x.ToTensor(c);
        var valid = kernel > 0 && stride > 0 && kernel <= side;
        var result = valid ? (side - kernel) / stride + 1 : 0;
        return new($"max_pool2d({Show(x)}, {kernel}, stride {stride})", () => nn.functional.max_pool2d(t, kernel, stride), !valid ? null
            : Grid.From([2, 2, result, result], x.Type, p => (
                from u in Enumerable.Range(0, kernel)
                from v in Enumerable.Range(0, kernel)
                select x.At([p[0], p[1], p[2] * stride + u, p[3] * stride + v])).Max()));
    }

    private static (Grid X, Grid Y) Pair(Choices c)
    {
        var x = Grid.Make(c);
        // Mostly a shape that broadcasts: some sizes 1, the front left out.
        var near = x.Shape.Select(size => c.OneIn(4) ? 1 : size).Skip(c.OneIn(4) ? 1 : 0).ToArray();
        return (x, Grid.Make(c, c.OneIn(5) ? null : near));
    }

    private static IEnumerable<double> Along(Grid x, long[] place, int dim) =>
        Enumerable.Range(0, (int)x.Shape[dim]).Select(i => x.At([.. place.Select((v, k) => k == dim ? i : v)]));

    // A dimension as libtorch counts: from the end where negative; a scalar takes 0 and -1.
    private static int? Place(int dim, int rank)
    {
        var range = Math.Max(rank, 1);
        return dim >= -range && dim < range ? (dim < 0 ? dim + range : dim) : null;
    }
}
