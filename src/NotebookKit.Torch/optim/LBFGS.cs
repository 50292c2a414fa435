using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Limited-memory BFGS (Liu and Nocedal 1989) without line search: each step calls the closure, which clears the
    /// gradients, computes the loss and its gradients, several times.
    /// </summary>
    public class LBFGS : optim.Optimizer, optim.ILearningRateController
    {
        private readonly Parameter[] _parameters;
        private readonly long _maxIterations;
        private readonly long _maxEvaluations;
        private readonly double _toleranceGradient;
        private readonly double _toleranceChange;
        private readonly long _history;
        private readonly List<(Tensor Step, Tensor Change, double Inverse)> _pairs = [];
        private Tensor? _direction;
        private Tensor? _lastGradient;
        private double _lastRate;
        private double _diagonal = 1;
        private bool _begun;

        internal LBFGS(
            IEnumerable<Parameter> parameters, double lr, long max_iter, long? max_eval, double tolerange_grad,
            double tolerance_change, long history_size)
        {
            _parameters = [.. parameters];
            if (_parameters.Length == 0) throw new ArgumentException("LBFGS got no parameters.");
            if (max_iter < 1 || history_size < 1)
            {
                throw new ArgumentException(
                    $"LBFGS needs max_iter and history_size of 1 or more, but they are {max_iter} and {history_size}.");
            }
            LearningRate = InitialLearningRate = lr;
            _maxIterations = max_iter;
            _maxEvaluations = max_eval ?? max_iter * 5 / 4;
            _toleranceGradient = tolerange_grad;
            _toleranceChange = tolerance_change;
            _history = history_size;
        }

        /// <summary>Length of a step along the direction.</summary>
        public double LearningRate { get; set; }

        /// <summary>The rate at the start.</summary>
        public double InitialLearningRate { get; set; }

        /// <summary>The optimizer itself: there is one group only.</summary>
        public override IEnumerable<optim.ILearningRateController> ParamGroups => [this];

        /// <inheritdoc/>
        public override IEnumerable<Parameter> parameters() => _parameters;

        /// <summary>Not possible: the curvature belongs to one set of parameters.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public override void add_param_group(Modules.ParamGroup param_group) =>
            throw new NotSupportedException("LBFGS has one group of parameters; make another optimizer for others.");

        /// <summary>Up to max_iter steps.</summary>
        /// <param name="closure">Clears the gradients, computes the loss, calls backward, returns the loss.</param>
        /// <returns>The loss before the first step.</returns>
        /// <exception cref="ArgumentNullException">No closure.</exception>
        public override Tensor? step(Func<Tensor>? closure = null)
        {
            ArgumentNullException.ThrowIfNull(closure);
            using var scope = NewDisposeScope();
            var first = Evaluate(closure);
            var loss = first.ToDouble();
            var gradient = Gradient();
            var evaluations = 1L;
            for (var k = 1L; !Small(gradient, _toleranceGradient); k++)
            {
                NextDirection(gradient);
                var sum = gradient.abs().sum().ToDouble();
                _lastRate = _begun ? LearningRate : Math.Min(1, 1 / sum) * LearningRate;
                _begun = true;
                _lastGradient = Keep(gradient.clone(), _lastGradient);
                if (gradient.dot(_direction!).ToDouble() > -_toleranceChange) break;
                Move(_direction!, _lastRate);
                if (k == _maxIterations) break;
                var before = loss;
                loss = Evaluate(closure).ToDouble();
                gradient = Gradient();
                evaluations++;
                if (evaluations >= _maxEvaluations || Small(_direction! * _lastRate, _toleranceChange)
                    || Math.Abs(loss - before) < _toleranceChange)
                {
                    break;
                }
            }
            return first.MoveToOuterDisposeScope();
        }

        /// <summary>Frees the history.</summary>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _direction?.Dispose();
                _lastGradient?.Dispose();
                foreach (var (step, change, _) in _pairs)
                {
                    step.Dispose();
                    change.Dispose();
                }
                _pairs.Clear();
            }
            base.Dispose(disposing);
        }

        private static bool Small(Tensor values, double bound) => values.abs().max().ToDouble() <= bound;

        private static Tensor Evaluate(Func<Tensor> closure)
        {
            using var grad = enable_grad();
            return closure();
        }

        // The two-loop recursion (Nocedal and Wright, algorithm 7.4).
        private void NextDirection(Tensor gradient)
        {
            if (!_begun)
            {
                _direction = Keep(gradient.neg(), _direction);
                return;
            }
            var (change, step) = (gradient - _lastGradient!, _direction! * _lastRate);
            var curvature = change.dot(step).ToDouble();
            if (curvature > 1e-10)
            {
                if (_pairs.Count == _history)
                {
                    _pairs[0].Step.Dispose();
                    _pairs[0].Change.Dispose();
                    _pairs.RemoveAt(0);
                }
                _diagonal = curvature / change.dot(change).ToDouble();
                _pairs.Add((step.DetachFromDisposeScope(), change.DetachFromDisposeScope(), 1 / curvature));
            }
            var shares = new double[_pairs.Count];
            var q = gradient.neg();
            for (var k = _pairs.Count - 1; k >= 0; k--)
            {
                shares[k] = _pairs[k].Step.dot(q).ToDouble() * _pairs[k].Inverse;
                q.sub_(_pairs[k].Change * shares[k]);
            }
            q.mul_(_diagonal);
            for (var k = 0; k < _pairs.Count; k++)
            {
                var share = _pairs[k].Change.dot(q).ToDouble() * _pairs[k].Inverse;
                q.add_(_pairs[k].Step * (shares[k] - share));
            }
            _direction = Keep(q, _direction);
        }

        private static Tensor Keep(Tensor tensor, Tensor? old)
        {
            old?.Dispose();
            return tensor.DetachFromDisposeScope();
        }

        private Tensor Gradient() =>
            cat([.. _parameters.Select(
                p => p.grad is { } g ? g.detach().reshape(-1) : zeros_like(p).detach().reshape(-1))]);

        private void Move(Tensor direction, double rate)
        {
            using var guard = no_grad();
            var start = 0L;
            foreach (var parameter in _parameters)
            {
                parameter.add_(direction.narrow(0, start, parameter.numel()).view_as(parameter), rate);
                start += parameter.numel();
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
            /// <summary>Limited-memory BFGS (Liu and Nocedal 1989); its step needs a closure.</summary>
            public static LBFGS LBFGS(IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20,
                long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9,
                    long history_size = 100) =>
                new(parameters, lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);

            /// <summary>Limited-memory BFGS over named parameters.</summary>
            public static LBFGS LBFGS(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01,
                long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9,
                long history_size = 100) =>
                LBFGS(parameters.Select(p => p.parameter), lr, max_iter, max_eval, tolerange_grad, tolerance_change,
                    history_size);
        }
    }
}
