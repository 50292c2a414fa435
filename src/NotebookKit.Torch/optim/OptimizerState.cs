using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState : IDisposable
{
    private protected OptimizerState(Parameter parameter)
    {
        Parameter = parameter;
    }

    /// <summary>The parameter.</summary>
    private protected Parameter Parameter { get; }

    /// <summary>Writes step count and tensors.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies another state's values.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>The same step count and nearly the same tensors.</summary>
    public abstract bool ApproximatelyEquals(OptimizerState other);

    /// <summary>The state before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Moves the tensors.</summary>
    public abstract void to(Device device);

    /// <summary>Frees the tensors.</summary>
    public abstract void Dispose();

    /// <summary>A tensor of zeros like the parameter that no dispose scope owns.</summary>
    private protected Tensor Zeros() => Free(zeros_like(Parameter));

    /// <summary>Lets a tensor live as long as the optimizer.</summary>
    private protected static Tensor Free(Tensor tensor)
    {
        using var guard = no_grad();
        var detached = tensor.requires_grad ? tensor.detach() : tensor;
        return detached.DetachFromDisposeScope();
    }

    /// <summary>Writes whether there is a tensor, and the tensor.</summary>
    private protected static void Write(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null) TensorFile.Write(tensor, writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, onto the parameter's device.</summary>
    /// <exception cref="ArgumentException">The tensor has another shape than the parameter.</exception>
    private protected Tensor? Read(BinaryReader reader, Tensor? old)
    {
        old?.Dispose();
        if (!reader.ReadBoolean()) return null;
        var read = TensorFile.Read(reader);
        if (!read.shape.AsSpan().SequenceEqual(Parameter.shape))
        {
            throw new ArgumentException(
                $"The optimizer state was saved for a parameter of [{string.Join(", ", read.shape)}], " +
                $"but this one is [{string.Join(", ", Parameter.shape)}]. Load it for the same network and the same order of parameters.");
        }
        // In the parameter's own order in memory (channels last), so that a step rounds as it did before.
        using var values = read;
        return Free(zeros_like(Parameter, read.dtype).copy_(values));
    }

    /// <summary>A copy of another state's tensor; the old one is freed.</summary>
    private protected Tensor? Copy(Tensor? source, Tensor? old)
    {
        if (ReferenceEquals(source, old)) return old;
        old?.Dispose();
        return source is null ? null : Free(source.to(Parameter.device, copy: true));
    }

    /// <summary>Both null, or nearly equal.</summary>
    private protected static bool Same(Tensor? a, Tensor? b) =>
        a is null ? b is null : b is not null && allclose(a, b);
}
