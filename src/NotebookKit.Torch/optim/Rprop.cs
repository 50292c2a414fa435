using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Resilient propagation (Riedmiller and Braun 1993): steps by the gradient's sign.</summary>
    public sealed class Rprop : OptimizerHelper
    {
        /// <summary>One group of parameters.</summary>
        public Rprop(IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5,
            double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, etaminus, etaplus, min_step, max_step, maximize)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public Rprop(IEnumerable<ParamGroup> parameters, double lr = 0.01, double etaminus = 0.5,
            double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : base(Defaults(lr, etaminus, etaplus, min_step, max_step, maximize), parameters)
        {
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Check(OptimizerOptions options)
        {
            var o = (Options)options;
            if (o.etaminus is not (> 0 and < 1) || o.etaplus is not > 1 || o.min_step is not >= 0
                || !(o.max_step >= o.min_step))
            {
                throw new ArgumentException(
                    "Rprop needs 0 < etaminus < 1 < etaplus and 0 <= min_step <= max_step, " +
                    $"but they are {o.etaminus}, {o.etaplus}, {o.min_step} and {o.max_step}.");
            }
        }

        // As PyTorch's single-tensor form writes it: where the sign changed, this step is left out.
        private protected override void Step(Modules.ParamGroup group)
        {
            var o = (Options)group.Options;
            foreach (var parameter in group.Parameters)
            {
                if (parameter.grad is not { } gradient) continue;
                var state = (State)StateOf(parameter);
                state.step++;
                if (o.maximize!.Value) gradient = -gradient;
                var agreement = gradient * state.prev;
                var (kept, changed) = (agreement.gt(0), agreement.lt(0));
                var factor = ones_like(gradient)
                    .masked_fill_(kept, o.etaplus!.Value).masked_fill_(changed, o.etaminus!.Value);
                state.step_size.mul_(factor).clamp_(o.min_step!.Value, o.max_step!.Value);
                gradient = gradient.masked_fill(changed, 0);
                parameter.addcmul_(gradient.sign(), state.step_size, -1);
                state.prev.copy_(gradient);
            }
        }

        private static Options Defaults(double lr, double etaminus, double etaplus, double min_step,
            double max_step, bool maximize) => new()
        {
            LearningRate = lr,
            etaminus = etaminus,
            etaplus = etaplus,
            min_step = min_step,
            max_step = max_step,
            maximize = maximize,
        };

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : OptimizerOptions
        {
            /// <summary>Factor of the step where the gradient changed its sign.</summary>
            public double? etaminus;

            /// <summary>Factor of the step where it kept it.</summary>
            public double? etaplus;

            /// <summary>Smallest step.</summary>
            public double? min_step;

            /// <summary>Largest step.</summary>
            public double? max_step;

            /// <summary>Climbs instead of descending.</summary>
            public bool? maximize;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(etaminus!.Value);
                writer.Write(etaplus!.Value);
                writer.Write(min_step!.Value);
                writer.Write(max_step!.Value);
                writer.Write(maximize!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                etaminus = reader.ReadDouble();
                etaplus = reader.ReadDouble();
                min_step = reader.ReadDouble();
                max_step = reader.ReadDouble();
                maximize = reader.ReadBoolean();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                etaminus = other.etaminus;
                etaplus = other.etaplus;
                min_step = other.min_step;
                max_step = other.max_step;
                maximize = other.maximize;
            }

            internal override void Complete(OptimizerOptions defaults)
            {
                base.Complete(defaults);
                var other = (Options)defaults;
                etaminus ??= other.etaminus;
                etaplus ??= other.etaplus;
                min_step ??= other.min_step;
                max_step ??= other.max_step;
                maximize ??= other.maximize;
            }
        }

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : OptimizerState
        {
            /// <summary>For one parameter.</summary>
            public State(Parameter parameter) : base(parameter) { }

            /// <summary>Steps made.</summary>
            public long step;

            /// <summary>The gradient of the last step, 0 where it was left out.</summary>
            public Tensor prev = null!;

            /// <summary>Size of the next step of each element.</summary>
            public Tensor step_size = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                prev = Zeros();
                step_size = Zeros();
                step_size.fill_(options.LearningRate!.Value);
            }

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                Write(writer, prev);
                Write(writer, step_size);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                prev = Read(reader, prev)!;
                step_size = Read(reader, step_size)!;
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                prev = Copy(other.prev, prev)!;
                step_size = Copy(other.step_size, step_size)!;
            }

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && s.step == step && Same(prev, s.prev) && Same(step_size, s.step_size);

            /// <inheritdoc/>
            public override void to(Device device)
            {
                prev = Free(prev.to(device, disposeAfter: true));
                step_size = Free(step_size.to(device, disposeAfter: true));
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                prev.Dispose();
                step_size.Dispose();
            }
        }

        /// <summary>Parameters that share options.</summary>
        public sealed class ParamGroup : ParamGroup<Options>
        {
            /// <summary>An empty group with the optimizer's options.</summary>
            public ParamGroup() { }

            /// <summary>A group with its own options; null ones come from the optimizer.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group with these options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5,
                double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
                : base(parameters, Defaults(lr, etaminus, etaplus, min_step, max_step, maximize))
            {
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Resilient propagation (Riedmiller and Braun 1993): steps by the gradient's sign.</summary>
            public static Rprop Rprop(IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5,
                double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

            /// <summary>Resilient propagation (Riedmiller and Braun 1993): steps by the gradient's sign.</summary>
            public static Rprop Rprop(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01,
                double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50,
                bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, etaminus, etaplus, min_step, max_step, maximize);

            /// <summary>Resilient propagation (Riedmiller and Braun 1993): steps by the gradient's sign.</summary>
            public static Rprop Rprop(IEnumerable<Rprop.ParamGroup> parameters, double lr = 0.01,
                double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50,
                bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);
        }
    }
}
