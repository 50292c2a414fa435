using System.Runtime.InteropServices;
using NotebookKit.TensorFiles;
using NotebookKit.Torch.Door;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// A tensor in libtorch's own archive, the form of <c>torch::save</c>: a zip file that PyTorch opens with
/// <c>torch.jit.load</c>. Written by libtorch, read by a machine that runs no code of the file.
/// </summary>
internal static unsafe class TensorArchive
{
    private const string Key = "0";                                         // what torch::save calls its one tensor

    internal static void Write(Tensor tensor, string location) => AtomicFile.Write(location, stream =>
    {
        var sink = new Sink(stream);
        var handle = GCHandle.Alloc(sink);
        try
        {
            using var values = tensor.detach();
            NativeError.Check(NativeMethods.nk_save_tensor(values.Handle, GCHandle.ToIntPtr(handle), &Take), "save");
            GC.KeepAlive(values);
        }
        finally
        {
            handle.Free();
        }

        if (sink.Error is { } error) throw new IOException($"{location} cannot be written: {error.Message}", error);
    });

    /// <summary>Reads what <see cref="Write"/> or PyTorch's <c>torch.save</c> of a tensor wrote, or a .dat
    /// file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, asks for more than values, or holds no single
    /// tensor.</exception>
    internal static Tensor Read(string location)
    {
        using var stream = File.OpenRead(location);
        var isZip = stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
        stream.Position = 0;
        if (!isZip)
        {
            using var reader = new BinaryReader(stream);
            return TensorFile.Read(reader);
        }

        var file = Path.GetFileName(location);
        try
        {
            using var values = PickledValues.Read(stream, file);
            return values.Root switch
            {
                Tensor tensor => tensor.alias(),
                ScriptObject saved when saved.TryGetValue(Key, out var value) && value is Tensor tensor =>
                    tensor.alias(),
                _ => throw new InvalidDataException(
                    $"{file}: torch.load reads a file of one tensor, but this one holds something else. Load a " +
                    "module's state with module.load, or a checkpoint of PyTorch with NotebookKit.Weights.PyTorchCheckpoint."),
            };
        }
        catch (ArchiveException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    [UnmanagedCallersOnly]
    private static void Take(nint context, byte* data, long size) =>
        ((Sink)GCHandle.FromIntPtr(context).Target!).Take(data, size);

    // No exception may cross libtorch, so the first one waits here.
    private sealed class Sink(Stream stream)
    {
        public Exception? Error { get; private set; }

        public void Take(byte* data, long size)
        {
            try
            {
                for (var done = 0L; done < size && Error is null; done += int.MaxValue)
                {
                    stream.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(int.MaxValue, size - done)));
                }
            }
            catch (Exception error)
            {
                Error = error;
            }
        }
    }
}
