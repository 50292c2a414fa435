using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace NotebookKit.Torch.Door;

/// <summary>Calls operators of libtorch by schema name. The generated bodies (Generated/Ops.*.g.cs) go through here.</summary>
internal static unsafe class Native
{
    /// <summary>Calls an operator, found once and kept in <paramref name="op"/>.</summary>
    /// <returns>Count of results in <paramref name="rets"/>; with capacity 0 the results are dropped.</returns>
    /// <exception cref="ExternalException">libtorch refused: the message names the operator and its arguments.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Call(ref nint op, string name, string overload, NkVal* args, int nargs, NkVal* rets, int capacity)
    {
        OperatorCheck.Pass();
        var found = op != 0 ? op : Find(ref op, name, overload);
        var count = NativeMethods.nk_call(found, args, nargs, rets, capacity);
        return count >= 0 ? count : throw NativeError.Of(name, overload, args, nargs);
    }

    /// <summary>Schemas of all operators whose name starts with <paramref name="prefix"/>, sorted, one per line.</summary>
    internal static string[] Schemas(string prefix)
    {
        fixed (byte* p = Terminated(prefix))
        {
            var text = NativeMethods.nk_schemas(p);
            if (text is null)
            {
                throw NativeError.Of("schemas");
            }

            var lines = Marshal.PtrToStringUTF8((nint)text)!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            NativeMethods.nk_free((nint)text);
            return lines;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Find(ref nint op, string name, string overload)
    {
        fixed (byte* n = Terminated(name))
        fixed (byte* o = Terminated(overload))
        {
            var found = NativeMethods.nk_find(n, o);
            if (found == 0)
            {
                throw NativeError.Of(name, overload, null, 0);
            }

            return op = found;
        }
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
