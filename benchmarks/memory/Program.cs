using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Memory;
using NotebookKit.Models.Backbones;
using NotebookKit.Torch.Door;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;

// Does memory stay where it is? Three loops over ResNet-20; for each: live tensors, the native allocator's bytes,
// the bytes that .NET has taken from the system and resident memory after a tenth of it and at its end. Exit code 1 where a loop grows. Arguments: steps (5000), evaluations (1000), forgetful steps (300).
var steps = Argument(0, 5_000);
var evaluations = Argument(1, 1_000);
var forgetful = Argument(2, 300);
const int BatchSize = 8;                                                        // small: the count of steps is what matters
const double Growth = 1.05;
const long OverLiveSet = 1L << 30;                                              // bytes that forgotten tensors may hold

torch.random.manual_seed(17);
using var model = new ResNetCifar(20);
using var images = Pictures(64);
using var optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
var failed = false;
Console.WriteLine("| loop | count | live tensors, first and last | native MB, first and last | managed MB, first and last | resident MB, first and last | peak over the live set, MB |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
Measure("training steps", steps, k => Step(scoped: true));
Measure("evaluations", evaluations, k => Evaluation.Measure(model, images, Objective.MultiClass));
Measure("training steps that dispose of nothing", forgetful, k => Step(scoped: false), flat: false);
return failed ? 1 : 0;

void Measure(string name, int count, Action<int> body, bool flat = true)
{
    var settle = Math.Max(1, count / 10);
    (long Live, long Native, long Managed, long Resident) first = default;
    var start = Resident();
    var peak = start;
    for (var k = 0; k < count; k++)
    {
        body(k);
        if (k == settle - 1)
        {
            first = Held();
        }

        if (!flat)
        {
            peak = Math.Max(peak, Resident());
        }
    }

    var last = Held();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {count} | {first.Live}, {last.Live} | {first.Native / 1e6:F0}, {last.Native / 1e6:F0} | {first.Managed / 1e6:F0}, {last.Managed / 1e6:F0} | {first.Resident / 1e6:F0}, {last.Resident / 1e6:F0} | {(flat ? "" : $"{(peak - start) / 1e6:F0}")} |"));
    failed |= flat ? last.Live != first.Live || last.Resident > first.Resident * Growth : peak - start > OverLiveSet;
}

// After a collection that gives memory back to the system: garbage that waits for one is no growth, nor is the room that
// .NET keeps for what it makes next.
(long Live, long Native, long Managed, long Resident) Held()
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    return (LiveTensors.Count, MemoryStatistics.Now().NativeBytes ?? 0, GC.GetGCMemoryInfo().TotalCommittedBytes, Resident());
}

void Step(bool scoped)
{
    using var scope = scoped ? NewDisposeScope() : null;
    optimizer.zero_grad();
    var batch = images.Images.narrow(0, 0, BatchSize).to(float32) / 255;
    var loss = nn.functional.cross_entropy(model.call(batch), images.Labels.narrow(0, 0, BatchSize));
    loss.backward();
    optimizer.step();
}

int Argument(int place, int preset) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : preset;

static long Resident() =>
    long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

static ImageSet Pictures(int count)
{
    var random = new Random(3);
    var planes = new byte[count * 3 * 32 * 32];
    random.NextBytes(planes);
    var labels = Enumerable.Range(0, count).Select(k => (long)(k % 10)).ToArray();
    return ImageSet.FromPlanes(
        planes, 3, 32, 32, labels, Cifar10.Classes, new DataUse("noise", "", $"{count} pictures of noise", StandIn: true));
}
