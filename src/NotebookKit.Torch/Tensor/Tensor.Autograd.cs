using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Made by the user or detached, not by an operator that autograd recorded.</summary>
        public bool is_leaf
        {
            get
            {
                var leaf = NativeError.Check(NativeMethods.nk_is_leaf(Handle), "is_leaf") != 0;
                GC.KeepAlive(this);
                return leaf;
            }
        }

        /// <summary>Autograd records what is done with it.</summary>
        public bool requires_grad
        {
            get
            {
                var value = NativeMethods.nk_requires_grad(Handle) != 0;
                GC.KeepAlive(this);
                return value;
            }

            set
            {
                NativeError.Check(NativeMethods.nk_set_requires_grad(Handle, value ? 1 : 0), "requires_grad");
                GC.KeepAlive(this);
            }
        }

        /// <summary>Gradient that backward accumulated, null where there is none; each read is a new handle on it.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint gradient;
                NativeError.Check(NativeMethods.nk_gradient(Handle, &gradient), "grad");
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                NativeError.Check(NativeMethods.nk_set_gradient(Handle, value is null ? 0 : value.Handle), "grad");
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Switches recording and returns this.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Switches recording and returns this.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad()
        {
            NativeError.Check(NativeMethods.nk_retain_gradient(Handle), "retain_grad");
            GC.KeepAlive(this);
        }

        /// <summary>Accumulates the gradients of this scalar in the leaves of its graph.</summary>
        public void backward() => backward(null);

        /// <summary>Accumulates gradients in the leaves, or in <paramref name="inputs"/> only.</summary>
        /// <param name="grad_tensors">One weight tensor for a tensor that is no scalar.</param>
        /// <param name="retain_graph">Keep the graph for another call.</param>
        /// <param name="create_graph">Record the gradients themselves, for higher derivatives.</param>
        /// <param name="inputs">Leaves to accumulate in; null: all.</param>
        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Autograd.Backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);

        /// <summary>The same values, cut off from the graph.</summary>
        public Tensor detach() => Ops.detach(this);

        /// <summary>Cuts this tensor off from its graph.</summary>
        public Tensor detach_() => Ops.detach_(this);
    }
}
