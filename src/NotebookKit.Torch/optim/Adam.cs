using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Adam (Kingma and Ba 2015): steps scaled by running means of gradient and squared gradient.</summary>
    public sealed class Adam : AdamBase
    {
        /// <summary>One group of parameters.</summary>
        public Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        /// <summary>Groups of parameters; the numbers fill what a group leaves open.</summary>
        public Adam(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(Defaults(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize), parameters, decoupled: false)
        {
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private static Options Defaults(
            double lr, double beta1, double beta2, double eps, double decay, bool amsgrad, bool maximize)
        {
            var options = new Options();
            options.Set(lr, beta1, beta2, eps, decay, amsgrad, maximize);
            return options;
        }

        /// <summary>Options of one group; null means the optimizer's own.</summary>
        public sealed class Options : AdamOptions;

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : AdamState
        {
            /// <summary>For one parameter.</summary>
            public State(Parameter parameter) : base(parameter) { }
        }

        /// <summary>Parameters that share options.</summary>
        public sealed class ParamGroup : AdamParamGroup<Options>
        {
            /// <summary>An empty group with the optimizer's options.</summary>
            public ParamGroup() { }

            /// <summary>A group with its own options; null ones come from the optimizer.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group with these options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, Defaults(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
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
            /// <summary>Adam (Kingma and Ba 2015): steps scaled by running means of gradient and squared gradient.</summary>
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9,
                double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam (Kingma and Ba 2015): steps scaled by running means of gradient and squared gradient.</summary>
            public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001,
                double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false,
                bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam (Kingma and Ba 2015): steps scaled by running means of gradient and squared gradient.</summary>
            public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9,
                double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
