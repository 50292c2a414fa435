using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Pads [N, C, H, W] with its mirrored inside.</summary>
    public sealed class ReflectionPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReflectionPad2d(long[] padding) : base(nameof(ReflectionPad2d))
        {
            _padding = padding;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => F.pad(input, _padding, PaddingModes.Reflect);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The same width on all sides.</summary>
            public static Modules.ReflectionPad2d ReflectionPad2d(long padding) => new([padding, padding, padding, padding]);

            /// <summary>Widths at left, right, top, bottom.</summary>
            public static Modules.ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}
