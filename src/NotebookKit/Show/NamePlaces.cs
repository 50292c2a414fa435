namespace NotebookKit.Show;

/// <summary>Places for names beside the points that they name, so that no name covers another name or a
/// point.</summary>
internal static class NamePlaces
{
    private const double Height = 15;                                     // pixels of a name
    private const double Margin = 3;
    private const int Directions = 16;

    /// <summary>Finds a place for each name: on its point where there is room, else as near as there is, outwards
    /// first.</summary>
    /// <param name="points">Points in pixels with their names; the first choose first.</param>
    /// <param name="left">Left edge of the room, pixels.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="right">Right edge.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <returns>The middle of each name; the last place tried where there is no room at all.</returns>
    public static (double X, double Y)[] Of(
        IReadOnlyList<(double X, double Y, string Name)> points, double left, double top, double right, double bottom)
    {
        var (middleX, middleY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var placed = new List<Box>();
        return [.. points.Select(Place)];

        (double X, double Y) Place((double X, double Y, string Name) point, int index)
        {
            var half = Svg.TextWidth(point.Name, Height) / 2 + Margin;
            var outwards = Math.Atan2(point.Y - middleY, point.X - middleX);
            var box = new Box(point.X, point.Y, half);
            for (var radius = 0.0; radius < right - left; radius += radius == 0 ? half + 1.5 * Height : Height / 2)
            {
                for (var turn = 0; turn < (radius == 0 ? 1 : Directions); turn++)
                {
                    // 0, 1, -1, 2, -2, ... sixteenths of a turn away from outwards
                    var angle = outwards + ((turn + 1) / 2 * (turn % 2 == 0 ? -1 : 1) * 2 * Math.PI / Directions);
                    box = new(point.X + radius * Math.Cos(angle), point.Y + radius * Math.Sin(angle), half);
                    if (IsFree(box, index))
                    {
                        placed.Add(box);
                        return (box.X, box.Y);
                    }
                }
            }

            placed.Add(box);
            return (box.X, box.Y);
        }

        bool IsFree(Box box, int index) =>
            box.X - box.Half >= left && box.X + box.Half <= right && box.Y - Box.Tall >= top && box.Y
                + Box.Tall <= bottom
            && !placed.Exists(box.Meets)
            && !points.Where((_, other) => other != index).Any(p => box.Meets(new(p.X, p.Y, Margin)));
    }

    private readonly record struct Box(double X, double Y, double Half)
    {
        public const double Tall = Height / 2 + 1;

        public bool Meets(Box other) =>
            Math.Abs(X - other.X) < Half + other.Half && Math.Abs(Y - other.Y) < 2 * Tall;
    }
}
