namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Base rate times a factor that goes evenly from start to end in total_iters steps.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3,
                double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch);

            public static partial class impl
            {
                /// <summary>Base rate times a factor that goes evenly from start to end in total_iters steps.</summary>
                public sealed class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _total;

                    internal LinearLR(Optimizer optimizer, double start_factor, double end_factor, int total_iters,
                        int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _start = start_factor;
                        _end = end_factor;
                        _total = total_iters;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(LastEpoch == 0 ? _start : LastEpoch > _total ? 1 : Factor(LastEpoch) / Factor(LastEpoch - 1));

                    private protected override IEnumerable<double> ClosedForm() =>
                        FromBase(Factor(LastEpoch));

                    private double Factor(int epoch) => _start + ((_end - _start) * Math.Min(_total, epoch) / _total);
                }
            }
        }
    }
}
