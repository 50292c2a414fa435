using System.Diagnostics;
using System.Runtime.InteropServices;
using NotebookKit.Data;
using NotebookKit.Models.Bagan;
using NotebookKit.Train;
using static TorchSharp.torch;

// One side of compare.py: reads the values of G and D, encoded pictures and batches from a file, then, for each line
// "count" on the standard input, takes so many steps of the game (D on 32 real and 4 generated pictures, G on 36) and
// answers "wall seconds, CPU seconds, losses of the last step".
const int BatchSize = 32;
const int Classes = 10;
var recipe = BaganRecipe.Small;
using var generator = new BaganGenerator(recipe.Architecture);
using var discriminator = new BaganTrunk(recipe.Architecture, Classes + 1);
using var file = new BinaryReader(File.OpenRead(args[0]));
using (no_grad())
{
    foreach (var parameter in generator.parameters().Concat(discriminator.parameters()))
    {
        parameter.copy_(Read(parameter.shape));
    }
}

var encoded = Read([file.ReadInt32(), recipe.Architecture.Latent]);
var encodedLabels = Labels(encoded.shape[0]);
using var gaussians = ClassGaussians.Fit(encoded, encodedLabels, Classes);
var batches = new Batch[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = new(Read([BatchSize, 1, 16, 16]), tensor(Labels(BatchSize)));
}

set_num_threads(int.Parse(args[1]));
using var game = new AdversarialGame(
    recipe, Classes, Verdict.OneOutput, LabelSampler.Uniform(Classes), generator, discriminator, gaussians);
Seed.All(7);
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
        var terms = game.Step(batches[step % batches.Length]);
        if (k == count - 1)
        {
            losses = string.Join(' ', terms.Select(term => $"{term.item<float>():r}"));
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

long[] Labels(long count) => Read([count]).to(ScalarType.Int64).data<long>().ToArray();
