using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients beside <see cref="Tensor.backward()"/>.</summary>
    public static partial class autograd
    {
        /// <summary>Gradients of outputs with respect to inputs; nothing is accumulated.</summary>
        /// <param name="outputs">What to differentiate.</param>
        /// <param name="inputs">With respect to what.</param>
        /// <param name="grad_outputs">One weight per output; null for scalars.</param>
        /// <param name="retain_graph">Keep the graph for another call.</param>
        /// <param name="create_graph">Record the gradients themselves, for higher derivatives.</param>
        /// <param name="allow_unused">null instead of an error for an input that no output depends on.</param>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false) =>
            Autograd.Grad(outputs, inputs, grad_outputs, retain_graph || create_graph, create_graph, allow_unused)!;

        /// <summary>Accumulates the gradients of several tensors in the leaves.</summary>
        /// <param name="tensors">What to differentiate.</param>
        /// <param name="grad_tensors">One weight per tensor; null for scalars.</param>
        /// <param name="retain_graph">Keep the graph; null: only with create_graph.</param>
        /// <param name="create_graph">Record the gradients themselves.</param>
        /// <param name="inputs">Leaves to accumulate in; null: all.</param>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            Autograd.Backward(tensors, grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            Autograd.Backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Autograd.Backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Checks backward passes for not-a-number until disposed.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        /// <summary>Switches the checks of backward passes on or off until disposed.</summary>
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        /// <summary>Restores the previous checks when disposed.</summary>
        public sealed class AnomalyMode : IDisposable
        {
            private readonly bool _enabled = NativeMethods.nk_anomaly_enabled() != 0;
            private readonly bool _checkNan = NativeMethods.nk_anomaly_checks_nan() != 0;

            internal AnomalyMode(bool enabled, bool checkNan) => Set(enabled, checkNan);

            /// <summary>Restores the previous checks.</summary>
            public void Dispose() => Set(_enabled, _checkNan);

            private static void Set(bool enabled, bool checkNan) =>
                NativeMethods.nk_set_anomaly(enabled ? 1 : 0, checkNan ? 1 : 0);
        }
    }
}
