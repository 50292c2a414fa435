using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of a gated recurrent unit.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly long _hidden;

        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(GRUCell))
        {
            _hidden = hiddenSize;
            _ = new RecurrentWeights(3, inputSize, hiddenSize, layers: 0, bias, bidirectional: false, register_parameter,
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

        /// <summary>One step: input [N, in] and state [N, hidden], zeros when null; gives the new state.</summary>
        public override Tensor forward(Tensor input, Tensor? h0)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(Ops.gru_cell(input, h0 ?? State(input), weight_ih!, weight_hh!, bias_ih, bias_hh));
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; the state may be left out.</summary>
        public new Tensor call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

        private Tensor State(Tensor input) => zeros([input.shape[0], _hidden], input.dtype, input.device);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One step of a gated recurrent unit.</summary>
            public static GRUCell GRUCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
