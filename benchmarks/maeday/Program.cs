using System.Diagnostics;
using System.Runtime.InteropServices;
using NotebookKit.Models.Maeday;
using static TorchSharp.torch;

// One side of compare.py: reads the network's values and the batches from a file, then, for each line "count" on the standard
// input, takes so many pre-training steps and answers "wall seconds, CPU seconds, loss of the last step". Both sides draw
// the masks from the default generator with the same seed.
var recipe = MaedayRecipe.Small;
using var network = MaedayNetwork.New(recipe, channels: 1, seed: 0);
using var optimizer = MaedayPretraining.Optimizer(network, recipe);
using var file = new BinaryReader(File.OpenRead(args[0]));
using (no_grad())
{
    foreach (var (_, parameter) in network.named_parameters().OrderBy(entry => entry.name, StringComparer.Ordinal))
    {
        parameter.copy_(Read(parameter.shape));
    }
}

var batches = new Tensor[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = Read([recipe.BatchSize, 1, 32, 32]);
}

set_num_threads(int.Parse(args[1]));
manual_seed(7);
var step = 0;
while (Console.ReadLine() is { } line)
{
    var count = int.Parse(line);
    var loss = float.NaN;
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var wall = Stopwatch.GetTimestamp();
    for (var k = 0; k < count; k++, step++)
    {
        using var scope = NewDisposeScope();
        loss = MaedayPretraining.Step(network, optimizer, recipe, batches[step % batches.Length], step).item<float>();
    }

    var seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
    var busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
    Console.WriteLine($"{seconds:r} {busy:r} {loss:r}");
}

Tensor Read(long[] shape)
{
    var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
    file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
    return tensor(values).reshape(shape);
}
