using NotebookKit.Provider;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Precision;

/// <summary>
/// Regions of mixed precision (PyTorch's <c>torch.autocast</c>): inside one, convolutions, linear layers and matrix
/// products take bfloat16 copies of their inputs and give bfloat16 results, while losses, softmax and normalisation
/// compute in float32. Weights, gradients and optimizer states stay float32, so no loss scaling is needed. Forward
/// pass and loss belong inside, <c>backward</c> and the optimizer's step outside. Results differ from float32's in the
/// third digit: accept it per method, after comparing accuracy over seeds. Over TorchSharp a region changes nothing.
/// </summary>
/// <example><code>
/// Tensor loss;
/// using (Autocast.BFloat16()) { loss = criterion.call(model.call(images), labels); }
/// loss.backward();
/// </code></example>
public static class Autocast
{
    private static readonly Lazy<bool> s_fastOnCpu = new(() => HasBFloat16("/proc/cpuinfo"));

    /// <summary>
    /// The processor computes in bfloat16 itself (AVX512-BF16 or AMX). Without it a region is right, but slower than
    /// float32.
    /// </summary>
    public static bool IsFastOnCpu => s_fastOnCpu.Value;

    /// <summary>Opens a region for this thread; disposing ends it. Do not await inside.</summary>
    /// <param name="device">Kind of device whose operators change; the CPU by default.</param>
    public static IDisposable BFloat16(Device? device = null) =>
        ProviderBody.Current.Autocast(device?.type ?? DeviceType.CPU, on: true);

    /// <summary>Inside a region: computes in the tensors' own type until disposed. What comes from outside it may be
    /// bfloat16: convert it.</summary>
    /// <param name="device">Kind of device; the CPU by default.</param>
    public static IDisposable Off(Device? device = null) =>
        ProviderBody.Current.Autocast(device?.type ?? DeviceType.CPU, on: false);

    /// <summary>Whether Linux says so of its processor.</summary>
    /// <param name="path">Where it describes it.</param>
    internal static bool HasBFloat16(string path) => File.Exists(path) && File.ReadLines(path)
        .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))
        ?.Split(' ').Any(flag => flag is "avx512_bf16" or "amx_bf16") == true;
}
