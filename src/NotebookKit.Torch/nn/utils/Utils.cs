using NotebookKit.Torch.Generated;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Work on all parameters of a network at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients so that their joint norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">Parameters; those without a gradient do not count.</param>
            /// <param name="max_norm">Largest norm.</param>
            /// <param name="norm_type">p of the norm; infinity for the largest absolute value.</param>
            /// <returns>The norm before scaling; 0 where there is no gradient.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var gradients = tensors.Select(p => p.grad).OfType<Tensor>().ToArray();
                if (gradients.Length == 0) return 0;
                var norms = stack(gradients.Select(g => Ops.linalg_vector_norm(g.detach(), norm_type)).ToArray());
                var total = Ops.linalg_vector_norm(norms, norm_type);
                var factor = total.add(1e-6).reciprocal().mul(max_norm).clamp_max(1);
                foreach (var gradient in gradients) gradient.detach().mul_(factor);
                return total.ToDouble();
            }

            /// <summary>Cuts every element of every gradient to +-<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in tensors.Select(p => p.grad).OfType<Tensor>())
                {
                    Ops.clamp_(gradient.detach(), -clip_value, clip_value);
                }
            }

            /// <summary>All parameters as one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(p => p.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector's parts back into the parameters.</summary>
            /// <exception cref="ArgumentException">The vector's length is not the number of elements.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var parameters = tensors.ToList();
                var needed = parameters.Sum(p => p.numel());
                if (vec.ndim != 1 || vec.numel() != needed)
                {
                    throw new ArgumentException(
                        $"vector_to_parameters needs a vector of {needed} elements, but [{string.Join(", ", vec.shape)}] came.");
                }
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var start = 0L;
                foreach (var parameter in parameters)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.numel()).view(parameter.shape));
                    start += parameter.numel();
                }
            }

            /// <summary>A convolution and the batch norm after it (in eval mode) as one convolution.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor conv_w, Tensor? conv_b, Tensor bn_rm,
                Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var scale = bn_rv.add(bn_eps).rsqrt();
                if (bn_w is not null) scale = scale.mul(bn_w);
                var shape = Sizes.Repeat(1, (int)conv_w.ndim);
                shape[transpose ? 1 : 0] = -1;
                var shift = (conv_b is null ? bn_rm.neg() : conv_b.sub(bn_rm)).mul(scale);
                if (bn_b is not null) shift = shift.add(bn_b);
                return scope.MoveToOuter(
                    new Parameter(conv_w.mul(scale.reshape(shape)), conv_w.requires_grad),
                    new Parameter(shift, conv_w.requires_grad));
            }

            /// <summary>A linear layer and the batch norm after it (in eval mode) as one linear layer.</summary>
            /// <exception cref="ArgumentException">A module is in training mode or the norm tracks no statistics.</exception>
            public static Modules.Linear fuse_linear_bn_eval(Modules.Linear linear, Modules.BatchNorm bn)
            {
                if (linear.training || bn.training || bn.running_mean is not { } mean || bn.running_var is not { } variance)
                {
                    throw new ArgumentException(
                        "fuse_linear_bn_eval needs both modules in eval mode and running statistics; call eval() first.");
                }
                var (weight, bias) = fuse_conv_bn_weights(linear.weight, linear.bias, mean, variance, bn.eps,
                    bn.get_parameter("weight"), bn.bias);
                return new(weight, bias);
            }

            /// <summary>A linear layer and the batch norm after it (in eval mode) as one linear layer's parameters.</summary>
            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor linear_w, Tensor? linear_b,
                Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b) =>
                fuse_conv_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b);
        }
    }
}
