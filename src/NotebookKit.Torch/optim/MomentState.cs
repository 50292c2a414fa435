using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What <see cref="NAdam"/> and <see cref="RAdam"/> remember: steps and two running means.</summary>
public abstract class MomentState : OptimizerState
{
    private protected MomentState(Parameter parameter) : base(parameter) { }

    /// <summary>Steps made.</summary>
    public long step;

    /// <summary>Running mean of the gradient.</summary>
    public Tensor exp_avg = null!;

    /// <summary>Running mean of the squared gradient.</summary>
    public Tensor exp_avg_sq = null!;

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options)
    {
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        Write(writer, exp_avg);
        Write(writer, exp_avg_sq);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg = Read(reader, exp_avg)!;
        exp_avg_sq = Read(reader, exp_avg_sq)!;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source)
    {
        var other = (MomentState)source;
        step = other.step;
        exp_avg = Copy(other.exp_avg, exp_avg)!;
        exp_avg_sq = Copy(other.exp_avg_sq, exp_avg_sq)!;
    }

    /// <inheritdoc/>
    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is MomentState s && s.step == step && Same(exp_avg, s.exp_avg) && Same(exp_avg_sq, s.exp_avg_sq);

    /// <inheritdoc/>
    public override void to(Device device)
    {
        exp_avg = Free(exp_avg.to(device, disposeAfter: true));
        exp_avg_sq = Free(exp_avg_sq.to(device, disposeAfter: true));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        exp_avg.Dispose();
        exp_avg_sq.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Counts a step and moves both running means towards a gradient.</summary>
    internal void Add(Tensor gradient, MomentOptions options)
    {
        step++;
        exp_avg.mul_(options.beta1!.Value).add_(gradient, 1 - options.beta1.Value);
        exp_avg_sq.mul_(options.beta2!.Value).addcmul_(gradient, gradient, 1 - options.beta2.Value);
    }
}
