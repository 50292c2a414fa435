namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Base rate times factor for the first total_iters steps.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5,
                int last_epoch = -1, bool verbose = false) =>
                new impl.ConstantLR(optimizer, factor, total_iters, last_epoch);

            public static partial class impl
            {
                /// <summary>Base rate times factor for the first total_iters steps.</summary>
                public sealed class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total;

                    internal ConstantLR(Optimizer optimizer, double factor, int total_iters, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _factor = factor;
                        _total = total_iters;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(LastEpoch == 0 ? _factor : LastEpoch == _total ? 1 / _factor : 1);

                    private protected override IEnumerable<double> ClosedForm() =>
                        FromBase(LastEpoch < _total ? _factor : 1);
                }
            }
        }
    }
}
