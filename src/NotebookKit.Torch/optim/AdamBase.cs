using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1) with weight decay in the gradient or, for AdamW, on the weight.</summary>
public abstract class AdamBase : OptimizerHelper, optim.IBetas
{
    private readonly AdamOptions _defaults;
    private readonly bool _decoupled;

    private protected AdamBase(AdamOptions defaults, IEnumerable<ParamGroup> groups, bool decoupled) : base(defaults, groups)
    {
        _defaults = defaults;
        _decoupled = decoupled;
    }

    /// <summary>Decay rates: those of the optimizer; setting them changes all groups.</summary>
    public (double, double) Betas
    {
        get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
        set
        {
            (_defaults.beta1, _defaults.beta2) = value;
            foreach (var group in Groups) ((optim.IBetas)group).Betas = value;
        }
    }

    /// <summary>Off in tests that compare the fused pass with the plain operators.</summary>
    internal bool Fused { get; set; } = true;

    private protected override void Check(OptimizerOptions options)
    {
        var o = (AdamOptions)options;
        if (o.beta1 is not (>= 0 and < 1) || o.beta2 is not (>= 0 and < 1) || o.eps is not >= 0 || o.weight_decay is not >= 0)
        {
            throw new ArgumentException(
                $"{GetType().Name} needs beta1 and beta2 in [0, 1), eps and weight_decay of 0 or more, " +
                $"but they are {o.beta1}, {o.beta2}, {o.eps} and {o.weight_decay}.");
        }
    }

    private protected override void Step(ParamGroup group)
    {
        var options = (AdamOptions)group.Options;
        var parameters = group.Span;
        if (!Fused)
        {
            foreach (var parameter in parameters) Plain(parameter, (AdamState)StateOf(parameter), options);
            return;
        }
        var slots = new FusedStep.Slot[parameters.Length];
        for (var k = 0; k < slots.Length; k++)
        {
            var state = (AdamState)StateOf(parameters[k]);
            slots[k].Parameter = parameters[k].Handle;
            slots[k].First = state.exp_avg.Handle;
            slots[k].Second = state.exp_avg_sq.Handle;
            slots[k].Third = state.max_exp_avg_sq?.Handle ?? 0;
            slots[k].Step = state.step + 1;
        }
        FusedStep.Adam(slots, new()
        {
            LearningRate = options.LearningRate!.Value,
            Beta1 = options.beta1!.Value,
            Beta2 = options.beta2!.Value,
            Eps = options.eps!.Value,
            WeightDecay = options.weight_decay!.Value,
            Decoupled = _decoupled ? 1 : 0,
            Maximize = options.maximize == true ? 1 : 0,
        });
        for (var k = 0; k < slots.Length; k++)
        {
            var state = (AdamState)StateOf(parameters[k]);
            if (slots[k].Outcome is FusedStep.Outcome.Done) state.step++;
            else if (slots[k].Outcome is FusedStep.Outcome.NotTaken) Plain(parameters[k], state, options);
        }
    }

    // The step by operators, as PyTorch's single-tensor form writes it.
    private void Plain(Parameter parameter, AdamState state, AdamOptions options)
    {
        if (parameter.grad is not { } gradient) return;
        var (lr, beta1, beta2) = (options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value);
        var decay = options.weight_decay!.Value;
        state.step++;
        if (options.maximize == true) gradient = gradient.neg();
        if (_decoupled) parameter.mul_(1 - (lr * decay));
        else if (decay != 0) gradient = gradient.add(parameter, decay);
        state.exp_avg.mul_(beta1).add_(gradient, 1 - beta1);
        state.exp_avg_sq.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
        var correction1 = 1 - Math.Pow(beta1, state.step);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, state.step));
        var square = state.exp_avg_sq;
        if (state.max_exp_avg_sq is { } peak)
        {
            square = peak.copy_(peak.maximum(square));
        }
        var scale = square.sqrt().div_(correction2).add_(options.eps!.Value);
        parameter.addcdiv_(state.exp_avg, scale, -lr / correction1);
    }
}
