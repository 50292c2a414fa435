using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Base of losses: how the elements are reduced.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <summary>Keeps the reduction.</summary>
    protected Loss(nn.Reduction reduction = nn.Reduction.Mean) : base(nameof(Loss<T1, T2, TResult>))
    {
        this.reduction = reduction;
    }

    /// <summary>None (elementwise), Mean or Sum.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>Base of losses of three inputs: how the elements are reduced.</summary>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <summary>Keeps the reduction.</summary>
    protected Loss(nn.Reduction reduction = nn.Reduction.Mean) : base(nameof(Loss<T1, T2, T3, TResult>))
    {
        this.reduction = reduction;
    }

    /// <summary>None (elementwise), Mean or Sum.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>Base of losses with a weight per class or element.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    /// <summary>Keeps the weight, which the loss does not own.</summary>
    protected WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
    {
        this.weight = weight;
    }

    /// <summary>The weight, or null for all ones.</summary>
    public Tensor? weight { get; }
}
