using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Pads [N, C, H, W] with one value.</summary>
    public sealed class ConstantPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;
        private readonly double _value;

        internal ConstantPad2d(long[] padding, double value) : base(nameof(ConstantPad2d))
        {
            _padding = padding;
            _value = value;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => F.pad(input, _padding, PaddingModes.Constant, _value);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The same width on all sides.</summary>
            public static Modules.ConstantPad2d ConstantPad2d(long padding, double value) => new([padding, padding, padding, padding], value);

            /// <summary>Widths at left, right, top, bottom.</summary>
            public static Modules.ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4], value);
        }
    }
}
