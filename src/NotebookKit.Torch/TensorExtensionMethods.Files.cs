using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Writes type, sizes and elements in the .dat form.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer) => TensorFile.Write(tensor, writer);

    /// <inheritdoc cref="Save(Tensor, BinaryWriter)"/>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    /// <summary>Writes a file in the .dat form, aside and then renamed.</summary>
    public static void Save(this Tensor tensor, string location)
    {
        var aside = location + ".part";
        using (var stream = File.Create(aside))
        {
            tensor.Save(stream);
        }

        File.Move(aside, location, overwrite: true);
    }

    /// <summary>Reads elements into a tensor of the stored type and shape.</summary>
    /// <param name="tensor">Where to.</param>
    /// <param name="reader">Where from.</param>
    /// <param name="skip">Pass over the stored tensor.</param>
    /// <exception cref="ArgumentException">Type or shape differ.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false) => TensorFile.ReadInto(tensor, reader, skip);

    /// <summary>Reads a tensor in the .dat form.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var tensor = TensorFile.Read(reader);
        if (!skip)
        {
            return tensor;
        }

        tensor.Dispose();
        return null!;
    }

    /// <summary>Reads into a tensor, or makes one where there is none.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null)
        {
            TensorFile.ReadInto(tensor, reader, skip);
        }
        else
        {
            tensor = Load(reader, skip);
        }
    }
}
