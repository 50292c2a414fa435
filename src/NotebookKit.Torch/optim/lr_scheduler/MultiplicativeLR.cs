namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by a function of the step at each step.</summary>
            public static LRScheduler MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda,
                int last_epoch = -1, bool verbose = false) =>
                new impl.MultiplicativeLR(optimizer, lr_lambda, last_epoch);

            public static partial class impl
            {
                /// <summary>Multiplies the rate by a function of the step at each step.</summary>
                public sealed class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double> _factor;

                    internal MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _factor = lr_lambda;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(LastEpoch > 0 ? _factor(LastEpoch) : 1);
                }
            }
        }
    }
}
