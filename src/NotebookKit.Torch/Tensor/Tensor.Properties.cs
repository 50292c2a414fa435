using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int FlagSparse = 1;
        private const int FlagContiguous = 2;

        /// <summary>Count of dimensions.</summary>
        public long Dimensions => dim();

        /// <summary>Count of dimensions.</summary>
        public long ndim => dim();

        /// <summary>Count of elements.</summary>
        public long NumberOfElements => numel();

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => element_size();

        /// <summary>On an NVIDIA GPU.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Stores non-zero elements only.</summary>
        public bool is_sparse => (Flags & FlagSparse) != 0;

        /// <summary>Type of the elements.</summary>
        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)NativeMethods.nk_dtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        /// <summary>Where the tensor lives.</summary>
        public Device device => device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);

        /// <summary>Number of its device; -1 on the processor.</summary>
        public int device_index
        {
            get
            {
                var index = NativeMethods.nk_device_index(Handle);
                GC.KeepAlive(this);
                return index;
            }
        }

        /// <summary>Kind of its device.</summary>
        public DeviceType device_type
        {
            get
            {
                var type = (DeviceType)NativeMethods.nk_device_type(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        /// <summary>Sizes, a new array each time.</summary>
        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[NativeMethods.nk_dim(Handle)];
                fixed (long* p = sizes)
                {
                    NativeMethods.nk_sizes(Handle, p);
                }

                GC.KeepAlive(this);
                return sizes;
            }
        }

        private int Flags
        {
            get
            {
                var flags = NativeError.Check(NativeMethods.nk_flags(Handle), "flags");
                GC.KeepAlive(this);
                return flags;
            }
        }

        /// <summary>Count of dimensions.</summary>
        public long dim()
        {
            var count = NativeMethods.nk_dim(Handle);
            GC.KeepAlive(this);
            return count;
        }

        /// <summary>Count of elements.</summary>
        public long numel()
        {
            var count = NativeMethods.nk_numel(Handle);
            GC.KeepAlive(this);
            return count;
        }

        /// <summary>Bytes of one element.</summary>
        public long element_size()
        {
            var size = NativeMethods.nk_item_size(Handle);
            GC.KeepAlive(this);
            return size;
        }

        /// <summary>Integer or truth values.</summary>
        public bool is_integral() => dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32
            or ScalarType.Int64 or ScalarType.Bool;

        /// <summary>Real values.</summary>
        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

        /// <summary>Complex values.</summary>
        public bool is_complex() => IsComplex(dtype);

        /// <summary>On the processor.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>The one element is not zero.</summary>
        public bool is_nonzero() => Ops.is_nonzero(this);

        /// <summary>In page-locked memory.</summary>
        public bool is_pinned() => Ops.is_pinned(this);

        /// <summary>A copy in page-locked memory, for fast transfers to a GPU.</summary>
        public Tensor pin_memory() => Ops.pin_memory(this);

        /// <summary>Elements lie in C order without gaps.</summary>
        public bool is_contiguous() => (Flags & FlagContiguous) != 0;

        /// <summary>Sizes, a new array each time.</summary>
        public long[] size() => shape;

        /// <summary>Size of one dimension; negative counts from the end.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public long size(int dim) => At(shape, dim);

        /// <summary>Steps in elements from one index to the next, per dimension.</summary>
        public unsafe long[] stride()
        {
            var steps = new long[NativeMethods.nk_dim(Handle)];
            fixed (long* p = steps)
            {
                NativeError.Check(NativeMethods.nk_strides(Handle, p), "stride");
            }

            GC.KeepAlive(this);
            return steps;
        }

        /// <summary>Step of one dimension; negative counts from the end.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public long stride(int dim) => At(stride(), dim);

        /// <summary>First element's place in the storage.</summary>
        public unsafe long storage_offset()
        {
            nint data;
            long length;
            long offset;
            NativeError.Check(NativeMethods.nk_storage(Handle, &data, &length, &offset), "storage_offset");
            GC.KeepAlive(this);
            return offset;
        }

        private static long At(long[] values, int dim) => dim >= -values.Length && dim < values.Length
            ? values[dim < 0 ? dim + values.Length : dim]
            : throw new ArgumentOutOfRangeException(
                nameof(dim), dim, $"A tensor of {values.Length} dimensions has no dimension {dim}.");
    }
}
