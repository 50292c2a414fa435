using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// One side of compare.py: reads the network's values and the batches from a file, then, for each line "count" on the
// standard input, trains for so many steps and answers "wall seconds, CPU seconds, last loss".
const int BatchSize = 64;
using var model = Sequential(
    Conv2d(3, 32, 3, padding: 1L), ReLU(), MaxPool2d(2),
    Conv2d(32, 32, 3, padding: 1L), ReLU(), MaxPool2d(2),
    Flatten(), Linear(2048, 64), ReLU(), Linear(64, 1));
using var file = new BinaryReader(File.OpenRead(args[0]));
using (no_grad())
{
    foreach (var parameter in model.parameters()) parameter.copy_(Read(parameter.shape));
}
var batches = new (Tensor Images, Tensor Targets)[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++) batches[k] = (Read([BatchSize, 3, 32, 32]), Read([BatchSize, 1]));
using var optimizer = torch.optim.Adam(model.parameters());
using var criterion = BCEWithLogitsLoss();
set_num_threads(int.Parse(args[1]));
var step = 0;
while (Console.ReadLine() is { } line)
{
    var count = int.Parse(line);
    var last = 0f;
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var wall = Stopwatch.GetTimestamp();
    for (var k = 0; k < count; k++, step++)
    {
        using var scope = NewDisposeScope();
        var (images, targets) = batches[step % batches.Length];
        optimizer.zero_grad();
        var loss = criterion.call(model.call(images), targets);
        loss.backward();
        optimizer.step();
        if (k == count - 1) last = loss.item<float>();
    }
    var seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
    var busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
    Console.WriteLine($"{seconds:r} {busy:r} {last:r}");
}

Tensor Read(long[] shape)
{
    var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
    file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
    return tensor(values).reshape(shape);
}
