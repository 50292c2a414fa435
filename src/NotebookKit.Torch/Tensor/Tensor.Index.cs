using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

// Indices are taken from left to right: numbers, slices, new axes and the ellipsis give a view; index tensors and masks
// are applied to that view at the end, as PyTorch does.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A view, or a copy where index tensors or masks are among the indices; the setter writes there.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => SetAt(indices, value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => SetAt([i1], value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => SetAt([i1, i2], value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => SetAt([i1, i2, i3], value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => SetAt([i1, i2, i3, i4], value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index(i1, i2, i3, i4, i5);
            set => SetAt([i1, i2, i3, i4, i5], value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index(i1, i2, i3, i4, i5, i6);
            set => SetAt([i1, i2, i3, i4, i5, i6], value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => SetAt(Array.ConvertAll(indices, i => (TensorIndex)i), value);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params TensorIndex[] indices)
        {
            var view = View(indices, out var tensors);
            if (tensors is null)
            {
                return view;
            }

            using (view)
            {
                return Ops.index_Tensor(view, tensors);
            }
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params Tensor[] indices) => Ops.index_Tensor(this, indices);

        /// <summary>Writes a value where the indices say.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Writes a value where the indices say, or adds it.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = View(indices, out var tensors);
            if (tensors is not null)
            {
                Ops.index_put_(view, tensors, value, accumulate);
            }
            else if (accumulate)
            {
                view.add_(value);
            }
            else
            {
                view.copy_(value);
            }

            return this;
        }

        /// <summary>Writes a value where index tensors or masks say.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => Ops.index_put_(this, indices, value);

        /// <summary>Writes a value where index tensors or masks say, or adds it.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Ops.index_put_(this, indices, value, accumulate);

        /// <summary>Writes a number where the indices say.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Number(value);
            return index_put_(number, indices, false);
        }

        /// <summary>Writes a number where index tensors or masks say.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var number = Number(value);
            return Ops.index_put_(this, indices, number);
        }

        /// <summary>A copy with a value where the indices say.</summary>
        public Tensor index_put(Tensor value, params Tensor[] indices) => Ops.index_put(this, indices, value);

        private Tensor Number(Scalar value) => Ops.scalar_tensor(value, dtype, device);

        // A value with leading dimensions of size 1 too many fits, as in PyTorch.
        private void SetAt(TensorIndex[] indices, Tensor value)
        {
            using var view = View(indices, out var tensors);
            if (tensors is not null)
            {
                Ops.index_put_(view, tensors, value);
                return;
            }

            var sizes = value.shape;
            var extra = 0;
            while (extra < sizes.Length - view.dim() && sizes[extra] == 1)
            {
                extra++;
            }

            using var fitted = extra > 0 ? value.reshape(sizes[extra..]) : value.alias();
            view.copy_(fitted);
        }

        // The view that numbers, slices, new axes and the ellipsis select; index tensors by the dimension they apply to.
        private Tensor View(TensorIndex[] indices, out Tensor?[]? tensors)
        {
            var taken = indices.Sum(Consumed);
            if (taken > dim())
            {
                throw NativeError.Said($"{taken} indices are too many for a tensor of {dim()} dimensions [{string.Join(", ", shape)}].");
            }

            var view = alias();
            var found = new List<(long Dim, Tensor Index)>();
            var at = 0L;
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Single:
                        Step(ref view, view.select(at, index.Start!.Value));
                        break;
                    case TensorIndex.IndexKind.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                        {
                            Step(ref view, Ops.slice_Tensor(view, at, index.Start, index.Stop, index.Step ?? 1));
                        }

                        at++;
                        break;
                    case TensorIndex.IndexKind.None:
                        Step(ref view, view.unsqueeze(at++));
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        at += dim() - taken;
                        break;
                    case TensorIndex.IndexKind.Bool:
                        Step(ref view, view.unsqueeze(at));
                        found.Add((at++, index.Start != 0 ? torch.zeros(1, dtype: int64) : empty(0, dtype: int64)));
                        break;
                    case TensorIndex.IndexKind.Tensor when Consumed(index) == 0:    // a 0-D mask acts as a truth value
                        Step(ref view, view.unsqueeze(at));
                        found.Add((at++, index.Value!.unsqueeze(0)));
                        break;
                    default:
                        found.Add((at, index.Value!));
                        at += Consumed(index);
                        break;
                }
            }

            tensors = null;
            if (found.Count > 0)
            {
                var place = 0L;
                var list = new List<Tensor?>();
                foreach (var (where, index) in found)
                {
                    for (; place < where; place++)
                    {
                        list.Add(null);
                    }

                    list.Add(index);
                    place += IsMask(index) ? index.dim() : 1;
                }

                tensors = [.. list];
            }

            return view;
        }

        private static bool IsMask(Tensor index) => index.dtype is ScalarType.Bool or ScalarType.Byte;

        private static long Consumed(TensorIndex index) => index.Kind switch
        {
            TensorIndex.IndexKind.Single or TensorIndex.IndexKind.Slice => 1,
            TensorIndex.IndexKind.Tensor => IsMask(index.Value!) ? index.Value!.dim() : 1,
            _ => 0,
        };

        private static void Step(ref Tensor view, Tensor next)
        {
            view.Dispose();
            view = next;
        }
    }
}
