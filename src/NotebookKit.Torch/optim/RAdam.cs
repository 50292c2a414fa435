using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Rectified Adam (Liu et al. 2020): momentum alone until the rate's variance is known.</summary>
    public sealed class RAdam : OptimizerHelper
    {
        /// <summary>One group of parameters.</summary>
        public RAdam(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public RAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : base(Defaults(lr, beta1, beta2, eps, weight_decay), parameters)
        {
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Check(OptimizerOptions options) => ((Options)options).Check(nameof(RAdam));

        // As PyTorch's single-tensor form writes it; rho is the length of the running mean's window.
        private protected override void Step(Modules.ParamGroup group)
        {
            var o = (Options)group.Options;
            var (beta2, rate) = (o.beta2!.Value, o.LearningRate!.Value);
            var longest = 2 / (1 - beta2) - 1;
            foreach (var parameter in group.Parameters)
            {
                if (parameter.grad is not { } gradient) continue;
                var state = (State)StateOf(parameter);
                state.Add(o.Decayed(parameter, gradient), o);
                var (power, unbiased) = (Math.Pow(beta2, state.step), 1 - Math.Pow(o.beta1!.Value, state.step));
                var rho = longest - 2 * state.step * power / (1 - power);
                if (rho <= 5)
                {
                    parameter.add_(state.exp_avg, -rate / unbiased);
                    continue;
                }
                var rectified = Math.Sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho));
                var scale = rate * rectified * Math.Sqrt(1 - power) / unbiased;
                parameter.addcdiv_(state.exp_avg, state.exp_avg_sq.sqrt().add_(o.eps!.Value), -scale);
            }
        }

        private static Options Defaults(double lr, double beta1, double beta2, double eps, double weight_decay) => new()
        {
            LearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
        };

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : MomentOptions;

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : MomentState
        {
            /// <summary>For one parameter.</summary>
            public State(Parameter parameter) : base(parameter) { }
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
                double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
                : base(parameters, Defaults(lr, beta1, beta2, eps, weight_decay))
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
            /// <summary>Rectified Adam (Liu et al. 2020): momentum alone until the rate's variance is known.</summary>
            public static RAdam RAdam(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9,
                double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            /// <summary>Rectified Adam (Liu et al. 2020): momentum alone until the rate's variance is known.</summary>
            public static RAdam RAdam(IEnumerable<(string name, Parameter parameter)> parameters,
                double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay);

            /// <summary>Rectified Adam (Liu et al. 2020): momentum alone until the rate's variance is known.</summary>
            public static RAdam RAdam(IEnumerable<RAdam.ParamGroup> parameters, double lr = 0.002,
                double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}
