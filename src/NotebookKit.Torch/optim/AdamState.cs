using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> remember about one parameter.</summary>
public abstract class AdamState : OptimizerState
{
    private protected AdamState(Parameter parameter) : base(parameter) { }

    /// <summary>Steps made.</summary>
    public long step;

    /// <summary>Running mean of the gradient.</summary>
    public Tensor exp_avg = null!;

    /// <summary>Running mean of the squared gradient.</summary>
    public Tensor exp_avg_sq = null!;

    /// <summary>Largest <see cref="exp_avg_sq"/> so far; null without amsgrad.</summary>
    public Tensor? max_exp_avg_sq;

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options)
    {
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
        max_exp_avg_sq = ((AdamOptions)options).amsgrad == true ? Zeros() : null;
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        Write(writer, exp_avg);
        Write(writer, exp_avg_sq);
        Write(writer, max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg = Read(reader, exp_avg)!;
        exp_avg_sq = Read(reader, exp_avg_sq)!;
        max_exp_avg_sq = Read(reader, max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        step = other.step;
        exp_avg = Copy(other.exp_avg, exp_avg)!;
        exp_avg_sq = Copy(other.exp_avg_sq, exp_avg_sq)!;
        max_exp_avg_sq = Copy(other.max_exp_avg_sq, max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamState s && s.step == step && Same(exp_avg, s.exp_avg) && Same(exp_avg_sq, s.exp_avg_sq)
        && Same(max_exp_avg_sq, s.max_exp_avg_sq);

    /// <inheritdoc/>
    public override void to(Device device)
    {
        exp_avg = Free(exp_avg.to(device, disposeAfter: true));
        exp_avg_sq = Free(exp_avg_sq.to(device, disposeAfter: true));
        if (max_exp_avg_sq is not null) max_exp_avg_sq = Free(max_exp_avg_sq.to(device, disposeAfter: true));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        exp_avg.Dispose();
        exp_avg_sq.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }
}
