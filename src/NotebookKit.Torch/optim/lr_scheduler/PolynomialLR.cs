namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Base rate times (1 - step / total)^power, then 0.</summary>
            public static LRScheduler PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1,
                int last_epoch = -1, bool verbose = false) =>
                new impl.PolynomialLR(optimizer, total_iters, power, last_epoch);

            public static partial class impl
            {
                /// <summary>Base rate times (1 - step / total)^power, then 0.</summary>
                public sealed class PolynomialLR : LRScheduler
                {
                    private readonly int _total;
                    private readonly double _power;

                    internal PolynomialLR(Optimizer optimizer, int total_iters, double power, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _total = total_iters;
                        _power = power;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(LastEpoch == 0 || LastEpoch > _total
                            ? 1
                            : Math.Pow((1.0 - ((double)LastEpoch / _total)) / (1.0 - ((double)(LastEpoch - 1) / _total)), _power));

                    private protected override IEnumerable<double> ClosedForm() =>
                        FromBase(Math.Pow(1.0 - ((double)Math.Min(_total, LastEpoch) / _total), _power));
                }
            }
        }
    }
}
