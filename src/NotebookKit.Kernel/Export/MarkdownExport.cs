using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Export;

/// <summary>A notebook as Markdown: texts as they are, code and outputs in fences, pictures inside the file.</summary>
public static partial class MarkdownExport
{
    private static readonly string[] Pictures = [MimeTypes.Png, MimeTypes.Jpeg, MimeTypes.Svg];

    /// <summary>Builds the text.</summary>
    /// <param name="notebook">The notebook, executed or not.</param>
    public static string Text(NotebookDocument notebook)
    {
        var text = new StringBuilder();
        foreach (var cell in notebook.Cells.Where(c => !string.IsNullOrWhiteSpace(c.Source)))
        {
            Append(text, cell.IsCode ? Fence(cell.Source, CellLanguage.OfCell(cell, "csharp")) : Prose(cell));
            foreach (var output in cell.Outputs.OfType<JsonObject>())
            {
                Append(text, Output(output));
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string part)
    {
        if (part.Length > 0)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(part.TrimEnd('\n')).Append('\n');
        }
    }

    /// <summary>A text cell; pictures that it brings along are put into the text.</summary>
    private static string Prose(NotebookCell cell) => cell.Kind == "raw" ? "" : (cell.Attachments ?? []).Aggregate(
        cell.Source, (text, attachment) => attachment.Value is JsonObject forms
            && forms.FirstOrDefault() is { Key: { } mimeType }
            ? text.Replace(
                $"attachment:{attachment.Key}", Uri(mimeType, Ipynb.TextIn(forms, mimeType)), StringComparison.Ordinal)
            : text);

    private static string Output(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => Fence(Ipynb.TextIn(output, "text"), "text"),
        "error" when output["traceback"] is JsonArray { Count: > 0 } lines =>
            Fence(string.Join('\n', lines.Select(l => l?.ToString())), "text"),
        "error" => Fence($"{output["ename"]}: {output["evalue"]}", "text"),
        _ => Data(Ipynb.ObjectIn(output, "data")),
    };

    private static string Data(JsonObject data)
    {
        var plain = Ipynb.TextIn(data, MimeTypes.PlainText);
        return data.ContainsKey(MimeTypes.Markdown) ? Ipynb.TextIn(data, MimeTypes.Markdown)
            : data.ContainsKey(MimeTypes.Latex) ? Ipynb.TextIn(data, MimeTypes.Latex)
            : Pictures.FirstOrDefault(data.ContainsKey) is { } picture
                ? $"![{Alternative(plain)}]({Uri(picture, Ipynb.TextIn(data, picture))})"
            : plain.Length > 0 ? Fence(plain, "text") : "";
    }

    private static string Uri(string mimeType, string content) => mimeType == MimeTypes.Svg
        ? $"data:{mimeType};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}"
        : $"data:{mimeType};base64,{string.Concat(content.Where(c => !char.IsWhiteSpace(c)))}";

    private static string Alternative(string plain) =>
        plain.Split('\n')[0].Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal);

    /// <summary>A fence longer than every run of backticks inside.</summary>
    private static string Fence(string text, string language)
    {
        var clean = AnsiColours.Strip(text).Trim('\n');
        var fence = new string(
            '`', Math.Max(3, 1 + Backticks().Matches(clean).Select(m => m.Length).DefaultIfEmpty().Max()));
        return $"{fence}{language}\n{clean}\n{fence}";
    }

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
