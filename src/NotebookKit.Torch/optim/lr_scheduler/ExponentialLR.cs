namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by gamma at each step.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1,
                bool verbose = false) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch);

            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma at each step.</summary>
                public sealed class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    internal ExponentialLR(Optimizer optimizer, double gamma, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _gamma = gamma;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(LastEpoch == 0 ? 1 : _gamma);

                    private protected override IEnumerable<double> ClosedForm() =>
                        FromBase(Math.Pow(_gamma, LastEpoch));
                }
            }
        }
    }
}
