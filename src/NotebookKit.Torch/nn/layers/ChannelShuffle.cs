using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>[N, g n, H, W] to the same shape with the channels of the g groups in turn (Zhang et al.
    /// 2018).</summary>
    public sealed class ChannelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal ChannelShuffle(long groups) : base(nameof(ChannelShuffle))
        {
            this.groups = groups;
        }

        /// <summary>Count of groups.</summary>
        public long groups { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            // not by aten::channel_shuffle: libtorch 1.13 cannot derive it
            using var scope = NewDisposeScope();
            return input.unflatten(1, [groups, input.shape[1] / groups]).transpose(1, 2).flatten(1, 2)
                .MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Takes the channels of the groups in turn.</summary>
            public static Modules.ChannelShuffle ChannelShuffle(long groups) => new(groups);
        }
    }
}
