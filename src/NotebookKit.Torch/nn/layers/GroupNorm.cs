using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Group normalisation (Wu and He 2018): each group of channels of each sample by its own mean and variance.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            if (num_groups < 1 || num_channels % num_groups != 0)
            {
                throw new ArgumentException(
                    $"GroupNorm needs channels divisible by groups, but has {num_channels} channels in {num_groups} groups.");
            }
            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (!affine) return;
            weight = FanInInit.Empty([num_channels], device, dtype);
            bias = FanInInit.Empty([num_channels], device, dtype);
            nn.init.ones_(weight);
            nn.init.zeros_(bias);
        }

        /// <summary>Shift [C], or null.</summary>
        public Parameter? bias
        {
            get => GetParameter(nameof(bias));
            set => SetParameter(nameof(bias), value);
        }

        /// <summary>Scale [C]; null when the layer is not affine.</summary>
        public Parameter weight
        {
            get => GetParameter(nameof(weight))!;
            set => SetParameter(nameof(weight), value);
        }

        /// <summary>Number of groups.</summary>
        public long num_groups { get; set; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>Has weight and bias.</summary>
        public bool affine { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.group_norm(tensor, num_groups, GetParameter("weight"), bias, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Group normalisation of [N, C, ...].</summary>
            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-5, bool affine = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
