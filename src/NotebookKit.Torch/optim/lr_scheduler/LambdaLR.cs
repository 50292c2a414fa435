namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Base rate times a function of the step.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1,
                bool verbose = false) =>
                new impl.LambdaLR(optimizer, lr_lambda, last_epoch);

            public static partial class impl
            {
                /// <summary>Base rate times a function of the step.</summary>
                public sealed class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double> _factor;

                    internal LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _factor = lr_lambda;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        FromBase(_factor(LastEpoch));
                }
            }
        }
    }
}
