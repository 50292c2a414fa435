using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Adam with Nesterov's momentum (Dozat 2016), whose momentum rises with the steps.</summary>
    public sealed class NAdam : OptimizerHelper
    {
        /// <summary>One group of parameters.</summary>
        public NAdam(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004)
            : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, momentum_decay)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public NAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004)
            : base(Defaults(lr, beta1, beta2, eps, weight_decay, momentum_decay), parameters)
        {
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Check(OptimizerOptions options)
        {
            var o = (Options)options;
            o.Check(nameof(NAdam));
            if (o.momentum_decay is not >= 0)
            {
                throw new ArgumentException($"NAdam needs momentum_decay of 0 or more, but it is {o.momentum_decay}.");
            }
        }

        // Dozat 2016, algorithm 2, with the momentum schedule 0.96^(t decay). The product of the next step holds each
        // momentum once; PyTorch 1.13's default form has mu twice in it, its foreach form and later versions have not.
        private protected override void Step(Modules.ParamGroup group)
        {
            var o = (Options)group.Options;
            var (beta1, rate) = (o.beta1!.Value, o.LearningRate!.Value);
            foreach (var parameter in group.Parameters)
            {
                if (parameter.grad is not { } gradient) continue;
                var state = (State)StateOf(parameter);
                gradient = o.Decayed(parameter, gradient);
                state.Add(gradient, o);
                var mu = beta1 * (1 - 0.5 * Math.Pow(0.96, state.step * o.momentum_decay!.Value));
                var next = beta1 * (1 - 0.5 * Math.Pow(0.96, (state.step + 1) * o.momentum_decay.Value));
                state.mu_product *= mu;
                var unbiased = 1 - Math.Pow(o.beta2!.Value, state.step);
                var root = state.exp_avg_sq.div(unbiased).sqrt_().add_(o.eps!.Value);
                parameter.addcdiv_(gradient, root, -rate * (1 - mu) / (1 - state.mu_product));
                parameter.addcdiv_(state.exp_avg, root, -rate * next / (1 - state.mu_product * next));
            }
        }

        private static Options Defaults(double lr, double beta1, double beta2, double eps, double weight_decay,
            double momentum_decay) => new()
        {
            LearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            momentum_decay = momentum_decay,
        };

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : MomentOptions
        {
            /// <summary>How fast the momentum rises to beta1.</summary>
            public double? momentum_decay;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum_decay!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum_decay = reader.ReadDouble();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                momentum_decay = ((Options)source).momentum_decay;
            }

            internal override void Complete(OptimizerOptions defaults)
            {
                base.Complete(defaults);
                momentum_decay ??= ((Options)defaults).momentum_decay;
            }
        }

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : MomentState
        {
            /// <summary>For one parameter.</summary>
            public State(Parameter parameter) : base(parameter) { }

            /// <summary>Product of the momenta of all steps.</summary>
            public double mu_product;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                base.Initialize(options);
                mu_product = 1;
            }

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(mu_product);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                mu_product = reader.ReadDouble();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source)
            {
                base.LoadStateDict(source);
                mu_product = ((State)source).mu_product;
            }

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) =>
                base.ApproximatelyEquals(other) && other is State s && Math.Abs(s.mu_product - mu_product) < 1e-8;
        }

        /// <summary>Parameters that share options.</summary>
        public sealed class ParamGroup : MomentParamGroup<Options>
        {
            /// <summary>An empty group with the optimizer's options.</summary>
            public ParamGroup() { }

            /// <summary>A group with its own options; null ones come from the optimizer.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group with these options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9,
                double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004)
                : base(parameters, Defaults(lr, beta1, beta2, eps, weight_decay, momentum_decay))
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
            /// <summary>Adam with Nesterov's momentum (Dozat 2016), whose momentum rises with the steps.</summary>
            public static NAdam NAdam(IEnumerable<Parameter> named_parameters, double lr = 0.002,
                double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                double momentum_decay = 0.004) =>
                new(named_parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

            /// <summary>Adam with Nesterov's momentum (Dozat 2016), whose momentum rises with the steps.</summary>
            public static NAdam NAdam(IEnumerable<(string name, Parameter parameter)> named_parameters,
                double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, double momentum_decay = 0.004) =>
                new(named_parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, momentum_decay);

            /// <summary>Adam with Nesterov's momentum (Dozat 2016), whose momentum rises with the steps.</summary>
            public static NAdam NAdam(IEnumerable<NAdam.ParamGroup> parameters, double lr = 0.002,
                double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                double momentum_decay = 0.004) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);
        }
    }
}
