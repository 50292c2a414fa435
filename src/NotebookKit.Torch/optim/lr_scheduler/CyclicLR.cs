namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Up and down between two rates (Smith 2017): step_size_up steps up, step_size_down (-1: as many) down;
            /// momentum
            /// (or beta1) goes the other way.
            /// </summary>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000,
                int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1,
                Func<double, double>? scale_fn = null,
                    impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle,
                bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1,
                bool verbose = false) =>
                new impl.CyclicLR(optimizer, [base_lr], [max_lr], step_size_up, step_size_down, mode, gamma, scale_fn,
                    scale_mode, cycle_momentum, [base_momentum], [max_momentum], last_epoch);

            /// <summary>Up and down between own rates for each parameter group.</summary>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr,
                int step_size_up = 2000, int step_size_down = -1,
                    impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular,
                double gamma = 1, Func<double, double>? scale_fn = null,
                impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                    int last_epoch = -1,
                bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, [.. base_lr], [.. max_lr], step_size_up, step_size_down, mode, gamma, scale_fn,
                    scale_mode, cycle_momentum, [.. base_momentum ?? [0.8]], [.. max_momentum ?? [0.9]], last_epoch);

            public static partial class impl
            {
                /// <summary>Up and down between two rates (Smith 2017).</summary>
                public sealed class CyclicLR : LRScheduler
                {
                    private readonly double _length;
                    private readonly double _shareUp;
                    private readonly Func<double, double> _scale;
                    private readonly bool _byCycle;
                    private readonly bool _cycleMomentum;
                    private readonly double[] _low;
                    private readonly double[] _high;
                    private readonly double[] _lowMomentum;
                    private readonly double[] _highMomentum;

                    internal CyclicLR(Optimizer optimizer, double[] base_lr, double[] max_lr, int step_size_up,
                        int step_size_down, Mode mode, double gamma, Func<double, double>? scale_fn,
                            ScaleMode scale_mode,
                        bool cycle_momentum, double[] base_momentum, double[] max_momentum, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        var down = step_size_down < 0 ? step_size_up : step_size_down;
                        if (step_size_up < 1 || down < 1)
                        {
                            throw new ArgumentException(
                                $"CyclicLR needs step sizes of 1 or more, but they are {step_size_up} and {down}.");
                        }
                        _length = step_size_up + down;
                        _shareUp = step_size_up / _length;
                        _byCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        _scale = scale_fn ?? mode switch
                        {
                            Mode.Triangular => _ => 1,
                            Mode.Triangular2 => cycle => Math.Pow(2, 1 - cycle),
                            _ => steps => Math.Pow(gamma, steps),
                        };
                        _cycleMomentum = cycle_momentum;
                        _low = PerGroup(base_lr, nameof(base_lr));
                        _high = PerGroup(max_lr, nameof(max_lr));
                        _lowMomentum = PerGroup(base_momentum, nameof(base_momentum));
                        _highMomentum = PerGroup(max_momentum, nameof(max_momentum));
                        step();
                    }

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>Not.</summary>
                        Triangular = 0,
                        /// <summary>Half with each cycle.</summary>
                        Triangular2 = 1,
                        /// <summary>By gamma with each step.</summary>
                        ExpRange = 2,
                    }

                    /// <summary>What scale_fn is given.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle = 0,
                        /// <summary>The number of steps.</summary>
                        Iterations = 1,
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + (LastEpoch / _length));
                        var x = 1 + (LastEpoch / _length) - cycle;
                        var height = (x <= _shareUp ? x / _shareUp : (x - 1) / (_shareUp - 1))
                            * _scale(_byCycle ? cycle : LastEpoch);
                        for (var k = 0; k < Groups.Length && _cycleMomentum; k++)
                        {
                            SetMomentum(Groups[k], _highMomentum[k] - ((_highMomentum[k] - _lowMomentum[k]) * height));
                        }
                        return [.. _low.Zip(_high, (low, high) => low + ((high - low) * height))];
                    }
                }
            }
        }
    }
}
