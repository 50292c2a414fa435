using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Pads [N, C, H, W] with its border.</summary>
    public sealed class ReplicationPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReplicationPad2d(long[] padding) : base(nameof(ReplicationPad2d))
        {
            _padding = padding;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => F.pad(input, _padding, PaddingModes.Replicate);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The same width on all sides.</summary>
            public static Modules.ReplicationPad2d ReplicationPad2d(long padding) => new([padding, padding, padding, padding]);

            /// <summary>Widths at left, right, top, bottom.</summary>
            public static Modules.ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}
