using System.Diagnostics;
using System.Runtime.InteropServices;
using NotebookKit.Models.CounterfactualGan;
using static TorchSharp.torch;

// One side of compare.py: reads the values of G, D and C and the batches from a file, then, for each line "count" on the
// standard input, takes so many steps of the game and of C and answers "wall seconds, CPU seconds, losses of the last step".
const int BatchSize = 24;
using var game = new CounterfactualGame(CounterfactualRecipe.Small, channels: 1, seed: 0);
using var file = new BinaryReader(File.OpenRead(args[0]));
using (no_grad())
{
    foreach (var parameter in game.Networks.Values.SelectMany(network => network.parameters()))
    {
        parameter.copy_(Read(parameter.shape));
    }
}

var batches = new (Tensor Images, Tensor Labels)[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = (Read([BatchSize, 1, 32, 32]), Read([BatchSize]).to(ScalarType.Int64));
}

set_num_threads(int.Parse(args[1]));
var step = 0;
while (Console.ReadLine() is { } line)
{
    var count = int.Parse(line);
    string losses = "";
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var wall = Stopwatch.GetTimestamp();
    for (var k = 0; k < count; k++, step++)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = batches[step % batches.Length];
        IReadOnlyList<Tensor> terms = [.. game.Step(images, labels), .. game.StepPlain(images, labels)];
        if (k == count - 1)
        {
            losses = string.Join(' ', new[] { 0, 1, 3, 4, 8 }.Select(i => $"{terms[i].item<float>():r}"));
        }
    }

    var seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
    var busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
    Console.WriteLine($"{seconds:r} {busy:r} {losses}");
}

Tensor Read(long[] shape)
{
    var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
    file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
    return tensor(values).reshape(shape);
}
