namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by gamma every step_size steps.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1,
                int last_epoch = -1, bool verbose = false) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch);

            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma every step_size steps.</summary>
                public sealed class StepLR : LRScheduler
                {
                    private readonly int _stepSize;
                    private readonly double _gamma;

                    internal StepLR(Optimizer optimizer, int step_size, double gamma, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _stepSize = step_size;
                        _gamma = gamma;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        Scaled(LastEpoch != 0 && LastEpoch % _stepSize == 0 ? _gamma : 1);

                    private protected override IEnumerable<double> ClosedForm() =>
                        FromBase(Math.Pow(_gamma, LastEpoch / _stepSize));
                }
            }
        }
    }
}
