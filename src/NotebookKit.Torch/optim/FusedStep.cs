using System.Runtime.InteropServices;
using NotebookKit.Torch.Door;

namespace TorchSharp.Modules;

/// <summary>
/// One native pass over all parameters of a group (src/native/optim.cpp). It takes dense float32 and float64 tensors on the
/// CPU and says what became of each parameter; the rest goes through plain operators.
/// </summary>
internal static unsafe partial class FusedStep
{
    /// <summary>What became of a parameter.</summary>
    public enum Outcome : long
    {
        NoGradient = 0,
        Done = 1,
        NotTaken = 2,
    }

    /// <summary>One parameter and its state; mirrors <c>Slot</c> in optim.cpp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Slot
    {
        public nint Parameter;
        public nint First;
        public nint Second;
        public nint Third;
        public long Step;
        public Outcome Outcome;
    }

    /// <summary>Rates of one step; mirrors <c>Rates</c> in optim.cpp. For SGD beta1 is the momentum, beta2 the dampening.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Rates
    {
        public double LearningRate;
        public double Beta1;
        public double Beta2;
        public double Eps;
        public double WeightDecay;
        public int Decoupled;
        public int Nesterov;
        public int Maximize;
    }

    public static void Adam(Span<Slot> slots, Rates rates) => Run(slots, rates, adam: true);

    public static void Sgd(Span<Slot> slots, Rates rates) => Run(slots, rates, adam: false);

    private static void Run(Span<Slot> slots, Rates rates, bool adam)
    {
        fixed (Slot* s = slots)
        {
            var result = adam ? nk_adam_step(s, slots.Length, &rates) : nk_sgd_step(s, slots.Length, &rates);
            NativeError.Check(result, adam ? "Adam step" : "SGD step");
        }
    }

    [LibraryImport(NativeMethods.Library)]
    private static partial int nk_adam_step(Slot* slots, int count, Rates* rates);

    [LibraryImport(NativeMethods.Library)]
    private static partial int nk_sgd_step(Slot* slots, int count, Rates* rates);
}
