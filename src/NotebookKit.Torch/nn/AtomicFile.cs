namespace TorchSharp.Utils;

/// <summary>Files that are either wholly there or not: written aside, then renamed.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var aside = path + ".part";
        try
        {
            using (var stream = File.Create(aside)) write(stream);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
