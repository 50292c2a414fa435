using System.Diagnostics;
using System.Globalization;
using NotebookKit.Benchmarks.Gpu;
using NotebookKit.Torch.Door;
using TorchSharp;
using static TorchSharp.torch;

// Checks and times on a GPU, as a table. Without one: says so, times the CPU and ends well, so that the way here can be
// tried anywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int BatchSize = 128;
Console.WriteLine($"libtorch {TorchInfo.Version}, .NET {Environment.Version}, {get_num_threads()} threads");
foreach (var line in TorchInfo.BuildSettings.Split('\n').Where(line => line.Contains("CUDA Runtime") || line.Contains("CuDNN")))
{
    Console.WriteLine(line.Trim(' ', '-'));
}

var failed = 0;
Console.WriteLine("| what | result |\n| --- | --- |");
if (!cuda.is_available())
{
    Console.WriteLine("| checks | skipped: this libtorch sees no GPU |");
}
else
{
    Console.WriteLine($"| devices | {cuda.device_count()} |");
    foreach (var (name, run) in Checks.All)
    {
        using var scope = NewDisposeScope();
        try
        {
            Console.WriteLine($"| {name} | ok: {run()} |");
        }
        catch (Exception error)                                           // one that fails must not hide the others
        {
            failed++;
            Console.WriteLine($"| {name} | FAILED: {error.Message.ReplaceLineEndings(" ")} |");
        }
    }
}

Time("cpu", CPU, steps: 3);
if (cuda.is_available())
{
    Time("cuda", CUDA, steps: 100);
}

Console.WriteLine(failed == 0 ? "all well" : $"{failed} checks failed");
return failed == 0 ? 0 : 1;

void Time(string name, Device device, int steps)
{
    using var training = new Training(device, BatchSize);
    training.Step();
    Wait();
    var watch = Stopwatch.StartNew();
    for (var step = 0; step < steps; step++)
    {
        training.Step();
    }

    Wait();
    Console.WriteLine($"| ResNet-20 step, batch {BatchSize}, {name} | {watch.Elapsed.TotalMilliseconds / steps:F2} ms |");

    void Wait()
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }
}
