using System.Runtime.CompilerServices;
using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Raw bytes of a contiguous tensor on the processor; writing through it writes the tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous or not on the processor.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var length = checked((int)(numel() * element_size()));
                return new Span<byte>((void*)Data("bytes"), length);
            }

            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException($"bytes needs {target.Length} bytes, but {value.Length} came.");
                }

                value.CopyTo(target);
            }
        }

        /// <summary>The elements as a collection in logical order; on the processor without a copy.</summary>
        /// <exception cref="ArgumentException">T is not the type of the elements.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            Require<T>("data");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The one element; no conversion.</summary>
        /// <exception cref="ArgumentException">T is not the type of the elements, or there is more than one.</exception>
        public unsafe T item<T>()
            where T : unmanaged
        {
            Require<T>("item");
            if (numel() != 1)
            {
                throw new ArgumentException($"item needs one element, but the tensor is [{string.Join(", ", shape)}].");
            }

            if (device_type == DeviceType.CPU)
            {
                nint data;
                NativeError.Check(NativeMethods.nk_data(Handle, &data), "item");
                var value = Unsafe.ReadUnaligned<T>((void*)data);
                GC.KeepAlive(this);
                return value;
            }

            using var here = cpu();
            return here.item<T>();
        }

        /// <summary>The one element as a number.</summary>
        public Scalar ToScalar() => Ops.item(this);

        /// <summary>Nested lists of numbers; the number itself for a 0-D tensor.</summary>
        public object tolist()
        {
            using var here = cpu();
            using var flat = here.contiguous();
            return TensorLists.Of(flat);
        }

        /// <summary>Address of the first element.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous or not on the processor.</exception>
        internal unsafe nint Data(string what)
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException($"{what} needs a tensor on the CPU, but it is on {device}; use cpu().");
            }

            if (!is_contiguous())
            {
                throw new InvalidOperationException($"{what} needs a contiguous tensor; use contiguous().");
            }

            nint data;
            NativeError.Check(NativeMethods.nk_data(Handle, &data), what);
            GC.KeepAlive(this);
            return data;
        }

        private void Require<T>(string what)
        {
            var type = dtype;
            if (ScalarTypeOf<T>() != type)
            {
                throw new ArgumentException(
                    $"{what}<{typeof(T).Name}> reads {ScalarTypeOf<T>()} elements, but the tensor holds {type}; convert it with to().");
            }
        }
    }
}
