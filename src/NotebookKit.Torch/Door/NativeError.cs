using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

namespace NotebookKit.Torch.Door;

/// <summary>Turns the error text that the door keeps per thread into the exception that callers see.</summary>
internal static unsafe class NativeError
{
    /// <summary>Throws if a function without operator reported an error.</summary>
    /// <param name="result">Its result; negative on error.</param>
    /// <param name="what">Function as the caller knows it, such as "backward".</param>
    internal static int Check(int result, string what) => result < 0 ? throw Of(what) : result;

    /// <inheritdoc cref="Check(int, string)"/>
    internal static nint Check(nint result, string what) => result == 0 ? throw Of(what) : result;

    /// <summary>The error of a function that is no operator.</summary>
    internal static ExternalException Of(string what) => Said($"{what}: {Text()}");

    /// <summary>An error that libtorch would report too, found before the call.</summary>
    internal static ExternalException Said(string message) => new(message);

    /// <summary>The error of an operator: its name, the shapes and types of its arguments, libtorch's own message.</summary>
    internal static ExternalException Of(string name, string overload, NkVal* args, int nargs)
    {
        var native = Text();
        var text = new StringBuilder(name);
        if (overload.Length > 0)
        {
            text.Append('.').Append(overload);
        }

        text.Append('(');
        for (var k = 0; k < nargs; k++)
        {
            text.Append(k > 0 ? ", " : "");
            Describe(text, args[k]);
        }

        return Said(text.Append("): ").Append(native).ToString());
    }

    private static string Text() => Marshal.PtrToStringUTF8((nint)NativeMethods.nk_error_text()) ?? "";

    private static void Describe(StringBuilder text, NkVal value)
    {
        switch (value.Tag)
        {
            case NkTag.Tensor: Shape(text, value.Pointer); break;
            case NkTag.Int: text.Append(value.Integer); break;
            case NkTag.Double: text.Append(value.Real); break;
            case NkTag.Bool: text.Append(value.Integer != 0 ? "true" : "false"); break;
            case NkTag.IntList: text.Append('[').AppendJoin(", ", new ReadOnlySpan<long>((void*)value.Pointer, value.Count).ToArray()).Append(']'); break;
            case NkTag.DoubleList: text.Append('[').AppendJoin(", ", new ReadOnlySpan<double>((void*)value.Pointer, value.Count).ToArray()).Append(']'); break;
            case NkTag.String: text.Append('"').Append(Encoding.UTF8.GetString((byte*)value.Pointer, value.Count)).Append('"'); break;
            case NkTag.Device: text.Append(new torch.Device((DeviceType)value.Count, (int)value.Integer)); break;
            case NkTag.TensorList or NkTag.OptionalTensorList:
                text.Append('[');
                for (var k = 0; k < value.Count; k++)
                {
                    text.Append(k > 0 ? ", " : "");
                    Shape(text, ((nint*)value.Pointer)[k]);
                }

                text.Append(']');
                break;
            default: text.Append(value.Tag); break;
        }
    }

    private static void Shape(StringBuilder text, nint tensor)
    {
        if (tensor == 0)
        {
            text.Append("None");
            return;
        }

        var sizes = new long[NativeMethods.nk_dim(tensor)];
        fixed (long* p = sizes)
        {
            NativeMethods.nk_sizes(tensor, p);
        }

        text.Append('[').AppendJoin(", ", sizes).Append("] ").Append((torch.ScalarType)NativeMethods.nk_dtype(tensor));
    }
}
