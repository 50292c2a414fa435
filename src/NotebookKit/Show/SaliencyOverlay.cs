using System.Globalization;

namespace NotebookKit.Show;

/// <summary>What the ends of the colour bar mean.</summary>
public enum MapScale
{
    /// <summary>0 and 1, as maps come that are already scaled; a value outside is refused.</summary>
    Unit,

    /// <summary>0 and the largest value of each map: maps cannot be compared with each other.</summary>
    EachMap,

    /// <summary>0 and the largest value of all maps of the figure: equal colours mean equal values.</summary>
    WholeFigure,
}

/// <summary>
/// Saliency maps as the triple image | heat map | overlay, with a slider for the overlay's opacity and one for the
/// threshold below which a map is hidden. Picture and map are two layers: the sliders work from a saved file, and
/// without
/// scripts the overlay stands at one half.
/// </summary>
public static class SaliencyOverlay
{
    private const double StartOpacity = 0.5;
    private const int Side = 96;

    private static readonly string OnTop =
        $";position:absolute;left:0;top:0;opacity:{Markup.Number(StartOpacity)}";

    // Each slider shows its value and acts on its own figure only. Opacity belongs to the heat layer; the threshold
    // redraws that layer from the full heat map beside it, clear where the map (one byte per pixel) is below.
    private const string SetOpacity =
        "this.nextElementSibling.value=(+this.value).toFixed(2);" +
        "for(const layer of this.closest('figure').querySelectorAll('[data-map]'))layer.style.opacity=this.value";

    private const string SetThreshold =
        "this.nextElementSibling.value=(+this.value).toFixed(2);" +
        "for(const layer of this.closest('figure').querySelectorAll('[data-map]')){" +
        "const full=layer.closest('[data-item]').querySelector('[data-full]');" +
        "const canvas=document.createElement('canvas');" +
        "canvas.width=full.naturalWidth;canvas.height=full.naturalHeight;" +
        "const pen=canvas.getContext('2d'),map=atob(layer.dataset.map);pen.drawImage(full,0,0);" +
        "const pixels=pen.getImageData(0,0,canvas.width,canvas.height);" +
        "for(let k=0;k<map.length;k++)if(map.charCodeAt(k)<255*this.value)pixels.data[4*k+3]=0;" +
        "pen.putImageData(pixels,0,0);layer.src=canvas.toDataURL()}";

    /// <summary>Draws the triples of several items.</summary>
    /// <param name="items">Pictures with their maps.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="scale">What the ends of the colour bar mean.</param>
    /// <param name="colours">Colour map; the rainbow only to look as the paper does.</param>
    /// <param name="alt">What is seen, in words; null tells the count and where the maps peak.</param>
    /// <returns>The figure; a message when there is no item.</returns>
    /// <exception cref="ArgumentException">A map has not its picture's size, is negative or not finite, or exceeds 1 on
    /// the unit scale.</exception>
    public static Figure Draw(
        IReadOnlyList<SaliencyItem> items, string caption, MapScale scale = MapScale.Unit,
        HeatColours colours = HeatColours.Cividis, string? alt = null)
    {
        foreach (var item in items)
        {
            Check(item, scale);
        }

        if (items.Count == 0)
        {
            return Figure.Message(caption, "Nothing to draw: no picture came.");
        }

        var largest = items.Max(i => Largest(i.Map));
        var layers = items.Select(i => new HeatLayer(i, Top(i, scale, largest), colours)).ToArray();
        alt ??= $"{items.Count} pictures, each with its saliency map and both laid over each other. " +
                string.Join("; ", items.Take(4).Select(i => $"{i.Title}: peak at {Peak(i.Map)}")) +
                (items.Count > 4 ? "; and more." : ".");
        var html = new Markup("div")
            .Add(new Markup("div").Set("role", "img").Set("aria-label", alt).Add(Groups(layers)))
            .Add(ColourBar(scale, largest, colours))
            .Add(new Markup("div").Set("class", "nk-controls").Add(
                Slider("Opacity of the map", StartOpacity, SetOpacity), Slider("Hide the map below", 0, SetThreshold)));
        var sheet = Overlay.Sheet(layers, Math.Max(1, Side / items[0].Image.Width));
        return new Figure(caption, alt, Text(items), svg: null, sheet, html.ToString());
    }

    private static IEnumerable<Markup> Groups(HeatLayer[] layers)
    {
        foreach (var group in layers.GroupBy(l => l.Item.Group))
        {
            if (group.Key.Length > 0)
            {
                yield return new Markup("div").Set("style", "margin:10px 0 4px;font-weight:600").Text(group.Key);
            }

            yield return new Markup("div").Set("style", "display:flex;flex-wrap:wrap;gap:10px 18px")
                .Add(group.Select(Triple));
        }
    }

    private static Markup Triple(HeatLayer layer)
    {
        var (image, heat) = (Png.DataUri(layer.Item.Image), Png.DataUri(layer.Heat));
        var overlay = new Markup("span").Set("style", "position:relative;display:block")
            .Add(Picture(image, layer, hard: true))
            .Add(Picture(heat, layer, hard: false, OnTop).Set("data-map", Convert.ToBase64String(layer.Bytes)));
        return new Markup("div").Set("data-item", "").Add(
            new Markup("div").Set("style", "display:flex;gap:3px").Add(
                Picture(image, layer, hard: true), Picture(heat, layer, hard: false).Set("data-full", ""), overlay),
            new Markup("div").Set("class", Theme.Dim)
                .Set("style", $"font-size:12px;max-width:{(3 * Size(layer).Width) + 6}px").Text(layer.Item.Title));
    }

    // Hard pixels for the picture, so that the evidence stays visible; the map is a smooth quantity.
    private static Markup Picture(string source, HeatLayer layer, bool hard, string style = "")
    {
        var (width, height) = Size(layer);
        var pixels = hard ? ";image-rendering:pixelated" : "";
        return new Markup("img").Set("src", source).Set("alt", "").Set("width", width).Set("height", height)
            .Set("style", $"display:block;width:{width}px;height:{height}px{pixels}{style}");
    }

    private static (int Width, int Height) Size(HeatLayer layer)
    {
        var image = layer.Item.Image;
        var factor = Math.Max(1, Side / image.Width);
        return (image.Width * factor, image.Height * factor);
    }

    private static Markup Slider(string label, double value, string action) => new Markup("label").Text(label)
        .Add(new Markup("input").Set("type", "range").Set("min", "0").Set("max", "1").Set("step", "0.05")
            .Set("value", value).Set("aria-label", label).Set("oninput", action))
        .Add(new Markup("output").Text(value.ToString("0.00", CultureInfo.InvariantCulture)));

    private static Markup ColourBar(MapScale scale, double largest, HeatColours colours)
    {
        const double width = 240;
        const int cells = 60;
        var top = scale == MapScale.WholeFigure ? largest : 1;
        var meaning = scale switch
        {
            MapScale.Unit => "map value",
            MapScale.EachMap => "map value, as a share of each map's own maximum",
            _ => "map value, the same scale for all maps",
        };
        var alt = $"Colour bar of the {meaning}: 0 to {Numbers.Short(top)}";
        var svg = Svg.Root(width + 60 + Svg.TextWidth(meaning, 12), 36, alt);
        for (var i = 0; i < cells; i++)
        {
            var colour = Overlay.Colour((i + 0.5) / cells, colours);
            svg.Add(Svg.Cell(10 + (i * width / cells), 4, (width / cells) + 0.5, 12, colour));
        }

        foreach (var share in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            var place = 10 + (share * width);
            svg.Add(Svg.Label(place, 31, Numbers.Short(share * top), Anchor.Middle, dim: true, size: 12));
        }

        return new Markup("div").Set("style", "margin-top:10px").Add(
            svg.Add(Svg.Label(width + 26, 15, meaning, dim: true, size: 12)));
    }

    private static double Top(SaliencyItem item, MapScale scale, double largest) => scale switch
    {
        MapScale.Unit => 1,
        MapScale.EachMap => Largest(item.Map),
        _ => largest,
    };

    private static double Largest(float[,] map) => map.Cast<float>().Max();

    private static string Peak(float[,] map)
    {
        var largest = (float)Largest(map);
        if (largest == 0)
        {
            return "nowhere (all zero)";
        }

        var columns = map.GetLength(1);
        var at = Enumerable.Range(0, map.Length).First(i => map[i / columns, i % columns] == largest);
        return $"row {at / columns}, column {at % columns}";
    }

    private static string Text(IReadOnlyList<SaliencyItem> items) => Numbers.Tsv(
    [
        ["group", "title", "mean of map", "maximum", "peak"],
        .. items.Select(i => (string[])
        [
            i.Group, i.Title, Numbers.Short(i.Map.Cast<float>().Average()), Numbers.Short(Largest(i.Map)), Peak(i.Map),
        ]),
    ]);

    private static void Check(SaliencyItem item, MapScale scale)
    {
        var (height, width) = (item.Map.GetLength(0), item.Map.GetLength(1));
        if (height != item.Image.Height || width != item.Image.Width)
        {
            throw new ArgumentException(
                $"The map of '{item.Title}' must have its picture's size {item.Image.Height} x {item.Image.Width} " +
                $"(H x W), but has {height} x {width}; resize it first.");
        }

        var (limit, range, advice) = scale == MapScale.Unit
            ? (1 + 1e-5f, "0 to 1", "; scale it first or choose another MapScale.")
            : (float.MaxValue, "0 or more", ".");
        foreach (var value in item.Map)
        {
            if (!(value >= 0 && value <= limit))
            {
                throw new ArgumentException(
                    $"The map of '{item.Title}' must hold values of {range}, but holds {value}{advice}");
            }
        }
    }
}
