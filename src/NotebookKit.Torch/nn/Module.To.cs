using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves the module to another tensor's device and, if floating, element type.</summary>
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <summary>
            /// Moves parameters and buffers in place. A parameter that changes is replaced by a new object in the module and
            /// in every field that held it, and the old one is freed; one shared by two modules stays shared.
            /// </summary>
            /// <exception cref="ArgumentException"><paramref name="dtype"/> is no floating or complex type.</exception>
            internal Module _to(Device? device, ScalarType? dtype, bool non_blocking)
            {
                if (dtype is { } type && !IsReal(type))
                {
                    throw new ArgumentException($"A module's parameters need a floating or complex type, but '{type}' came.");
                }
                Move(device, dtype, non_blocking, new(ReferenceEqualityComparer.Instance));
                return this;
            }

            private void Move(Device? device, ScalarType? dtype, bool nonBlocking, Dictionary<Tensor, Tensor> moved)
            {
                using (no_grad())
                {
                    foreach (var name in _parameters.Keys.ToArray())
                    {
                        var old = _parameters[name];
                        _parameters[name] = (Parameter)Moved(old, device, dtype, nonBlocking, moved);
                        ReplaceInFields(old, _parameters[name]);
                    }
                    foreach (var name in _buffers.Keys.ToArray())
                    {
                        var (old, persistent) = _buffers[name];
                        _buffers[name] = (Moved(old, device, dtype, nonBlocking, moved), persistent);
                        ReplaceInFields(old, _buffers[name].Tensor);
                    }
                }
                foreach (var child in children()) child.Move(device, dtype, nonBlocking, moved);
            }

            private static Tensor Moved(Tensor old, Device? device, ScalarType? dtype, bool nonBlocking, Dictionary<Tensor, Tensor> moved)
            {
                if (moved.TryGetValue(old, out var known)) return known;
                var toType = dtype is { } wanted && IsReal(old.dtype) ? wanted : old.dtype;
                var toDevice = device ?? old.device;
                if (toType == old.dtype && toDevice.type == old.device.type
                    && (toDevice.index == old.device.index || toDevice.index < 0 || toDevice.type == DeviceType.CPU))
                {
                    return old;
                }
                var data = old.to(toType, toDevice, non_blocking: nonBlocking);
                Tensor result;
                if (old is Parameter)
                {
                    result = new Parameter(data, old.requires_grad);
                    using var gradient = old.grad;
                    if (gradient is not null)
                    {
                        using var movedGradient = gradient.to(toType, toDevice, non_blocking: nonBlocking);
                        result.grad = movedGradient;
                    }
                }
                else
                {
                    result = data;
                }
                result.DetachFromDisposeScope();
                old.Dispose();
                moved[old] = result;
                moved[result] = result;
                return result;
            }

            private void ReplaceInFields(Tensor old, Tensor now)
            {
                if (ReferenceEquals(old, now)) return;
                foreach (var field in ComponentFields.Of(GetType()))
                {
                    if (ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, now);
                }
            }

            private static bool IsReal(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16
                or ScalarType.Float32 or ScalarType.Float64 or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        }
    }
}
