using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent with momentum (Sutskever et al. 2013).</summary>
    public sealed class SGD : OptimizerHelper, optim.IMomentum
    {
        private readonly Options _defaults;

        /// <summary>One group of parameters.</summary>
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, momentum, dampening, weight_decay, nesterov,
                maximize)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this(parameters, Defaults(lr, momentum, dampening, weight_decay, nesterov, maximize))
        {
        }

        private SGD(IEnumerable<ParamGroup> parameters, Options defaults) : base(defaults, parameters)
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

        /// <summary>Off in tests that compare the fused pass with the plain operators.</summary>
        internal bool Fused { get; set; } = true;

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Check(OptimizerOptions options)
        {
            var o = (Options)options;
            if (o.momentum is not >= 0 || o.weight_decay is not >= 0)
            {
                throw new ArgumentException(
                    $"SGD needs momentum and weight_decay of 0 or more, but they are {o.momentum} and {o.weight_decay}.");
            }
            if (o.nesterov == true && (o.momentum == 0 || o.dampening != 0))
            {
                throw new ArgumentException(
                    $"Nesterov needs momentum above 0 and dampening 0, but they are {o.momentum} and {o.dampening}.");
            }
        }

        private protected override void Step(Modules.ParamGroup group)
        {
            var options = (Options)group.Options;
            var parameters = group.Span;
            if (!Fused)
            {
                foreach (var parameter in parameters) Plain(parameter, (State)StateOf(parameter), options);
                return;
            }
            var slots = new FusedStep.Slot[parameters.Length];
            for (var k = 0; k < slots.Length; k++)
            {
                var buffer = ((State)StateOf(parameters[k])).momentum_buffer;
                var first = options.momentum != 0 && buffer is null;                // the first step makes the buffer
                slots[k].Parameter = first ? 0 : parameters[k].Handle;
                slots[k].First = buffer?.Handle ?? 0;
            }
            FusedStep.Sgd(slots, new()
            {
                LearningRate = options.LearningRate!.Value,
                Beta1 = options.momentum!.Value,
                Beta2 = options.dampening!.Value,
                WeightDecay = options.weight_decay!.Value,
                Nesterov = options.nesterov == true ? 1 : 0,
                Maximize = options.maximize == true ? 1 : 0,
            });
            for (var k = 0; k < slots.Length; k++)
            {
                if (slots[k].Outcome is FusedStep.Outcome.NotTaken)
                {
                    Plain(parameters[k], (State)StateOf(parameters[k]), options);
                }
            }
        }

        // The step by operators, as PyTorch's single-tensor form writes it.
        private static void Plain(Parameter parameter, State state, Options options)
        {
            if (parameter.grad is not { } gradient) return;
            if (options.maximize == true) gradient = gradient.neg();
            if (options.weight_decay != 0) gradient = gradient.add(parameter, options.weight_decay!.Value);
            if (options.momentum is { } momentum and not 0)
            {
                if (state.momentum_buffer is { } buffer) buffer.mul_(momentum).add_(gradient,
                    1 - options.dampening!.Value);
                else state.Begin(gradient);
                gradient = options.nesterov == true ? gradient.add(state.momentum_buffer!,
                    momentum) : state.momentum_buffer!;
            }
            parameter.add_(gradient, -options.LearningRate!.Value);
        }

        private static Options Defaults(double lr, double momentum, double dampening, double weight_decay,
            bool nesterov, bool maximize) => new()
        {
            LearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : OptimizerOptions
        {
            /// <summary>Share of the last step that is kept, in [0, 1).</summary>
            public double? momentum;

            /// <summary>Share of the new gradient that momentum leaves out.</summary>
            public double? dampening;

            /// <summary>Weight decay, added to the gradient.</summary>
            public double? weight_decay;

            /// <summary>Looks ahead by one momentum step; needs momentum and no dampening.</summary>
            public bool? nesterov;

            /// <summary>Climbs instead of descending.</summary>
            public bool? maximize;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                momentum = other.momentum;
                dampening = other.dampening;
                weight_decay = other.weight_decay;
                nesterov = other.nesterov;
                maximize = other.maximize;
            }

            internal override void Complete(OptimizerOptions defaults)
            {
                base.Complete(defaults);
                var other = (Options)defaults;
                momentum ??= other.momentum;
                dampening ??= other.dampening;
                weight_decay ??= other.weight_decay;
                nesterov ??= other.nesterov;
                maximize ??= other.maximize;
            }
        }

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : OptimizerState
        {
            /// <summary>For one parameter.</summary>
            public State(Parameter parameter) : base(parameter) { }

            /// <summary>Running sum of gradients; null before the first step and without momentum.</summary>
            public Tensor? momentum_buffer;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                momentum_buffer = null;
            }

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                Write(writer, momentum_buffer);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                momentum_buffer = Read(reader, momentum_buffer);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                momentum_buffer = Copy(other.momentum_buffer, momentum_buffer);
            }

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && Same(momentum_buffer, s.momentum_buffer);

            /// <inheritdoc/>
            public override void to(Device device)
            {
                if (momentum_buffer is not null) momentum_buffer = Free(momentum_buffer.to(device, disposeAfter: true));
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                momentum_buffer?.Dispose();
            }

            internal void Begin(Tensor gradient) => momentum_buffer = Free(gradient.clone());
        }

        /// <summary>Parameters that share options.</summary>
        public sealed class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            /// <summary>An empty group with the optimizer's options.</summary>
            public ParamGroup() { }

            /// <summary>A group with its own options; null ones come from the optimizer.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group with these options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, Defaults(lr, momentum, dampening, weight_decay, nesterov, maximize))
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
            /// <summary>Stochastic gradient descent with momentum (Sutskever et al. 2013).</summary>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Stochastic gradient descent with momentum (Sutskever et al. 2013).</summary>
            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate,
                double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
                    bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov,
                    maximize);

            /// <summary>Stochastic gradient descent with momentum (Sutskever et al. 2013).</summary>
            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
