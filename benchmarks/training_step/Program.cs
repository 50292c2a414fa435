using System.Diagnostics;
using System.Runtime.InteropServices;
using NotebookKit.Benchmarks;
using NotebookKit.Precision;
using static TorchSharp.torch;

// One side of compare.py: training_step NETWORK FILE THREADS [bfloat16]. Reads the network's first values and the batches from
// the file, then, for each line "count" on the standard input, trains for so many steps and answers "wall seconds, CPU
// seconds, the loss of each step".
set_num_threads(int.Parse(args[2]));
var bfloat16 = args.Length > 3 && args[3] == "bfloat16";
using var task = TrainingTask.Of(args[0]);
using var file = new BinaryReader(File.OpenRead(args[1]));
using (no_grad())
{
    foreach (var parameter in task.Model.parameters()) parameter.copy_(Read());
}
var batches = new Tensor[file.ReadInt32()][];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = new Tensor[file.ReadInt32()];
    for (var part = 0; part < batches[k].Length; part++) batches[k][part] = Read();
}
task.Begin(batches);
var step = 0;
while (Console.ReadLine() is { } line)
{
    var losses = new Tensor[int.Parse(line)];
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var wall = Stopwatch.GetTimestamp();
    for (var k = 0; k < losses.Length; k++, step++)
    {
        using var scope = NewDisposeScope();
        task.Optimizer.zero_grad();
        using (bfloat16 ? Autocast.BFloat16() : null)
        {
            losses[k] = task.Loss(batches[step % batches.Length]);
        }
        losses[k].backward();
        task.Optimizer.step();
        losses[k] = losses[k].detach().MoveToOuterDisposeScope();
    }
    var last = Array.ConvertAll(losses, loss => loss.item<float>());
    var seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
    var busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
    Array.ForEach(losses, loss => loss.Dispose());
    Console.WriteLine($"{seconds:r} {busy:r} {string.Join(' ', last.Select(loss => loss.ToString("r")))}");
}

// A tensor as pytorch_side.py wrote it: type (0 float32, 1 int64), number of dimensions, sizes, elements.
Tensor Read()
{
    var integers = file.ReadInt32() == 1;
    var shape = new long[file.ReadInt32()];
    for (var k = 0; k < shape.Length; k++) shape[k] = file.ReadInt64();
    var count = shape.Aggregate(1L, (a, b) => a * b);
    if (integers)
    {
        var numbers = new long[count];
        file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return tensor(numbers).reshape(shape);
    }
    var values = new float[count];
    file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
    return tensor(values).reshape(shape);
}
