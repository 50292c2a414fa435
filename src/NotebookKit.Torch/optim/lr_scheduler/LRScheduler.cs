namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rate schedules.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the rate of each parameter group. Making one sets the rates of step 0; each <see cref="step()"/> after an
            /// epoch (or an optimizer step) sets the next ones.
            /// </summary>
            public abstract class LRScheduler
            {
                private protected LRScheduler(Optimizer? optimizer, int last_epoch)
                {
                    Groups = optimizer is null ? [] : [.. optimizer.ParamGroups];
                    LastEpoch = last_epoch;
                    BaseRates = [.. Groups.Select(g => g.InitialLearningRate)];
                    LastRates = [.. Groups.Select(g => g.LearningRate)];
                }

                /// <summary>The groups whose rates are set.</summary>
                private protected ILearningRateController[] Groups { get; }

                /// <summary>Rates from which the schedule computes, one for each group.</summary>
                private protected double[] BaseRates { get; }

                /// <summary>Rates set last, one for each group.</summary>
                private protected double[] LastRates { get; set; }

                /// <summary>The step whose rates are set; 0 after construction.</summary>
                internal int LastEpoch { get; set; }

                /// <summary>Sets the rates of the next step.</summary>
                public virtual void step() => step(null);

                /// <summary>Sets the rates of the next step or, with a number, of that one.</summary>
                public virtual void step(int? epoch)
                {
                    LastEpoch = epoch ?? LastEpoch + 1;
                    var rates = (epoch is null ? get_lr() : ClosedForm()).ToArray();
                    for (var k = 0; k < Groups.Length; k++) Groups[k].LearningRate = rates[k];
                    LastRates = rates;
                }

                /// <summary>For schedules that watch a measured value; the others ignore it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates of step <see cref="LastEpoch"/>, from those set now.</summary>
                protected abstract IEnumerable<double> get_lr();

                /// <summary>The rates set last, one for each group.</summary>
                public IEnumerable<double> get_last_lr() => LastRates;

                /// <summary>The rates of step <see cref="LastEpoch"/> without regard to those set now.</summary>
                private protected virtual IEnumerable<double> ClosedForm() => get_lr();

                /// <summary>Each group's rate now, times a factor.</summary>
                private protected IEnumerable<double> Scaled(double factor) => Groups.Select(g => g.LearningRate * factor);

                /// <summary>Each group's base rate, times a factor.</summary>
                private protected IEnumerable<double> FromBase(double factor) => BaseRates.Select(r => r * factor);

                /// <summary>Sets momentum, or beta1.</summary>
                private protected void SetMomentum(ILearningRateController group, double momentum)
                {
                    if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                    else if (group is IMomentum has) has.Momentum = momentum;
                    else throw new InvalidOperationException($"This optimizer has no momentum; give {GetType().Name} cycle_momentum: false.");
                }

                /// <summary>One value for each group, from that many or from one.</summary>
                private protected double[] PerGroup(double[] values, string name) =>
                    values.Length == Groups.Length ? values
                    : values.Length == 1 ? [.. Enumerable.Repeat(values[0], Groups.Length)]
                    : throw new ArgumentException($"{name} needs 1 or {Groups.Length} values, but has {values.Length}.");
            }

            /// <summary>The classes behind the factories.</summary>
            public static partial class impl
            {
            }
        }
    }
}
