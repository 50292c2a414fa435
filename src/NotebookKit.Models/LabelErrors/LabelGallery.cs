using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.LabelErrors;

/// <summary>The most suspicious examples: given label, the model's guess, what people said, and the image where it is
/// at
/// hand.</summary>
public static class LabelGallery
{
    private const int Columns = 5;
    private const int Border = 2;

    // Blue = kept, orange = wrong and correctable, dark = wrong otherwise, grey = nobody was asked.
    private static readonly Dictionary<string, Rgb> Frames = new(StringComparer.Ordinal)
    {
        ["kept"] = Rgb.Parse("#3D74E0"), ["guess is right"] = Rgb.Parse("#C08A00"), ["wrong"] = Rgb.Parse("#8F2A00"),
        ["not asked"] = new(150, 150, 150),
    };

    /// <summary>Draws the examples whose own label has the lowest probability.</summary>
    /// <param name="study">The data set under study.</param>
    /// <param name="images">Its images in the same order; null where they are not at hand.</param>
    /// <param name="count">How many examples.</param>
    public static Figure Draw(LabelStudy study, ImageSet? images, int count = 25)
    {
        int[] worst = [.. study.Findings.Ranked.Take(count)];
        var caption = $"The {worst.Length} flagged examples of {study.Set.Name} whose own label is least probable.";
        return images is null || worst.Length == 0 ? AsTable(study, worst, caption)
            : AsGrid(study, images, worst, caption);
    }

    private static Figure AsTable(LabelStudy study, int[] worst, string caption)
    {
        var votes = study.Set.Votes.ToDictionary(v => v.Id);
        return Table.Draw(
            worst.Select(i => new
            {
                Example = i, Given = Given(study, i), Guessed = Guess(study, i),
                    OwnProbability = study.Set.Row(i)[study.Set.GivenLabels[i]],
                GuessProbability = study.Set.Row(i).Max(), Votes = votes.TryGetValue(i, out var vote) ? Answers(vote)
                    : "not asked",
                Verdict = Verdict(votes.GetValueOrDefault(i)),
            }),
            caption, limit: Math.Max(1, worst.Length),
            formats: new Dictionary<string, string> { ["OwnProbability"] = "0.0000", ["GuessProbability"] = "0.0000" });
    }

    private static Figure AsGrid(LabelStudy study, ImageSet images, int[] worst, string caption)
    {
        var votes = study.Set.Votes.ToDictionary(v => v.Id);
        var rows = worst.Chunk(Columns).ToArray();
        return ImageGrid.Draw(
            [.. rows.Select(
                r => r.Select(i => Framed(images, i, Frames[Verdict(votes.GetValueOrDefault(i))])).ToArray())],
            [.. rows.Select((r, n) => $"{(n * Columns) + 1}-{(n * Columns) + r.Length}")],
            caption, scale: 4,
            titles: [.. rows.Select(r => r.Select(i => Title(study, i, votes)).ToArray())],
            alt: $"{worst.Length} pictures with given label and guess. " +
                 string.Join("; ", worst.Take(4).Select(i =>
                     $"{Given(study, i)}, guessed {Guess(study, i)}: {Verdict(votes.GetValueOrDefault(i))}")) + ".")
            .WithNote(
                "Under each picture: given label > the model's guess, and the votes for given : guess : another " +
                "answer. Frame: blue = people keep the label, ochre = they take the guess, brown = neither, both or " +
                "no agreement, grey = nobody was asked.")
            .On(images.Source);
    }

    private static RgbImage Framed(ImageSet images, int i, Rgb frame)
    {
        using var scope = NewDisposeScope();
        var picture = RgbImage.FromTensor(images.Images[i]);
        return RgbImage.From(picture.Width + (2 * Border), picture.Height + (2 * Border), (x, y) =>
            x < Border || y < Border || x >= picture.Width + Border || y >= picture.Height + Border
                ? frame : picture.At(x - Border, y - Border));
    }

    private static string Title(LabelStudy study, int i, Dictionary<int, CrowdVote> votes)
    {
        var names = $"{Given(study, i)} > {Guess(study, i)}";
        if (!votes.TryGetValue(i, out var vote)) return names;
        var (given, guessed) = (vote.Votes["given"], vote.Votes["guessed"]);
        return string.Create(
            CultureInfo.InvariantCulture, $"{names} {given}:{guessed}:{vote.Votes.Values.Sum() - given - guessed}");
    }

    private static string Given(LabelStudy study, int i) => study.Set.ClassNames[study.Set.GivenLabels[i]];

    private static string Guess(LabelStudy study, int i)
    {
        var row = study.Set.Row(i);
        return study.Set.ClassNames[Array.IndexOf(row, row.Max())];
    }

    private static string Verdict(CrowdVote? vote) => vote?.Verdict switch
    {
        null => "not asked",
        CrowdVerdict.NonError => "kept",
        CrowdVerdict.Correctable => "guess is right",
        _ => "wrong",
    };

    private static string Answers(CrowdVote vote) => string.Join(
        ", ", vote.Votes.Where(v => v.Value > 0).Select(
            v => string.Create(CultureInfo.InvariantCulture, $"{v.Key} {v.Value}")));
}
