using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Torch.Tests;

/// <summary>20 steps (6 with a closure) of each optimizer against PyTorch's, from the same seed: losses, norms and the last weights.</summary>
public sealed class OptimizerOracleTests
{
    private static readonly TorchOracle s_oracle = TorchOracle.Read("optimizers.json");

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, torch.optim.Optimizer>> s_optimizers = new()
    {
        ["SGD"] = p => torch.optim.SGD(p, 0.1),
        ["SGD momentum"] = p => torch.optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.1, weight_decay: 0.01),
        ["SGD nesterov"] = p => torch.optim.SGD(p, 0.1, momentum: 0.9, nesterov: true),
        ["SGD maximize"] = p => torch.optim.SGD(p, 0.01, momentum: 0.5, maximize: true),
        ["Adam"] = p => torch.optim.Adam(p, 0.02),
        ["Adam decay"] = p => torch.optim.Adam(p, 0.02, 0.8, 0.99, 1e-6, weight_decay: 0.1),
        ["Adam amsgrad"] = p => torch.optim.Adam(p, 0.05, amsgrad: true),
        ["Adam maximize"] = p => torch.optim.Adam(p, 0.001, maximize: true),
        ["Adam clipped"] = p => torch.optim.Adam(p, 0.02),
        ["Adam float32"] = p => torch.optim.Adam(p, 0.02),
        ["AdamW"] = p => torch.optim.AdamW(p, 0.02, weight_decay: 0.1),
        ["AdamW amsgrad"] = p => torch.optim.AdamW(p, 0.02, weight_decay: 0.1, amsgrad: true),
        ["RMSProp"] = p => torch.optim.RMSProp(p, 0.01),
        ["RMSProp momentum"] = p => torch.optim.RMSProp(p, 0.01, alpha: 0.9, momentum: 0.5, weight_decay: 0.01),
        ["RMSProp centered"] = p => torch.optim.RMSProp(p, 0.01, centered: true, momentum: 0.2),
        ["Adagrad"] = p => torch.optim.Adagrad(p, 0.05, 0.1, 0.01, 0.1),
        ["Rprop"] = p => torch.optim.Rprop(p, 0.01),
        ["Rprop limits"] = p => torch.optim.Rprop(p, 0.02, 0.4, 1.5, 1e-3, 0.05, maximize: true),
        ["NAdam"] = p => torch.optim.NAdam(p, 0.02),
        ["NAdam decay"] = p => torch.optim.NAdam(p, 0.02, 0.8, 0.99, weight_decay: 0.1, momentum_decay: 0.01),
        ["RAdam"] = p => torch.optim.RAdam(p, 0.02),
        ["LBFGS"] = p => torch.optim.LBFGS(p, 0.5, max_iter: 5, history_size: 4),
        ["LBFGS short"] = p => torch.optim.LBFGS(p, 1, max_iter: 4, max_eval: 3),
        ["RAdam decay"] = p => torch.optim.RAdam(p, 0.02, 0.8, 0.9, weight_decay: 0.1),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in s_oracle.Names)
            {
                cases.Add(name, true);
                if (name.StartsWith("Adam", StringComparison.Ordinal) || name.StartsWith("SGD", StringComparison.Ordinal)) cases.Add(name, false);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Optimizer_TwentySteps_FollowPyTorch(string name, bool fused)
    {
        using var scope = NewDisposeScope();
        var single = name.EndsWith("float32", StringComparison.Ordinal);
        var dtype = single ? ScalarType.Float32 : ScalarType.Float64;
        // PyTorch 1.13 keeps the product of NAdam's momenta in float32.
        var tolerance = single ? 1e-5 : name.StartsWith("NAdam", StringComparison.Ordinal) ? 1e-7 : name.StartsWith("LBFGS", StringComparison.Ordinal) ? 1e-9 : 1e-12;
        random.manual_seed(TorchOracle.Seed);
        using var model = Sequential(Linear(6, 8), Tanh(), Linear(8, 1)).to(dtype);
        var x = randn([16, 6], dtype);
        var y = randint(2, [16, 1]).to(dtype);
        using var optimizer = s_optimizers[name](model.parameters());
        if (optimizer is AdamBase adam) adam.Fused = fused;
        if (optimizer is SGD sgd) sgd.Fused = fused;
        var losses = new List<double>();
        var norms = new List<double>();

        for (var step = 0; step < 6 && optimizer is LBFGS; step++)
        {
            losses.Add(optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = F.binary_cross_entropy_with_logits(model.call(x), y);
                loss.backward();
                return loss;
            })!.ToDouble());
        }
        for (var step = 0; step < 20 && optimizer is not LBFGS; step++)
        {
            optimizer.zero_grad();
            var loss = F.binary_cross_entropy_with_logits(model.call(x), y);
            loss.backward();
            if (name == "Adam clipped") norms.Add(torch.nn.utils.clip_grad_norm_(model.parameters(), 0.05));
            optimizer.step();
            losses.Add(loss.ToDouble());
        }

        TorchOracle.Close(TorchOracle.Numbers(s_oracle[name].GetProperty("losses")), [.. losses], $"{name}: losses", tolerance);
        TorchOracle.Close(TorchOracle.Numbers(s_oracle[name].GetProperty("norms")), [.. norms], $"{name}: norms", tolerance);
        TorchOracle.Close(TorchOracle.Numbers(s_oracle[name].GetProperty("last")), model.parameters().First().reshape(-1)[..12], $"{name}: weights", tolerance);
    }
}
