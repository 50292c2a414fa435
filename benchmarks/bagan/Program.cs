using NotebookKit.Benchmarks;
using NotebookKit.Data;
using NotebookKit.Models.Bagan;
using NotebookKit.Train;
using static TorchSharp.torch;

// One side of compare.py: the values of G and D, encoded pictures and batches come from a file; a step is one of the game
// (D on 32 real and 4 generated pictures, G on 36).
// Given "strips" alone it prints what the film and the looks of a training cost.
const int BatchSize = 32;
const int Classes = 10;
var recipe = BaganRecipe.Small;
if (args[0] == "strips")
{
    BaganStrips.Print(recipe);
    return;
}

using var generator = new BaganGenerator(recipe.Architecture);
using var discriminator = new BaganTrunk(recipe.Architecture, Classes + 1);
using var file = new BinaryReader(File.OpenRead(args[0]));
InTurn.Fill(file, generator.parameters().Concat(discriminator.parameters()));
var encoded = InTurn.Floats(file, file.ReadInt32(), recipe.Architecture.Latent);
using var gaussians = ClassGaussians.Fit(
    encoded, InTurn.Labels(file, encoded.shape[0]).data<long>().ToArray(), Classes);
var batches = new Batch[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = new(InTurn.Floats(file, BatchSize, 1, 16, 16), InTurn.Labels(file, BatchSize));
}

set_num_threads(int.Parse(args[1]));
using var game = new AdversarialGame(
    recipe, Classes, Verdict.OneOutput, LabelSampler.Uniform(Classes), generator, discriminator, gaussians);
Seed.All(7);
InTurn.Answer(step => game.Step(batches[step % batches.Length]));
