using System.Diagnostics;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

// Attention by the operator of our own beside the same in libtorch's operators, in turn in one run, on one thread. Tensors of
// three dimensions, all heads in a row, are left to libtorch's operators: the numbers are the same.
var rounds = args.Length > 0 ? int.Parse(args[0]) : 15;
set_num_threads(1);
Console.WriteLine("[N, H, L, D]: processor time of a call, ms, ours / libtorch's operators, medians; ratio (median of rounds)");
foreach (var shape in new long[][]
{
    [48, 4, 17, 12], [48, 4, 65, 8], [8, 12, 50, 64], [8, 3, 65, 64], [4, 12, 197, 64], [2, 6, 256, 64], [1, 4, 512, 64],
})
{
    manual_seed(1);
    Tensor[] heads = [randn(shape), randn(shape), randn(shape)];
    long[] row = [shape[0] * shape[1], shape[2], shape[3]];
    Tensor[] flat = [.. heads.Select(tensor => tensor.reshape(row))];
    Console.WriteLine(
        $"[{string.Join(", ", shape)}]: forward {Compare(heads, flat, false)}; with both gradients {Compare(heads, flat, true)}");
}

string Compare(Tensor[] ours, Tensor[] theirs, bool derives)
{
    var calls = Math.Max(1, (int)(20 / Time(ours, derives, 1)));          // a turn of about 20 ms
    _ = Time(theirs, derives, 1);
    var turns = Enumerable.Range(0, rounds).Select(_ => (Ours: Time(ours, derives, calls), Theirs: Time(theirs, derives, calls))).ToArray();
    return FormattableString.Invariant(
        $"{Median(turns.Select(t => t.Ours)):0.00} / {Median(turns.Select(t => t.Theirs)):0.00}, ratio {Median(turns.Select(t => t.Ours / t.Theirs)):0.00}");
}

static double Time(Tensor[] inputs, bool derives, int calls)
{
    using var scope = NewDisposeScope();
    var t = inputs.Select(input => input.detach().clone().requires_grad_(derives)).ToArray();
    using var process = Process.GetCurrentProcess();
    var before = process.TotalProcessorTime;
    for (var call = 0; call < calls; call++)
    {
        var mixed = F.scaled_dot_product_attention(t[0], t[1], t[2]);
        if (derives)
        {
            mixed.sum().backward();
        }
    }

    process.Refresh();
    return Math.Max(1e-3, (process.TotalProcessorTime - before).TotalMilliseconds / calls);
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
