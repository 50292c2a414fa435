using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace NotebookKit.Torch.Tests;

/// <summary>Rates (and momenta) of each schedule over 24 steps against PyTorch's.</summary>
public sealed class SchedulerOracleTests
{
    private static readonly TorchOracle s_oracle = TorchOracle.Read("schedulers.json");

    private static readonly double[] s_measured =
    [
        1.0, 0.8, 0.79999, 0.81, 0.82, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.5,
        0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6,
    ];

    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> s_schedules = new()
    {
        ["StepLR"] = o => StepLR(o, 5, 0.5),
        ["MultiStepLR"] = o => MultiStepLR(o, [3, 3, 10], 0.5),
        ["ExponentialLR"] = o => ExponentialLR(o, 0.9),
        ["LambdaLR"] = o => LambdaLR(o, e => 1.0 / (1 + e)),
        ["MultiplicativeLR"] = o => MultiplicativeLR(o, e => 1 - (1.0 / (1 + e))),
        ["PolynomialLR"] = o => PolynomialLR(o, 10, 2),
        ["ConstantLR"] = o => ConstantLR(o, 0.25, 6),
        ["LinearLR"] = o => LinearLR(o, 0.1, 0.9, 8),
        ["CosineAnnealingLR"] = o => CosineAnnealingLR(o, 10, 0.01),
        ["OneCycleLR"] = o => OneCycleLR(o, 1.0, total_steps: 25),
        ["OneCycleLR three phases"] = o => OneCycleLR(o, 1.0, epochs: 5, steps_per_epoch: 5, three_phase: true,
            anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear),
        ["CyclicLR"] = o => CyclicLR(o, 0.1, 0.5, 4, 6),
        ["CyclicLR triangular2"] = o => CyclicLR(o, 0.1, 0.5, 3, mode: impl.CyclicLR.Mode.Triangular2, cycle_momentum: false),
        ["CyclicLR range"] = o => CyclicLR(o, [0.1], [0.5], 3, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.9,
            base_momentum: [0.5], max_momentum: [0.95]),
        ["CyclicLR function"] = o => CyclicLR(o, 0.1, 0.5, 3, scale_fn: n => 1 / (1 + n),
            scale_mode: impl.CyclicLR.ScaleMode.Iterations),
        ["SequentialLR"] = o => SequentialLR(o, [LinearLR(o, 0.1, 1, 5), CosineAnnealingLR(o, 19)], [5]),
        ["ChainedLR"] = o => ChainedLR([ConstantLR(o, 0.1, 4), ExponentialLR(o, 0.9)]),
        ["ReduceLROnPlateau"] = o => ReduceLROnPlateau(o, factor: 0.5, patience: 2, cooldown: 1, min_lr: [0.03]),
        ["ReduceLROnPlateau max"] = o => ReduceLROnPlateau(o, "max", threshold_mode: "abs", threshold: 0.01, patience: 3),
    };

    public static TheoryData<string> Names => [.. s_oracle.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scheduler_Rates_FollowPyTorch(string name)
    {
        using var parameter = new Parameter(zeros([1]));
        using var optimizer = SGD([parameter], 0.4, momentum: 0.9);
        var group = optimizer.ParamGroups.Single();
        var schedule = s_schedules[name](optimizer);
        var rates = new List<double> { group.LearningRate };
        var momenta = new List<double> { ((IMomentum)group).Momentum };

        for (var step = 0; step < 24; step++)
        {
            if (name.StartsWith("Reduce", StringComparison.Ordinal)) schedule.step(s_measured[step]);
            else schedule.step();
            rates.Add(group.LearningRate);
            momenta.Add(((IMomentum)group).Momentum);
            Assert.Equal([group.LearningRate], schedule.get_last_lr());
        }

        TorchOracle.Close(TorchOracle.Numbers(s_oracle[name].GetProperty("rates")), [.. rates], $"{name}: rates", 1e-12);
        TorchOracle.Close(TorchOracle.Numbers(s_oracle[name].GetProperty("momenta")), [.. momenta], $"{name}: momenta", 1e-12);
    }

    [Fact]
    public void OneCycle_AfterItsLastStep_SaysHowManyItHas()
    {
        using var parameter = new Parameter(zeros([1]));
        using var optimizer = Adam([parameter]);
        var schedule = OneCycleLR(optimizer, 1.0, total_steps: 3);
        schedule.step();
        schedule.step();

        var error = Assert.Throws<InvalidOperationException>(schedule.step);

        Assert.Contains("3 steps", error.Message);
    }

    [Fact]
    public void OneCycle_OverAdam_CyclesBeta1()
    {
        using var parameter = new Parameter(zeros([1]));
        using var optimizer = Adam([parameter]);
        var schedule = OneCycleLR(optimizer, 1.0, total_steps: 11, pct_start: 0.5);
        var betas = new List<double>();

        for (var step = 0; step < 10; step++)
        {
            betas.Add(((IBetas)optimizer.ParamGroups.Single()).Betas.Item1);
            schedule.step();
        }

        Assert.Equal(0.95, betas[0], 12);
        Assert.True(betas.Min() is > 0.849 and < 0.86, $"least beta1 is {betas.Min()}");
        Assert.Equal(0.999, ((IBetas)optimizer.ParamGroups.Single()).Betas.Item2);
    }
}
