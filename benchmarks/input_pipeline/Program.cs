using NotebookKit.Benchmarks;
using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using static TorchSharp.torch;

// What preparing batches costs, beside a training step of ResNet-20. Everything is measured in turns in one run; the
// figures are medians over the rounds. Arguments: rounds, threads of libtorch.
var rounds = args.Length > 0 ? int.Parse(args[0]) : 15;
var threads = args.Length > 1 ? int.Parse(args[1]) : 1;
set_num_threads(threads);
using var grey = Pictures.Of(20_000, 1, 28);
using var colour = Pictures.Of(5_000, 3, 32);
using var network = new ResNetCifar(20);
using var optimizer = optim.SGD(network.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4);
var cropAndFlip = new BatchOptions { Augmentation = Augmentation.None.Crop(4).Flip() };
var everything = new BatchOptions { Augmentation = Augmentation.None.Crop(4).Flip().Cutout(8).Colour(0.2, 0.2, 0.2) };

Turn[] turns =
[
    new("28x28: gather, to [0, 1], batch 64", 20_000, () => Pass(grey, 64)),
    new("28x28: gather, to [0, 1], standardise, batch 64", 20_000, () => Pass(grey, 64, standardises: true)),
    new("28x28: gather, to [0, 1], standardise, batch 512", 20_000, () => Pass(grey, 512, standardises: true)),
    new("32x32x3: gather, batch 128", 5_000, () => Pass(colour, 128)),
    new("32x32x3: gather, crop, flip, batch 128", 5_000, () => Pass(colour, 128, cropAndFlip)),
    new("32x32x3: gather, crop, flip, cutout, colour, batch 128", 5_000, () => Pass(colour, 128, everything)),
    new("ResNet-20: a training step, batch 128", 3 * 128, () => Train(3)),
];

Train(2);
foreach (var turn in turns) turn.Run();
foreach (var turn in turns) turn.Forget();
for (var round = 0; round < rounds; round++)
{
    foreach (var turn in turns) turn.Run();
}

Console.WriteLine($"threads {threads}, {rounds} rounds");
Console.WriteLine("| work | CPU us per image | images per CPU second | wall us per image |");
Console.WriteLine("| --- | --- | --- | --- |");
foreach (var turn in turns)
{
    Console.WriteLine($"| {turn.Name} | {turn.Cpu:0.00} | {1e6 / turn.Cpu:N0} | {turn.Wall:0.00} |");
}

var plain = turns[3];
var augmented = turns[4];
var step = turns[6];
Console.WriteLine($"crop and flip: {(augmented.Cpu - plain.Cpu) / step.Cpu:P2} of a step's CPU time; " +
    $"gather, crop and flip: {augmented.Cpu / step.Cpu:P2} (wall {augmented.Wall / step.Wall:P2})");
if (1e6 / turns[1].Cpu < 500_000 || augmented.Cpu / step.Cpu > 0.05)
{
    Console.Error.WriteLine(
        "Required: 500,000 standardised 28x28 images per second, crop and flip within 5 % of a step.");
    return 1;
}

return 0;

void Pass(ImageSet set, int batchSize, BatchOptions? options = null, bool standardises = false)
{
    foreach (var batch in Batches.Of(set, batchSize, shuffleSeed: 1, epoch: 0, options))
    {
        if (standardises) batch.Images.sub_(0.2860f).div_(0.3530f);       // mean and deviation of Fashion-MNIST
    }
}

void Train(int steps)
{
    foreach (var batch in Batches.Of(colour, 128, shuffleSeed: 1).Take(steps))
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(network.call(batch.Images), batch.Labels);
        loss.backward();
        optimizer.step();
    }
}
