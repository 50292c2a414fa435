namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// One cycle (Smith and Topin 2018): up to max_lr in the first share pct_start of the steps, then down to far below
            /// the start; momentum (or beta1) goes the other way. Give total_steps, or epochs and steps_per_epoch.
            /// </summary>
            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1,
                int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, [max_lr], total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy,
                    cycle_momentum, [base_momentum], [max_momentum], div_factor, final_div_factor, three_phase, last_epoch);

            /// <summary>One cycle with own peaks for each parameter group.</summary>
            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1,
                int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, [.. max_lr], total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy,
                    cycle_momentum, [.. base_momentum ?? [0.85]], [.. max_momentum ?? [0.95]], div_factor, final_div_factor,
                    three_phase, last_epoch);

            public static partial class impl
            {
                /// <summary>One cycle (Smith and Topin 2018).</summary>
                public sealed class OneCycleLR : LRScheduler
                {
                    private readonly AnnealStrategy _strategy;
                    private readonly int _steps;
                    private readonly bool _cycleMomentum;
                    private readonly (double End, double[] Rates, double[] Momenta)[] _corners;

                    internal OneCycleLR(Optimizer optimizer, double[] max_lr, int total_steps, int epochs, int steps_per_epoch,
                        double pct_start, AnnealStrategy anneal_strategy, bool cycle_momentum, double[] base_momentum,
                        double[] max_momentum, double div_factor, double final_div_factor, bool three_phase, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _steps = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        if (_steps <= 0 || (total_steps <= 0 && epochs <= 0))
                        {
                            throw new ArgumentException(
                                "OneCycleLR needs total_steps, or epochs and steps_per_epoch, of 1 or more, " +
                                $"but they are {total_steps}, {epochs} and {steps_per_epoch}.");
                        }
                        if (pct_start is not (>= 0 and <= 1))
                        {
                            throw new ArgumentException($"pct_start must be in [0, 1], but is {pct_start}.");
                        }
                        _strategy = anneal_strategy;
                        _cycleMomentum = cycle_momentum;
                        var peak = PerGroup(max_lr, nameof(max_lr));
                        var start = peak.Select(r => r / div_factor).ToArray();
                        var final = start.Select(r => r / final_div_factor).ToArray();
                        var low = PerGroup(base_momentum, nameof(base_momentum));
                        var high = PerGroup(max_momentum, nameof(max_momentum));
                        var top = (pct_start * _steps) - 1;
                        _corners = three_phase
                            ? [(0, start, high), (top, peak, low), ((2 * pct_start * _steps) - 2, start, high), (_steps - 1, final, high)]
                            : [(0, start, high), (top, peak, low), (_steps - 1, final, high)];
                        for (var k = 0; k < Groups.Length && last_epoch < 0; k++) Groups[k].InitialLearningRate = start[k];
                        step();
                    }

                    /// <summary>Form of the way between two corners.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos = 0,
                        /// <summary>A straight line.</summary>
                        Linear = 1,
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch >= _steps)
                        {
                            throw new InvalidOperationException(
                                $"OneCycleLR was made for {_steps} steps, but step {LastEpoch + 1} came. Give it the number of all steps.");
                        }
                        var phase = 1;
                        while (phase < _corners.Length - 1 && LastEpoch > _corners[phase].End) phase++;
                        var (from, to) = (_corners[phase - 1], _corners[phase]);
                        var share = (LastEpoch - from.End) / (to.End - from.End);
                        for (var k = 0; k < Groups.Length && _cycleMomentum; k++)
                        {
                            SetMomentum(Groups[k], Between(from.Momenta[k], to.Momenta[k], share));
                        }
                        return [.. from.Rates.Zip(to.Rates, (a, b) => Between(a, b, share))];
                    }

                    private double Between(double from, double to, double share) => _strategy is AnnealStrategy.Cos
                        ? to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)))
                        : from + ((to - from) * share);
                }
            }
        }
    }
}
