using NotebookKit.Show;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>The networks of the framework as a drawing, and what each is to say.</summary>
public static class CounterfactualDiagram
{
    private const string Picture = "picture x";
    private const string Generator = "generator G";
    private const string Made = "counterfactual xh";
    private const string Again = "G once more";
    private const string Hybrid = "hybrid D";
    private const string Plain = "plain C";
    private const string HybridSays = "three logits";
    private const string PlainSays = "two logits";

    /// <summary>What goes into which network, and what comes out.</summary>
    /// <param name="recipe">Widths and cycles.</param>
    public static Figure Networks(CounterfactualRecipe recipe)
    {
        var (g, d) = (recipe.GeneratorWidth, recipe.ClassifierWidth);
        var (small, trunk) = (recipe.Backend == CounterfactualBackend.Small, recipe.Backend.Title());
        var classifier = small ? $"convolutions {d}, {d}, {2 * d}, {2 * d}; maximum" : trunk;
        var unet = small ? $"U-Net {g}, {2 * g}, {4 * g}, {2 * g}, {g}" : $"U-Net on {trunk}";
        List<DiagramBox> boxes =
        [
            new(Picture, 0, 1, [$"{recipe.Side} x {recipe.Side}, class y"]),
            new(Generator, 1, 0, [unet, "head: undamaged, damaged"], 0),
            new(Made, 2, 0, ["looks like the other class y'"]),
            new(Hybrid, 2, 1, [classifier], 1),
            new(Plain, 2, 2, [classifier], 2),
            new(HybridSays, 3, 1, ["undamaged, damaged, fake"]),
            new(PlainSays, 3, 2, ["undamaged, damaged"]),
        ];
        List<DiagramArrow> arrows =
        [
            new(Picture, Generator), new(Generator, Made), new(Picture, Hybrid, "real"), new(Made, Hybrid, "made"),
            new(Picture, Plain, "real"), new(Hybrid, HybridSays), new(Plain, PlainSays),
        ];
        if (recipe.Cycles > 0)
        {
            boxes.Add(new(Again, 3, 0, ["G(xh) must be x again"], 0));
            arrows.Add(new(Made, Again));
        }

        return BoxDiagram.Draw(
            boxes, arrows, "The networks: G turns a picture into its counterfactual, D judges real and made pictures, C "
            + "sees real ones only. Coloured borders learn.");
    }

    /// <summary>What each network is taught to say of each kind of picture.</summary>
    public static Figure Labels() => Table.Draw(
        new[]
        {
            new LabelRow("undamaged x", "undamaged", "-", "undamaged", "undamaged"),
            new LabelRow("damaged x", "damaged", "-", "damaged", "damaged"),
            new LabelRow("xh made from an undamaged x", "fake", "damaged", "damaged", "-"),
            new LabelRow("xh made from a damaged x", "fake", "undamaged", "undamaged", "-"),
        },
        "What each network is taught to say. D and G pull in opposite directions on xh only: D calls it fake, and G "
        + "changes it until D takes it for the other class. The head's lines for xh belong to the cycle.");

    private sealed record LabelRow(
        string Picture, string DiscriminatorLearns, string GeneratorWants, string HeadLearns, string PlainLearns);
}
