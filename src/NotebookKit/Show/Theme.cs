namespace NotebookKit.Show;

/// <summary>
/// How figures adapt to the page. Every drawn element has the light colours as attributes, which hold where styles are
/// stripped; the style sheet replaces them by the colours of a dark page where the reader or the notebook asks for it.
/// A figure stands on its own paper, so it is legible whatever is behind it.
/// </summary>
internal static class Theme
{
    /// <summary>Class of text in full contrast.</summary>
    public const string Ink = "nk-ink";

    /// <summary>Class of tick labels and notes.</summary>
    public const string Dim = "nk-dim";

    /// <summary>Fonts that the reader's machine has; nothing is fetched.</summary>
    public const string Font = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

    /// <summary>
    /// The style sheet that each figure carries; it has no character that HTML or XML would need encoded.
    /// </summary>
    public static string StyleSheet { get; } = Build();

    /// <summary>Class of the line of a series.</summary>
    public static string Line(int series) => $"nk-l{series}";

    /// <summary>Class of the filled marks of a series.</summary>
    public static string Fill(int series) => $"nk-f{series}";

    private static string Build()
    {
        var (light, dark) = (Palette.Light, Palette.Dark);
        var css = $$"""
            .nk-fig{box-sizing:border-box;max-width:100%;width:fit-content;margin:0 0 1em;padding:12px 14px;
            border-radius:6px;background:{{light.Paper.Hex}};color:{{light.Ink.Hex}};font:14px/1.45 {{Font}}}
            .nk-fig svg{display:block;max-width:100%;height:auto}
            .nk-fig figcaption{margin:0 0 8px;max-width:80ch;font-weight:600}
            .nk-fig .nk-note{margin:6px 0 0;color:{{light.Dim.Hex}};font-size:12px}
            .nk-fig details{margin:6px 0 0;color:{{light.Dim.Hex}};font-size:12px}
            .nk-fig summary{display:list-item;cursor:pointer}
            .nk-fig pre{overflow-x:auto;margin:4px 0 0;padding:0;background:none;color:inherit;
            font:12px/1.4 ui-monospace,'DejaVu Sans Mono',monospace;white-space:pre}
            .nk-fig .nk-scroll{overflow-x:auto}
            .nk-fig table{border-collapse:collapse;margin:0;font-size:13px;color:inherit;background:none;
            font-variant-numeric:tabular-nums}
            .nk-fig th,.nk-fig td{padding:4px 10px;text-align:left;border:0;border-bottom:1px solid {{light.Grid.Hex}};
            background:none;color:inherit;white-space:normal}
            .nk-fig th.nk-num,.nk-fig td.nk-num{text-align:right;white-space:nowrap}
            .nk-fig .nk-nowrap{white-space:nowrap}
            .nk-fig td[data-value]{cursor:copy}
            .nk-fig .nk-fails{font-weight:700;color:#B3261E}
            .nk-fig .nk-dim{color:{{light.Dim.Hex}}}
            .nk-fig .nk-controls{display:flex;flex-wrap:wrap;gap:4px 24px;margin:8px 0 0;font-size:13px}
            .nk-fig .nk-controls label{display:flex;align-items:center;gap:8px}
            .nk-fig input[type=range]{width:160px;accent-color:{{light.Series[0]}}}
            .nk-fig output{min-width:2.6em;font-variant-numeric:tabular-nums}
            .nk-fig img{margin:0;max-width:none;background:none}
            @supports (color:light-dark(#000,#fff)){
            .nk-fig{color-scheme:light dark;background:{{Pair(light.Paper, dark.Paper)}};
            color:{{Pair(light.Ink, dark.Ink)}}}
            [data-jp-theme-light=true] .nk-fig,.vscode-light .nk-fig{color-scheme:light}
            [data-jp-theme-light=false] .nk-fig,.vscode-dark .nk-fig{color-scheme:dark}
            .nk-fig .nk-paper{fill:{{Pair(light.Paper, dark.Paper)}}}
            .nk-fig .nk-ink{fill:{{Pair(light.Ink, dark.Ink)}}}
            .nk-fig .nk-axis{stroke:{{Pair(light.Dim, dark.Dim)}}}
            .nk-fig .nk-whisker{stroke:{{Pair(light.Ink, dark.Ink)}}}
            .nk-fig svg .nk-dim{fill:{{Pair(light.Dim, dark.Dim)}}}
            .nk-fig .nk-dim,.nk-fig .nk-note,.nk-fig details{color:{{Pair(light.Dim, dark.Dim)}}}
            .nk-fig .nk-grid{stroke:{{Pair(light.Grid, dark.Grid)}}}
            .nk-fig th,.nk-fig td{border-color:{{Pair(light.Grid, dark.Grid)}}}
            .nk-fig .nk-fails{color:light-dark(#B3261E,#FFB4AB)}

            """;
        for (var i = 0; i < Palette.SeriesCount; i++)
        {
            var colour = $"light-dark({light.Series[i]},{dark.Series[i]})";
            css += $".nk-fig .{Line(i)}{{stroke:{colour}}}.nk-fig .{Fill(i)}{{fill:{colour}}}\n";
        }

        return css + "}\n@media print{.nk-fig{color-scheme:light;break-inside:avoid}" +
            ".nk-fig .nk-controls{display:none}}\n";
    }

    private static string Pair(Rgb light, Rgb dark) => $"light-dark({light.Hex},{dark.Hex})";
}
