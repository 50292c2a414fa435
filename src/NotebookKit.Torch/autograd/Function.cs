using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A function with its own backward. Derive from the forms with one or several results.</summary>
        /// <typeparam name="T">The deriving class.</typeparam>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            private protected Function()
            {
            }

            /// <summary>Shown in messages.</summary>
            public abstract string Name { get; }

            /// <summary>Runs forward without recording and makes its results depend on the arguments that are
            /// tensors.</summary>
            /// <param name="vars">Tensors and anything else.</param>
            public static List<Tensor> apply_internal(params object[] vars)
            {
                var context = new AutogradContext();
                var inputs = vars.OfType<Tensor>().Where(t => !t.IsInvalid).ToArray();
                var records = is_grad_enabled() && inputs.Any(t => t.requires_grad);
                List<Tensor> outputs;
                using (no_grad()) outputs = s_instance.Forward(context, vars);
                if (!records)
                {
                    context.Dispose();
                    return outputs;
                }
                var isTensor = vars.Select(v => v is Tensor { IsInvalid: false }).ToArray();
                return CustomFunction.Record(
                    inputs, outputs, context, gradients => s_instance.Backward(context, gradients, isTensor));
            }

            private protected abstract List<Tensor> Forward(AutogradContext ctx, object[] vars);

            private protected abstract List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients);

            // One gradient for each argument, those of other things being null: what remains is one for each tensor.
            private Tensor?[] Backward(AutogradContext context, List<Tensor> gradients, bool[] isTensor)
            {
                var found = Backward(context, gradients);
                while (found.Count > isTensor.Length && found[^1] is null or { IsInvalid: true }) found.RemoveAt(
                    found.Count - 1);
                if (found.Count != isTensor.Length)
                {
                    throw new InvalidOperationException(
                        $"The backward of {Name} must return {isTensor.Length} gradients, one for each argument, " +
                        $"but returned {found.Count}.");
                }
                for (var k = 0; k < isTensor.Length; k++)
                {
                    if (!isTensor[k] && found[k] is { IsInvalid: false })
                    {
                        throw new InvalidOperationException(
                            $"The backward of {Name} returned a gradient at position {k}, " +
                            "but that argument is no tensor; return null there.");
                    }
                }
                return [.. found.Where((_, k) => isTensor[k]).Select(g => g is { IsInvalid: true } ? null : g)];
            }
        }

        /// <summary>A function of one result with its own backward.</summary>
        /// <typeparam name="T">The deriving class.</typeparam>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            /// <summary>Runs the function.</summary>
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            /// <summary>The result, from the arguments of <see cref="apply"/>.</summary>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>Gradients of all arguments (null for those that have none), from that of the result.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            private protected sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) =>
                [forward(ctx, vars)];

            private protected sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) =>
                backward(ctx, gradients[0]);
        }

        /// <summary>A function of several results with its own backward.</summary>
        /// <typeparam name="T">The deriving class.</typeparam>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            /// <summary>Runs the function.</summary>
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            /// <summary>The results, from the arguments of <see cref="apply"/>.</summary>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>Gradients of all arguments (null for those that have none), from those of the
            /// results.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            private protected sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) =>
                forward(ctx, vars);

            private protected sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) =>
                backward(ctx, gradients);
        }
    }
}
