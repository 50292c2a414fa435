using System.Numerics;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>On the processor.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>On an NVIDIA GPU.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>As another element type; the same storage where nothing changes and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.to_dtype(this, type, non_blocking, copy));

        /// <summary>As the element type of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => Ops.type_as(this, tensor);

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>As another type on another device; the same storage where nothing changes and no copy is asked for.</summary>
        /// <param name="type">Element type.</param>
        /// <param name="device">Device.</param>
        /// <param name="copy">Copy in any case.</param>
        /// <param name="disposeAfter">Dispose this tensor.</param>
        /// <param name="non_blocking">Do not wait for a transfer from page-locked memory.</param>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.to_device(this, device, type, non_blocking, copy));

        /// <inheritdoc cref="to_type"/>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.to_dtype_layout(this, null, device, non_blocking, copy));

        /// <summary>As the type and on the device of another tensor.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => Ops.to_other(this, other, non_blocking);

        /// <summary>As truth values.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>As integers 0..255.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>As 8-bit integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);

        /// <summary>As 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>As 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>As 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>As 16-bit reals.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>As 16-bit reals with float's range.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>As 32-bit reals.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>As 64-bit reals.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The quantized values as reals.</summary>
        public Tensor dequantize() => Ops.dequantize_self(this);

        /// <summary>Real part.</summary>
        public Tensor real => Ops.real(this);

        /// <summary>Imaginary part.</summary>
        public Tensor imag => Ops.imag(this);

        /// <summary>Complex values as pairs of reals in a new last dimension.</summary>
        public Tensor view_as_real() => Ops.view_as_real(this);

        /// <summary>Pairs of reals in the last dimension as complex values.</summary>
        public Tensor view_as_complex() => Ops.view_as_complex(this);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(byte value) => tensor(value);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(sbyte value) => tensor(value);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(short value) => tensor(value);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(int value) => tensor(value);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(long value) => tensor(value);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(float value) => tensor(value);

        /// <summary>A 0-D tensor of a number.</summary>
        public static implicit operator Tensor(double value) => tensor(value);

        /// <summary>A 0-D tensor of a truth value.</summary>
        public static implicit operator Tensor(bool value) => tensor(value);

        /// <summary>A 0-D tensor of a complex number.</summary>
        public static implicit operator Tensor((float, float) value) => tensor(value);

        /// <summary>A 0-D tensor of a complex number.</summary>
        public static implicit operator Tensor(Complex value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(byte[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(short[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(int[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(long[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(float[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(double[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(bool[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor((float, float)[] value) => tensor(value);

        /// <summary>A 1-D tensor.</summary>
        public static implicit operator Tensor(Complex[] value) => tensor(value);

        /// <summary>A 0-D tensor of a number, in its own type.</summary>
        public static implicit operator Tensor(Scalar scalar) => Ops.scalar_tensor(scalar, scalar.Type);

        /// <summary>The one element, converted.</summary>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The one element, converted.</summary>
        public static explicit operator double(Tensor value) => value.ToDouble();

        /// <summary>The one element, converted.</summary>
        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        /// <summary>The one element, converted.</summary>
        public static explicit operator byte(Tensor value) => value.ToByte();

        /// <summary>The one element, converted.</summary>
        public static explicit operator short(Tensor value) => value.ToInt16();

        /// <summary>The one element, converted.</summary>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>The one element, converted.</summary>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The one element is not zero.</summary>
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        private Tensor After(bool disposeThis, Tensor result)
        {
            if (disposeThis)
            {
                Dispose();
            }

            return result;
        }
    }
}
