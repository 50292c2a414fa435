using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gated recurrent unit (Cho et al. 2014), in layers, in one or both directions.</summary>
    public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;
        private readonly long _hidden;
        private readonly long _layers;
        private readonly bool _bias;
        private readonly bool _batchFirst;
        private readonly double _dropout;
        private readonly bool _bidirectional;

        internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout,
            bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(GRU))
        {
            _hidden = hiddenSize;
            _layers = numLayers;
            _bias = bias;
            _batchFirst = batchFirst;
            _dropout = dropout;
            _bidirectional = bidirectional;
            _weights = new(3, inputSize, hiddenSize, numLayers, bias, bidirectional, register_parameter, device, dtype);
        }

        /// <summary>Runs over a sequence.</summary>
        /// <param name="input">[L, N, in], or [N, L, in] with batchFirst.</param>
        /// <param name="h0">First state [layers x directions, N, hidden]; zeros when null.</param>
        /// <returns>Output [L, N, directions x hidden] (batch first as the input) and last h.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            using var scope = NewDisposeScope();
            var (output, hn) = Ops.gru_input(input, h0 ?? State(input), _weights.Of(this), _bias, _layers, _dropout, training,
                _bidirectional, _batchFirst);
            return scope.MoveToOuter(output, hn);
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; the state may be left out.</summary>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

        /// <summary>Runs over packed sequences; states stand in the order of the caller's sequences.</summary>
        /// <param name="input">Steps [sum of the lengths, in].</param>
        /// <param name="h0">First state [layers x directions, N, hidden]; zeros when null.</param>
        /// <returns>Packed output and last h.</returns>
        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
        {
            using var scope = NewDisposeScope();
            var (output, hn) = Ops.gru_data(input.data, input.batch_sizes, Order(h0 ?? State(input), input.sorted_indices),
                _weights.Of(this), _bias, _layers, _dropout, training, _bidirectional);
            return scope.MoveToOuter(input.With(output), Order(hn, input.unsorted_indices));
        }

        /// <summary>Nothing to do: the weights are read where they stand.</summary>
        public void flatten_parameters()
        {
        }

        private static Tensor Order(Tensor state, Tensor indices) =>
            indices.IsInvalid ? state : state.index_select(1, indices);

        private Tensor State(nn.utils.rnn.PackedSequence input) => zeros(
            [_layers * (_bidirectional ? 2 : 1), input.batch_sizes[0].ToInt64(), _hidden], input.data.dtype, input.data.device);

        private Tensor State(Tensor input)
        {
            if (input.ndim != 3)
            {
                throw new ArgumentException($"GRU needs {(_batchFirst ? "[N, L, in]" : "[L, N, in]")}, but input is [{string.Join(", ", input.shape)}].");
            }
            return zeros([_layers * (_bidirectional ? 2 : 1), input.shape[_batchFirst ? 0 : 1], _hidden], input.dtype, input.device);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Gated recurrent unit (Cho et al. 2014).</summary>
            public static GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true,
                bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
