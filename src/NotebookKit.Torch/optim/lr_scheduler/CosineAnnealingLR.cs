namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Half a cosine from the base rate down to eta_min in T_max steps (Loshchilov and Hutter, eq. 5).</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0,
                int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch);

            public static partial class impl
            {
                /// <summary>Half a cosine from the base rate down to eta_min in T_max steps (Loshchilov and Hutter 2017, eq. 5).</summary>
                public sealed class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _length;
                    private readonly double _least;

                    internal CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _length = T_max;
                        _least = eta_min;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch == 0) return Scaled(1);
                        if ((LastEpoch - 1 - _length) % (2 * _length) == 0)
                        {
                            return Groups.Zip(BaseRates, (g, r) => g.LearningRate + ((r - _least) * (1 - Cosine(1)) / 2));
                        }
                        return Groups.Select(g =>
                            ((1 + Cosine(LastEpoch)) / (1 + Cosine(LastEpoch - 1)) * (g.LearningRate - _least)) + _least);
                    }

                    private protected override IEnumerable<double> ClosedForm() =>
                        BaseRates.Select(r => _least + ((r - _least) * (1 + Cosine(LastEpoch)) / 2));

                    private double Cosine(double epoch) => Math.Cos(Math.PI * epoch / _length);
                }
            }
        }
    }
}
