using NotebookKit.Interactive;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests;

/// <summary>A folder of a test's own, which may be that of the run; at the end it is removed, and the run is what it was
/// before.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly RunContext former = RunContext.Current;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("run-");

    /// <summary>A path inside.</summary>
    public string this[string name] => Path.Combine(folder.FullName, name);

    /// <summary>From here on the run writes into the folder.</summary>
    public void Enter() => RunContext.Current = former with { OutputDirectory = folder.FullName };

    public void Dispose()
    {
        RunContext.Current = former;
        folder.Delete(recursive: true);
    }
}

/// <summary>What a network holds.</summary>
internal static class Weights
{
    /// <summary>Every value of every parameter, in order.</summary>
    public static float[] Of(nn.Module network) =>
        [.. network.parameters().SelectMany(parameter => parameter.detach().cpu().flatten().data<float>().ToArray())];
}
