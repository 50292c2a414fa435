using NotebookKit.Data;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// A user's own pictures: two folders, one per class. The class called "damaged" is the damaged one, else the last by
/// name. Masks are optional: masks/NAME.png beside the class folders, for every damaged picture or for none.
/// </summary>
public static class DefectFolder
{
    /// <summary>Reads the folder and splits each class: 60 % to train, 15 % to validate, 25 % to test.</summary>
    /// <param name="recipe">The folder, the side, and how many pictures at most.</param>
    /// <param name="seed">Names the split.</param>
    /// <exception cref="DataException">The folder has not two classes, or as
    /// <see cref="OwnPictures.Load"/>.</exception>
    public static CounterfactualData Load(CounterfactualRecipe recipe, long seed)
    {
        string[] classes = [.. OwnPictures.Classes(recipe.Data).OrderBy(name => name == "damaged")];
        if (classes.Length != 2)
        {
            throw new DataException(
                $"{recipe.Data} must hold two class folders, but holds {classes.Length}: {string.Join(", ", classes)}. "
                + "Several kinds of damage are several runs.");
        }

        using var whole = OwnPictures.Load(
            recipe.Data, classes, recipe.Side, ((int)CounterfactualData.Damaged, CounterfactualData.Damage));
        var labels = whole.ToLabels();
        var order = Batches.Order(whole.Count, seed);
        // The rank of each picture within its class, in per cent: every part gets its share of both classes.
        var percent = order.GroupBy(place => labels[place])
            .SelectMany(one => one.Select((place, rank) => (place, Percent: 100 * rank / one.Count())))
            .ToDictionary(ranked => ranked.place, ranked => ranked.Percent);
        return new(
            Part(0, 60, recipe.TrainCount), Part(60, 75, recipe.ValidationCount), Part(75, 100, recipe.TestCount));

        ImageSet Part(int from, int to, int limit)
        {
            long[] places = [.. order.Where(place => percent[place] >= from && percent[place] < to).Take(limit)];
            return places.Select(place => labels[place]).Distinct().Count() == classes.Length
                ? whole.Select(places)
                : throw new DataException(
                    $"{recipe.Data} must hold five or more pictures of each class, so that each of the three parts gets some, "
                    + $"but holds {string.Join(" and ", classes.Select((name, c) => $"{labels.Count(l => l == c)} of '{name}'"))}. "
                    + "Add some.");
        }
    }
}
