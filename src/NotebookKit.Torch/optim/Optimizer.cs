using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers and learning rate schedules.</summary>
    public static partial class optim
    {
        /// <summary>What a learning rate schedule changes.</summary>
        public interface ILearningRateController
        {
            /// <summary>Rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>Rate at the start, from which schedules compute.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Has a momentum that cyclic schedules change.</summary>
        public interface IMomentum
        {
            /// <summary>Momentum in [0, 1).</summary>
            double Momentum { get; set; }
        }

        /// <summary>Has a pair of decay rates of which cyclic schedules change the first.</summary>
        public interface IBetas
        {
            /// <summary>Decay of the mean gradient and of the mean squared gradient, each in [0, 1).</summary>
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            /// <summary>Groups of parameters, each with its own options.</summary>
            private protected List<ParamGroup> Groups { get; } = [];

            /// <summary>Groups of parameters, as schedules see them.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

            /// <summary>All parameters, group by group.</summary>
            public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(g => g.Parameters);

            /// <summary>Drops all gradients.</summary>
            public virtual void zero_grad()
            {
                foreach (var parameter in parameters()) Gradients.Clear(parameter, setToNone: true);
            }

            /// <summary>Adds parameters with their own options.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Changes each parameter that has a gradient once.</summary>
            /// <param name="closure">Computes the loss anew, with gradients, before the change.</param>
            /// <returns>What the closure returned; null without one.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Frees the state; the parameters stay.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the state when <paramref name="disposing"/>.</summary>
            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>Options of all groups and states of all parameters, in order.</summary>
            public sealed class StateDictionary
            {
                internal StateDictionary(IReadOnlyList<OptimizerOptions> options, IReadOnlyList<OptimizerState> state)
                {
                    Options = options;
                    State = state;
                }

                /// <summary>One for each group.</summary>
                public IReadOnlyList<OptimizerOptions> Options { get; }

                /// <summary>One for each parameter.</summary>
                public IReadOnlyList<OptimizerState> State { get; }
            }
        }
    }
}
