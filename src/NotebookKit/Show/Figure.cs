using Microsoft.DotNet.Interactive;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using PngFile = NotebookKit.Show.Png;
using SvgFile = NotebookKit.Show.Svg;

namespace NotebookKit.Show;

/// <summary>
/// One figure of a notebook in all its forms: HTML for the page, SVG or PNG for viewers that strip scripts and for
/// print, and the numbers as plain text. The HTML contains the static form, needs no script to be seen, loads nothing
/// and is legible on light and dark pages.
/// </summary>
public sealed class Figure : IRichOutput
{
    private readonly string? html;
    private readonly IReadOnlyList<string> notes;

    /// <summary>Creates a figure.</summary>
    /// <param name="caption">What the reader is to see; stands above the figure.</param>
    /// <param name="alt">What is seen, for readers who do not see it, with the numbers that matter.</param>
    /// <param name="text">The numbers as text: tab-separated rows, or a few lines.</param>
    /// <param name="svg">The picture as an svg element made with <see cref="Markup"/>.</param>
    /// <param name="png">The picture as a PNG file.</param>
    /// <param name="html">The inside of the figure made with <see cref="Markup"/>; null shows the SVG or the
    /// PNG.</param>
    /// <exception cref="ArgumentException">Caption, alt or text is blank, or there is nothing to show.</exception>
    public Figure(string caption, string alt, string text, string? svg = null, byte[]? png = null, string? html = null)
        : this(caption, alt, text, svg, png, html, [])
    {
    }

    private Figure(
        string caption, string alt, string text, string? svg, byte[]? png, string? html, IReadOnlyList<string> notes)
    {
        Caption = Required(caption, nameof(caption));
        Alt = Required(alt, nameof(alt));
        Text = Required(text, nameof(text));
        if (svg is null && png is null && html is null)
        {
            throw new ArgumentException($"Figure '{caption}' needs svg, png or html, but all three are null.");
        }

        (Svg, Png, this.html, this.notes) = (svg, png, html, notes);
    }

    /// <summary>What the reader is to see.</summary>
    public string Caption { get; }

    /// <summary>What is seen, in words.</summary>
    public string Alt { get; }

    /// <summary>The numbers as text.</summary>
    public string Text { get; }

    /// <summary>The picture as SVG, or null.</summary>
    public string? Svg { get; }

    /// <summary>The picture as a PNG file, or null.</summary>
    public byte[]? Png { get; }

    /// <summary>True where the HTML is the text itself, which then needs no second copy below.</summary>
    internal bool ShowsText { get; init; }

    /// <summary>The same figure with the data that it was measured on below it.</summary>
    /// <param name="data">The data; a stand-in is called so.</param>
    /// <returns>A new figure.</returns>
    public Figure On(DataUse data) =>
        WithNote($"Data: {data.Id}{(data.StandIn ? " (built-in stand-in)" : "")}. {data.Description}");

    /// <summary>The same figure with a line below it.</summary>
    /// <param name="note">A sentence.</param>
    /// <returns>A new figure.</returns>
    public Figure WithNote(string note) =>
        new(Caption, Alt, Text, Svg, Png, html, [.. notes, Required(note, nameof(note))]) { ShowsText = ShowsText };

    /// <summary>Shows the figure as an output of the running cell.</summary>
    /// <returns>The output, to be replaced by another figure.</returns>
    public DisplayedValue Show() => this.Display();

    /// <summary>The figure for a record; a PNG is kept only where there is no other static form.</summary>
    /// <param name="name">What it is called there.</param>
    internal RecordedFigure ToRecord(string name) => new(
        name, Caption, Alt, Text, Svg, html ?? (Svg is null ? Picture().ToString() : null), notes);

    /// <summary>The figure of a record.</summary>
    /// <param name="record">From <see cref="ToRecord"/>.</param>
    internal static Figure Restored(RecordedFigure record) =>
        new(record.Caption, record.Alt, record.Text, record.Svg, null, record.Html, record.Notes);

    /// <inheritdoc/>
    public MimeBundle ToBundle()
    {
        var data = new Dictionary<string, object>
        {
            [MimeTypes.PlainText] = string.Join('\n', [Caption, Text, .. notes]),
            [MimeTypes.Html] = Html(),
        };
        Dictionary<string, object> metadata = [];
        if (Svg is not null)
        {
            data[MimeTypes.Svg] = Svg;
            metadata[MimeTypes.Svg] = MimeBundle.AltText(MimeTypes.Svg, Alt)[MimeTypes.Svg];
        }

        if (Png is not null)
        {
            data[MimeTypes.Png] = Png;
            metadata[MimeTypes.Png] = MimeBundle.AltText(MimeTypes.Png, Alt)[MimeTypes.Png];
        }

        return new MimeBundle(data, metadata.Count > 0 ? metadata : null);
    }

    /// <summary>
    /// A figure that says why there is nothing to draw; used for empty data and data without a finite number.
    /// </summary>
    internal static Figure Message(string caption, string message)
    {
        var width = Math.Max(320, SvgFile.TextWidth(message) + 32);
        var svg = SvgFile.Root(width, 60, message).Add(SvgFile.Label(16, 35, message, dim: true));
        return new Figure(caption, message, message, svg.ToString());
    }

    private string Html()
    {
        var figure = new Markup("figure").Set("class", "nk-fig")
            .Add(new Markup("style").Text(Theme.StyleSheet))
            .Add(new Markup("figcaption").Text(Caption));
        if ((html ?? Svg) is { } drawing)
        {
            figure.AddFinished(drawing);
        }
        else
        {
            figure.Add(Picture());
        }

        foreach (var note in notes)
        {
            figure.Add(new Markup("p").Set("class", "nk-note").Text(note));
        }

        if (!ShowsText)
        {
            figure.Add(new Markup("details").Add(
                new Markup("summary").Text("Numbers as text"), new Markup("pre").Text(Text)));
        }

        return figure.ToString();
    }

    private Markup Picture() => new Markup("img").Set("src", PngFile.DataUri(Png!)).Set("alt", Alt).Set("role", "img")
        .Set("aria-label", Alt);

    private static string Required(string value, string name) => string.IsNullOrWhiteSpace(value)
        ? throw new ArgumentException($"A figure needs a {name}; it is blank. Say what the reader sees.")
        : value;
}
