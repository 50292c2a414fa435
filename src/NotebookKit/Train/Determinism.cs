using NotebookKit.Provider;

namespace NotebookKit.Train;

/// <summary>
/// The switch of PyTorch's <c>torch.use_deterministic_algorithms</c>, for the whole process: operators with a
/// deterministic form use it (sums by index, scatter), and those without one fail with their name instead of giving
/// other bits each time. On a CPU the same seed and the same number of threads give the same bits anyway for all that
/// the kit uses; the switch matters on a GPU. It fixes neither seeds (<see cref="Seed"/>) nor the number of threads
/// nor the kernels that OpenBLAS chose for the processor: the footer shows both.
/// </summary>
public static class Determinism
{
    /// <summary>Only deterministic algorithms run; null over TorchSharp, which cannot tell.</summary>
    public static bool? IsDemanded => ProviderBody.Current.Deterministic;

    /// <summary>Allows only deterministic algorithms until disposed.</summary>
    /// <exception cref="NotSupportedException">Over TorchSharp, which has no such switch.</exception>
    public static IDisposable Demand() => new Demanded(ProviderBody.Current);

    private sealed class Demanded : IDisposable
    {
        private readonly ProviderBody body;
        private readonly bool? before;

        public Demanded(ProviderBody body)
        {
            this.body = body;
            before = body.Deterministic;
            body.Deterministic = true;
        }

        public void Dispose() => body.Deterministic = before;
    }
}
