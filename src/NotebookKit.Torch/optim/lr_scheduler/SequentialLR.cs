namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Schedules one after the other: the next one starts at each milestone.</summary>
            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers,
                IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            /// <summary>Schedules all at once, each changing the rate that the one before it left.</summary>
            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);

            public static partial class impl
            {
                /// <summary>Schedules one after the other: the next one starts at each milestone.</summary>
                public sealed class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    internal SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones,
                        int last_epoch)
                        : base(optimizer, last_epoch: 0)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_schedulers.Length != _milestones.Length + 1)
                        {
                            throw new ArgumentException(
                                "SequentialLR needs one milestone between each two schedules, " +
                                $"but got {_schedulers.Length} schedules and {_milestones.Length} milestones.");
                        }
                        LastEpoch = last_epoch + 1;
                        // Making each schedule set the rates; only the first one's may stand.
                        foreach (var group in Groups) group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers) scheduler.LastEpoch--;
                        _schedulers[0].step();
                        LastRates = [.. _schedulers[0].get_last_lr()];
                    }

                    /// <inheritdoc/>
                    public override void step(int? epoch)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        var current = _milestones.Count(m => m <= LastEpoch);
                        if (current > 0 && _milestones[current - 1] == LastEpoch) _schedulers[current].step(0);
                        else _schedulers[current].step();
                        LastRates = [.. _schedulers[current].get_last_lr()];
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => LastRates;
                }

                /// <summary>Schedules all at once, each changing the rate that the one before it left.</summary>
                public sealed class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    internal ChainedLR(IEnumerable<LRScheduler> schedulers) : base(optimizer: null, last_epoch: 0)
                    {
                        _schedulers = [.. schedulers];
                        if (_schedulers.Length == 0) throw new ArgumentException("ChainedLR needs at least one schedule.");
                        LastRates = [.. _schedulers[^1].get_last_lr()];
                    }

                    /// <inheritdoc/>
                    public override void step(int? epoch)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        foreach (var scheduler in _schedulers) scheduler.step(epoch);
                        LastRates = [.. _schedulers[^1].get_last_lr()];
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => LastRates;
                }
            }
        }
    }
}
