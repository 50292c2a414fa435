using static TorchSharp.torch;

namespace NotebookKit.Train;

/// <summary>Where a full-mode run computes. Small mode stays on the CPU, whose numbers the claims were measured
/// with.</summary>
public static class ComputeDevice
{
    /// <summary>The first CUDA device where libtorch has one, else the CPU. <c>CUDA_VISIBLE_DEVICES=</c> (empty) hides
    /// a GPU.</summary>
    public static Device Fastest => cuda.is_available() ? CUDA : CPU;
}
