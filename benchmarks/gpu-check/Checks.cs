using NotebookKit.Models.Backbones;
using NotebookKit.Torch.Door;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks.Gpu;

/// <summary>What a GPU must do: each check returns what it saw, or throws.</summary>
internal static class Checks
{
    /// <summary>Checks by name.</summary>
    public static IReadOnlyList<(string Name, Func<string> Run)> All { get; } =
    [
        ("operators: cuda equals cpu", Operators),
        ("gradients: cuda equals cpu", Gradients),
        ("copies: pinned and back", Copies),
        ("seeds: same seed, same numbers", Seeds),
        ("errors: two devices in one call", TwoDevices),
        ("ResNet-20: one step, cuda against cpu", Step),
        ("ResNet-20: 200 steps leave no live tensor", Lifetime),
    ];

    private static string Operators()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Call)[] calls =
        [
            ("add", (x, y) => x + y), ("mul", (x, y) => x * y), ("div", (x, y) => x / (y.abs() + 1)), ("matmul", (x, y) => x.matmul(y.t())),
            ("sum", (x, _) => x.sum(1)), ("mean", (x, _) => x.mean([0])), ("max", (x, _) => x.amax([1])), ("exp", (x, _) => x.exp()),
            ("softmax", (x, _) => nn.functional.softmax(x, 1)), ("relu", (x, _) => x.relu()), ("sort", (x, _) => x.sort(1).Values),
            ("cumsum", (x, _) => x.cumsum(1)), ("cat", (x, y) => cat([x, y], 1)), ("where", (x, y) => where(x > 0, x, y)),
            ("index", (x, _) => x.index_select(0, tensor(new long[] { 3, 0 }, device: x.device))),
            ("conv2d", (x, y) => nn.functional.conv2d(x.reshape(2, 3, 8, 8), y.reshape(2, 3, 8, 8).narrow(2, 0, 3).narrow(3, 0, 3))),
            ("pool", (x, _) => nn.functional.max_pool2d(x.reshape(2, 3, 8, 8), 2)),
            ("half", (x, y) => (x.to(float16) + y.to(float16)).to(float32)),
        ];
        random.manual_seed(3);
        var (a, b) = (randn(12, 32), randn(12, 32));
        var (p, q) = (a.cuda(), b.cuda());
        foreach (var (name, call) in calls)
        {
            Close(call(p, q), call(a, b), name, 1e-4);
        }

        return $"{calls.Length} operators";
    }

    private static string Gradients()
    {
        random.manual_seed(4);
        var x = randn(16, 8);
        var w = randn(8, 4);
        Tensor Of(Tensor input, Tensor weight)
        {
            var leaf = weight.detach().clone().requires_grad_();
            input.matmul(leaf).tanh().pow(2).mean().backward();
            return leaf.grad!;
        }

        Close(Of(x.cuda(), w.cuda()), Of(x, w), "gradient", 1e-5);
        return "of tanh(x w)^2";
    }

    private static string Copies()
    {
        var x = arange(1 << 20, dtype: float32);
        var pinned = x.pin_memory();
        var there = pinned.to(CUDA, non_blocking: true);
        cuda.synchronize();
        Close(there, x, "pinned copy", 0);
        return $"{x.numel() * 4 >> 20} MiB";
    }

    private static string Seeds()
    {
        Tensor Draw()
        {
            random.manual_seed(11);
            return rand(1000, device: CUDA).cpu();
        }

        Close(Draw(), Draw(), "draw", 0);
        return "rand";
    }

    private static string TwoDevices()
    {
        try
        {
            _ = ones(2, device: CUDA) + ones(2);
        }
        catch (System.Runtime.InteropServices.ExternalException error)
        {
            return error.Message.Split('\n')[0];
        }

        throw new InvalidOperationException("A sum of a cuda and a cpu tensor was not refused.");
    }

    private static string Step()
    {
        var losses = new double[2, 2];
        foreach (var (k, device) in new[] { CPU, CUDA }.Index())
        {
            random.manual_seed(5);
            using var model = new ResNetCifar(20);
            var images = rand(16, 3, 32, 32);
            model.to(device);
            using var optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9);
            var labels = (arange(16, dtype: int64) % 10).to(device);
            for (var step = 0; step < 2; step++)
            {
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(model.call(images.to(device)), labels);
                loss.backward();
                optimizer.step();
                losses[k, step] = loss.item<float>();
            }
        }

        for (var step = 0; step < 2; step++)
        {
            if (!(Math.Abs(losses[0, step] - losses[1, step]) <= 2e-2 * losses[0, step]))
            {
                throw new InvalidOperationException($"Loss of step {step + 1} is {losses[1, step]} on cuda, {losses[0, step]} on cpu.");
            }
        }

        return $"losses {losses[1, 0]:F4}, {losses[1, 1]:F4}; cpu {losses[0, 0]:F4}, {losses[0, 1]:F4}";
    }

    private static string Lifetime()
    {
        using var training = new Training(CUDA, batchSize: 8);
        training.Step();
        var live = LiveTensors.Count;
        for (var step = 0; step < 200; step++)
        {
            training.Step();
        }

        return LiveTensors.Count == live
            ? $"{live} live tensors" : throw new InvalidOperationException($"{LiveTensors.Count} live tensors, {live} at the start.");
    }

    private static void Close(Tensor actual, Tensor expected, string what, double tolerance)
    {
        var apart = (actual.cpu().to(float64) - expected.to(float64)).abs().max().item<double>();
        if (!(apart <= tolerance * Math.Max(1, expected.to(float64).abs().max().item<double>())))
        {
            throw new InvalidOperationException($"{what}: cuda and cpu are {apart} apart; at most {tolerance} of the largest value is allowed.");
        }
    }
}
