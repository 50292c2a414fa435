using NotebookKit.Benchmarks;
using NotebookKit.Models.CounterfactualGan;
using static TorchSharp.torch;

// One side of compare.py: the values of G, D and C and the batches come from a file; a step is one of the game and of C.
// Given "strips" alone it prints what the film of a training costs.
const int BatchSize = 24;
using var game = new CounterfactualGame(CounterfactualRecipe.Small, channels: 1, seed: 0);
if (args[0] == "strips")
{
    CounterfactualStrips.Print(CounterfactualRecipe.Small, game);
    return;
}

using var file = new BinaryReader(File.OpenRead(args[0]));
InTurn.Fill(file, game.Networks.Values.SelectMany(network => network.parameters()));
var batches = new (Tensor Images, Tensor Labels)[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = (InTurn.Floats(file, BatchSize, 1, 32, 32), InTurn.Labels(file, BatchSize));
}

set_num_threads(int.Parse(args[1]));
InTurn.Answer(step =>
{
    var (images, labels) = batches[step % batches.Length];
    IReadOnlyList<Tensor> terms = [.. game.Step(images, labels), .. game.StepPlain(images, labels)];
    return new[] { 0, 1, 3, 4, 8 }.Select(i => terms[i]);
});
