namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by gamma at each milestone.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1,
                int last_epoch = -1, bool verbose = false) =>
                new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch);

            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma at each milestone.</summary>
                public sealed class MultiStepLR : LRScheduler
                {
                    private readonly int[] _milestones;
                    private readonly double _gamma;

                    internal MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _milestones = [.. milestones];
                        _gamma = gamma;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(Math.Pow(_gamma, _milestones.Count(m => m == LastEpoch)));

                    private protected override IEnumerable<double> ClosedForm() =>
                        FromBase(Math.Pow(_gamma, _milestones.Count(m => m <= LastEpoch)));
                }
            }
        }
    }
}
