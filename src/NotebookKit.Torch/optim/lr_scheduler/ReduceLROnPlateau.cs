namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by factor when a measured value has not become better for patience steps.</summary>
            /// <param name="optimizer">Whose rates are set.</param>
            /// <param name="mode">"min": smaller is better; "max": larger.</param>
            /// <param name="factor">In (0, 1).</param>
            /// <param name="patience">Steps without improvement that are borne.</param>
            /// <param name="threshold">How much better counts.</param>
            /// <param name="threshold_mode">"rel": as a share of the best value; "abs": as a difference.</param>
            /// <param name="cooldown">Steps after a cut that do not count.</param>
            /// <param name="min_lr">Least rate, one or one for each group; 0 by default.</param>
            /// <param name="eps">A smaller change of the rate is not made.</param>
            /// <param name="verbose">Has no effect; the rate is in <see cref="ILearningRateController.LearningRate"/>.</param>
            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1,
                int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0,
                IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps);

            public static partial class impl
            {
                /// <summary>Cuts the rate when a measured value stops becoming better.</summary>
                public sealed class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smaller;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _least;
                    private readonly double _eps;
                    private double _best;
                    private int _bad;
                    private int _cooling;

                    internal ReduceLROnPlateau(Optimizer optimizer, string mode, double factor, int patience, double threshold,
                        string threshold_mode, int cooldown, IList<double>? min_lr, double eps)
                        : base(optimizer, last_epoch: 0)
                    {
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode must be 'min' or 'max', but is '{mode}'.");
                        if (threshold_mode is not ("rel" or "abs"))
                        {
                            throw new ArgumentException($"threshold_mode must be 'rel' or 'abs', but is '{threshold_mode}'.");
                        }
                        if (factor is not (> 0 and < 1)) throw new ArgumentException($"factor must be in (0, 1), but is {factor}.");
                        _least = min_lr is null ? new double[Groups.Length]
                            : min_lr.Count == Groups.Length ? [.. min_lr]
                            : min_lr.Count == 1 ? [.. Enumerable.Repeat(min_lr[0], Groups.Length)]
                            : throw new ArgumentException($"min_lr needs 1 or {Groups.Length} values, but has {min_lr.Count}.");
                        _smaller = mode == "min";
                        _relative = threshold_mode == "rel";
                        _factor = factor;
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        _eps = eps;
                        _best = _smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Not possible: this schedule needs the measured value.</summary>
                    public override void step(int? epoch) => throw new InvalidOperationException(
                        "ReduceLROnPlateau needs the measured value: call step(loss).");

                    /// <inheritdoc/>
                    public override void step(double current, int? epoch = null)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _bad = 0;
                        }
                        else
                        {
                            _bad++;
                        }
                        if (_cooling > 0)
                        {
                            _cooling--;
                            _bad = 0;
                        }
                        if (_bad > _patience)
                        {
                            Cut();
                            _cooling = _cooldown;
                            _bad = 0;
                        }
                        LastRates = [.. Groups.Select(g => g.LearningRate)];
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => LastRates;

                    private bool IsBetter(double value) => (_smaller, _relative) switch
                    {
                        (true, true) => value < _best * (1 - _threshold),
                        (true, false) => value < _best - _threshold,
                        (false, true) => value > _best * (1 + _threshold),
                        (false, false) => value > _best + _threshold,
                    };

                    private void Cut()
                    {
                        for (var k = 0; k < Groups.Length; k++)
                        {
                            var rate = Math.Max(Groups[k].LearningRate * _factor, _least[k]);
                            if (Groups[k].LearningRate - rate > _eps) Groups[k].LearningRate = rate;
                        }
                    }
                }
            }
        }
    }
}
