using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Plain recurrent layer (Elman 1990), in layers, in one or both directions.</summary>
    public sealed class RNN : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;
        private readonly long _hidden;
        private readonly long _layers;
        private readonly bool _bias;
        private readonly bool _batchFirst;
        private readonly double _dropout;
        private readonly bool _bidirectional;
        private readonly bool _relu;

        internal RNN(long inputSize, long hiddenSize, long numLayers, nn.NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout,
            bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(RNN))
        {
            _hidden = hiddenSize;
            _layers = numLayers;
            _bias = bias;
            _batchFirst = batchFirst;
            _dropout = dropout;
            _bidirectional = bidirectional;
            _relu = nonLinearity is nn.NonLinearities.ReLU;
            _weights = new(1, inputSize, hiddenSize, numLayers, bias, bidirectional, register_parameter, device, dtype);
        }

        /// <summary>Runs over a sequence.</summary>
        /// <param name="input">[L, N, in], or [N, L, in] with batchFirst.</param>
        /// <param name="h0">First state [layers x directions, N, hidden]; zeros when null.</param>
        /// <returns>Output [L, N, directions x hidden] (batch first as the input) and last h.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            using var scope = NewDisposeScope();
            var state = h0 ?? State(input);
            var (output, hn) = _relu
                ? Ops.rnn_relu_input(input, state, _weights.Of(this), _bias, _layers, _dropout, training, _bidirectional, _batchFirst)
                : Ops.rnn_tanh_input(input, state, _weights.Of(this), _bias, _layers, _dropout, training, _bidirectional, _batchFirst);
            return scope.MoveToOuter(output, hn);
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; the state may be left out.</summary>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

        /// <summary>Nothing to do: the weights are read where they stand.</summary>
        public void flatten_parameters()
        {
        }

        private Tensor State(Tensor input)
        {
            if (input.ndim != 3)
            {
                throw new ArgumentException($"RNN needs {(_batchFirst ? "[N, L, in]" : "[L, N, in]")}, but input is [{string.Join(", ", input.shape)}].");
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
            /// <summary>Plain recurrent layer (Elman 1990).</summary>
            public static RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh,
                bool bias = true,
                bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, nonLinearity, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
