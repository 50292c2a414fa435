using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adagrad (Duchi et al. 2011): steps divided by the root of the sum of squared gradients.</summary>
    public sealed class Adagrad : OptimizerHelper
    {
        private readonly Options _defaults;

        /// <summary>One group of parameters.</summary>
        public Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0,
            double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : this([new ParamGroup(parameters, new Options())], lr, lr_decay, weight_decay,
                initial_accumulator_value, eps)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 0.01, double lr_decay = 0,
            double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : this(parameters, Defaults(lr, lr_decay, weight_decay, initial_accumulator_value, eps))
        {
        }

        private Adagrad(IEnumerable<ParamGroup> parameters, Options defaults) : base(defaults, parameters)
        {
            _defaults = defaults;
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Check(OptimizerOptions options)
        {
            var o = (Options)options;
            if (o.lr_decay is not >= 0 || o.weight_decay is not >= 0 || o.initial_accumulator_value is not >= 0 || o.eps is not >= 0)
            {
                throw new ArgumentException(
                    "Adagrad needs lr_decay, weight_decay, initial_accumulator_value and eps of 0 or more, " +
                    $"but they are {o.lr_decay}, {o.weight_decay}, {o.initial_accumulator_value} and {o.eps}.");
            }
        }

        // As PyTorch's single-tensor form writes it.
        private protected override void Step(Modules.ParamGroup group)
        {
            var options = (Options)group.Options;
            foreach (var parameter in group.Parameters)
            {
                if (parameter.grad is not { } gradient) continue;
                var state = (State)StateOf(parameter);
                state.step++;
                if (options.weight_decay != 0) gradient = gradient.add(parameter, options.weight_decay!.Value);
                var rate = options.LearningRate!.Value / (1 + ((state.step - 1) * options.lr_decay!.Value));
                state.sum.addcmul_(gradient, gradient, 1);
                parameter.addcdiv_(gradient, state.sum.sqrt().add_(options.eps!.Value), -rate);
            }
        }

        private static Options Defaults(double lr, double lr_decay, double weight_decay,
            double initial_accumulator_value, double eps) => new()
        {
            LearningRate = lr,
            lr_decay = lr_decay,
            weight_decay = weight_decay,
            initial_accumulator_value = initial_accumulator_value,
            eps = eps,
        };

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : OptimizerOptions
        {
            /// <summary>How fast the rate falls with the steps.</summary>
            public double? lr_decay;

            /// <summary>Weight decay, added to the gradient.</summary>
            public double? weight_decay;

            /// <summary>Sum of squares at the start.</summary>
            public double? initial_accumulator_value;

            /// <summary>Added to the root of the sum.</summary>
            public double? eps;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(lr_decay!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(initial_accumulator_value!.Value);
                writer.Write(eps!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                lr_decay = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                initial_accumulator_value = reader.ReadDouble();
                eps = reader.ReadDouble();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                lr_decay = other.lr_decay;
                weight_decay = other.weight_decay;
                initial_accumulator_value = other.initial_accumulator_value;
                eps = other.eps;
            }

            internal override void Complete(OptimizerOptions defaults)
            {
                base.Complete(defaults);
                var other = (Options)defaults;
                lr_decay ??= other.lr_decay;
                weight_decay ??= other.weight_decay;
                initial_accumulator_value ??= other.initial_accumulator_value;
                eps ??= other.eps;
            }
        }

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : OptimizerState
        {
            /// <summary>For one parameter.</summary>
            public State(Parameter parameter) : base(parameter) { }

            /// <summary>Steps made.</summary>
            public long step;

            /// <summary>Sum of squared gradients.</summary>
            public Tensor sum = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                sum = Zeros();
                sum.fill_(((Options)options).initial_accumulator_value!.Value);
            }

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                Write(writer, sum);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                sum = Read(reader, sum)!;
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                sum = Copy(other.sum, sum)!;
            }

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && s.step == step && Same(sum, s.sum);

            /// <inheritdoc/>
            public override void to(Device device)
            {
                sum = Free(sum.to(device, disposeAfter: true));
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                sum.Dispose();
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
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0,
                double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
                : base(parameters, Defaults(lr, lr_decay, weight_decay, initial_accumulator_value, eps))
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
            /// <summary>Adagrad (Duchi et al. 2011): steps divided by the root of the sum of squared gradients.</summary>
            public static Adagrad Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0,
                double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            /// <summary>Adagrad (Duchi et al. 2011): steps divided by the root of the sum of squared gradients.</summary>
            public static Adagrad Adagrad(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01,
                double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0,
                    double eps = 1e-10) =>
                new(parameters.Select(p => p.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            /// <summary>Adagrad (Duchi et al. 2011): steps divided by the root of the sum of squared gradients.</summary>
            public static Adagrad Adagrad(IEnumerable<Adagrad.ParamGroup> parameters, double lr = 0.01,
                double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0,
                    double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
}
