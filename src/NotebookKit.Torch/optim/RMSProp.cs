using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>RMSProp (Hinton 2012, lecture 6e; centred: Graves 2013).</summary>
    public sealed class RMSProp : OptimizerHelper, optim.IMomentum
    {
        private readonly Options _defaults;

        /// <summary>One group of parameters.</summary>
        public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, alpha, eps, weight_decay, momentum, centered,
                maximize)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this(parameters, Defaults(lr, alpha, eps, weight_decay, momentum, centered, maximize))
        {
        }

        private RMSProp(IEnumerable<ParamGroup> parameters, Options defaults) : base(defaults, parameters)
        {
            _defaults = defaults;
        }

        /// <summary>Momentum of the optimizer; setting it changes all groups.</summary>
        public double Momentum
        {
            get => _defaults.momentum!.Value;
            set
            {
                _defaults.momentum = value;
                foreach (var group in Groups) ((ParamGroup)group).Momentum = value;
            }
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Check(OptimizerOptions options)
        {
            var o = (Options)options;
            if (o.alpha is not (>= 0 and < 1) || o.eps is not >= 0 || o.weight_decay is not >= 0 || o.momentum is not >= 0)
            {
                throw new ArgumentException(
                    "RMSProp needs alpha in [0, 1), eps, weight_decay and momentum of 0 or more, " +
                    $"but they are {o.alpha}, {o.eps}, {o.weight_decay} and {o.momentum}.");
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
                if (options.maximize == true) gradient = gradient.neg();
                if (options.weight_decay != 0) gradient = gradient.add(parameter, options.weight_decay!.Value);
                state.square_avg.mul_(options.alpha!.Value).addcmul_(gradient, gradient, 1 - options.alpha!.Value);
                Tensor scale;
                if (state.grad_avg is { } mean)
                {
                    mean.mul_(options.alpha!.Value).add_(gradient, 1 - options.alpha!.Value);
                    scale = state.square_avg.addcmul(mean, mean, -1).sqrt_().add_(options.eps!.Value);
                }
                else
                {
                    scale = state.square_avg.sqrt().add_(options.eps!.Value);
                }
                if (state.momentum_buffer is { } buffer)
                {
                    buffer.mul_(options.momentum!.Value).addcdiv_(gradient, scale);
                    parameter.add_(buffer, -options.LearningRate!.Value);
                }
                else
                {
                    parameter.addcdiv_(gradient, scale, -options.LearningRate!.Value);
                }
            }
        }

        private static Options Defaults(double lr, double alpha, double eps, double weight_decay, double momentum,
            bool centered, bool maximize) => new()
        {
            LearningRate = lr,
            alpha = alpha,
            eps = eps,
            weight_decay = weight_decay,
            momentum = momentum,
            centered = centered,
            maximize = maximize,
        };

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : OptimizerOptions
        {
            /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
            public double? alpha;

            /// <summary>Added to the root of the mean square.</summary>
            public double? eps;

            /// <summary>Weight decay, added to the gradient.</summary>
            public double? weight_decay;

            /// <summary>Share of the last step that is kept.</summary>
            public double? momentum;

            /// <summary>Divides by the variance instead of the mean square.</summary>
            public bool? centered;

            /// <summary>Climbs instead of descending.</summary>
            public bool? maximize;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(alpha!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(momentum!.Value);
                writer.Write(centered!.Value);
                writer.Write(maximize!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                momentum = reader.ReadDouble();
                centered = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                alpha = other.alpha;
                eps = other.eps;
                weight_decay = other.weight_decay;
                momentum = other.momentum;
                centered = other.centered;
                maximize = other.maximize;
            }

            internal override void Complete(OptimizerOptions defaults)
            {
                base.Complete(defaults);
                var other = (Options)defaults;
                alpha ??= other.alpha;
                eps ??= other.eps;
                weight_decay ??= other.weight_decay;
                momentum ??= other.momentum;
                centered ??= other.centered;
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

            /// <summary>Running mean of the squared gradient.</summary>
            public Tensor square_avg = null!;

            /// <summary>Running step; null without momentum.</summary>
            public Tensor? momentum_buffer;

            /// <summary>Running mean of the gradient; null unless centred.</summary>
            public Tensor? grad_avg;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                var o = (Options)options;
                step = 0;
                square_avg = Zeros();
                momentum_buffer = o.momentum != 0 ? Zeros() : null;
                grad_avg = o.centered == true ? Zeros() : null;
            }

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                Write(writer, square_avg);
                Write(writer, momentum_buffer);
                Write(writer, grad_avg);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg = Read(reader, square_avg)!;
                momentum_buffer = Read(reader, momentum_buffer);
                grad_avg = Read(reader, grad_avg);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                square_avg = Copy(other.square_avg, square_avg)!;
                momentum_buffer = Copy(other.momentum_buffer, momentum_buffer);
                grad_avg = Copy(other.grad_avg, grad_avg);
            }

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && s.step == step && Same(square_avg, s.square_avg) && Same(momentum_buffer,
                    s.momentum_buffer) && Same(grad_avg, s.grad_avg);

            /// <inheritdoc/>
            public override void to(Device device)
            {
                square_avg = Free(square_avg.to(device, disposeAfter: true));
                if (momentum_buffer is not null) momentum_buffer = Free(momentum_buffer.to(device, disposeAfter: true));
                if (grad_avg is not null) grad_avg = Free(grad_avg.to(device, disposeAfter: true));
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                square_avg.Dispose();
                momentum_buffer?.Dispose();
                grad_avg?.Dispose();
            }
        }

        /// <summary>Parameters that share options.</summary>
        public sealed class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            /// <summary>An empty group with the optimizer's options.</summary>
            public ParamGroup() { }

            /// <summary>A group with its own options; null ones come from the optimizer.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group with these options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false,
                    bool maximize = false)
                : base(parameters, Defaults(lr, alpha, eps, weight_decay, momentum, centered, maximize))
            {
            }

            /// <inheritdoc/>
            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
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
            /// <summary>RMSProp (Hinton 2012, lecture 6e; centred: Graves 2013).</summary>
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false,
                    bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <summary>RMSProp (Hinton 2012, lecture 6e; centred: Graves 2013).</summary>
            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01,
                double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0,
                    bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <summary>RMSProp (Hinton 2012, lecture 6e; centred: Graves 2013).</summary>
            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01,
                double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0,
                    bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
