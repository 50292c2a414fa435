using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of long short-term memory.</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private readonly long _hidden;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(LSTMCell))
        {
            _hidden = hiddenSize;
            _ = new RecurrentWeights(4, inputSize, hiddenSize, layers: 0, bias, bidirectional: false, register_parameter,
                device, dtype);
        }

        /// <summary>Bias of the input.</summary>
        public Parameter? bias_ih
        {
            get => GetParameter(nameof(bias_ih));
            set => SetParameter(nameof(bias_ih), value);
        }

        /// <summary>Bias of the state.</summary>
        public Parameter? bias_hh
        {
            get => GetParameter(nameof(bias_hh));
            set => SetParameter(nameof(bias_hh), value);
        }

        /// <summary>Weight of the input.</summary>
        public Parameter? weight_ih
        {
            get => GetParameter(nameof(weight_ih));
            set => SetParameter(nameof(weight_ih), value);
        }

        /// <summary>Weight of the state.</summary>
        public Parameter? weight_hh
        {
            get => GetParameter(nameof(weight_hh));
            set => SetParameter(nameof(weight_hh), value);
        }

        /// <summary>One step: input [N, in] and states (h, c), each [N, hidden], zeros when null; gives the new (h, c).</summary>
        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            using var scope = NewDisposeScope();
            var (h, c) = h0_c0 ?? (State(input), State(input));
            var (hn, cn) = Ops.lstm_cell(input, [h, c], weight_ih!, weight_hh!, bias_ih, bias_hh);
            return scope.MoveToOuter(hn, cn);
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; the state may be left out.</summary>
        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        private Tensor State(Tensor input) => zeros([input.shape[0], _hidden], input.dtype, input.device);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One step of long short-term memory.</summary>
            public static LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
