using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>
/// What a generator makes of the same input while it is trained: one column per moment. It is kept in checkpoints, so
/// that a resumed training has the pictures from before the stop.
/// </summary>
/// <param name="subjects">What each row shows, in the order of the frames' pictures.</param>
public sealed class FilmStrip(IReadOnlyList<string> subjects) : IResumable
{
    private readonly List<(int Step, IReadOnlyList<RgbImage> Pictures)> frames = [];

    /// <summary>Steps of the frames so far.</summary>
    public IReadOnlyList<int> Steps => [.. frames.Select(frame => frame.Step)];

    /// <summary>Adds a frame.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="images">[subjects, 1 or 3, H, W], in [0, 1]; values outside take the end.</param>
    /// <exception cref="ShapeException">There is not one image per subject.</exception>
    public void Add(int step, Tensor images)
    {
        images.Require($"{subjects.Count} C H W", "Give one image per subject.");
        using var scope = NewDisposeScope();
        frames.Add((step, [.. images.unbind().Select(RgbImage.FromTensor)]));
    }

    /// <summary>Draws the strip.</summary>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="columns">Frames drawn at most, 3 or more, the first and the last among them.</param>
    /// <param name="kept">Steps of the frame that is marked as kept, which is among them too; null or without a frame:
    /// none is.</param>
    public Figure Draw(string caption, int columns = 12, int? kept = null)
    {
        var drawn = Drawn(columns, kept);
        return ImageGrid.Draw(
            [.. subjects.Select((_, row) => drawn.Select(frame => frame.Pictures[row]).ToArray())], subjects, caption,
            titles: [.. subjects.Select(
                (_, row) => drawn.Select(f => row == subjects.Count - 1 ? Title(f.Step) : "").ToArray())],
            alt: $"Rows {string.Join(", ", subjects)}; columns are the steps {string.Join(", ", drawn.Select(f => f.Step))}.")
            .WithNote("The numbers below are the steps done.");

        string Title(int step) => step == kept ? $"{step:N0} kept" : $"{step:N0}";
    }

    /// <inheritdoc/>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(frames.Count);
        foreach (var (step, pictures) in frames)
        {
            writer.Write(step);
            foreach (var picture in pictures)
            {
                writer.Write(picture.Width);
                writer.Write(picture.Height);
                writer.Write(picture.Rgb);
            }
        }

        return stream.ToArray();
    }

    /// <inheritdoc/>
    public void Load(byte[] state)
    {
        frames.Clear();
        using var reader = new BinaryReader(new MemoryStream(state));
        try
        {
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var step = reader.ReadInt32();
                frames.Add((step, [.. subjects.Select(_ => Picture(reader))]));
            }
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException(
                $"A film strip of {subjects.Count} subjects must be kept, but its pictures cannot be read: {error.Message}", error);
        }
    }

    private static RgbImage Picture(BinaryReader reader)
    {
        var (width, height) = (reader.ReadInt32(), reader.ReadInt32());
        return new(width, height, reader.ReadBytes(checked(3 * width * height)));
    }

    private (int Step, IReadOnlyList<RgbImage> Pictures)[] Drawn(int columns, int? kept)
    {
        if (frames.Count <= columns)
        {
            return [.. frames];
        }

        int[] places = [.. Enumerable.Range(0, columns).Select(i => i * (frames.Count - 1) / (columns - 1))];
        var place = frames.FindIndex(frame => frame.Step == kept);
        if (place >= 0 && !places.Contains(place))
        {
            // It stands in for the frame next to it, the first and the last excepted.
            places[Enumerable.Range(1, columns - 2).MinBy(i => Math.Abs(places[i] - place))] = place;
        }

        return [.. places.Select(i => frames[i])];
    }
}
