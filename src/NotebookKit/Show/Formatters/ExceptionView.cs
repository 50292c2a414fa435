using NotebookKit.Interactive;

namespace NotebookKit.Show;

/// <summary>An exception as a value: kind and message in sight, the rest to be opened.</summary>
internal static class ExceptionView
{
    private const int LongestMessage = 10 * 1024;

    public static Html Draw(Exception error)
    {
        var whole = error.ToString();
        var html = new Markup("div").Add(new Markup("b").Text(error.GetType().FullName ?? error.GetType().Name))
            .Text($": {Cut(error.Message)}")
            .Add(new Markup("details").Add(
                new Markup("summary").Text("Where it came from"), new Markup("pre").Text(Cut(whole))));
        return new Html(html.ToString(), Cut(whole));
    }

    public static string Brief(Exception error) => $"{error.GetType().Name}: {Cut(error.Message)}";

    private static string Cut(string text) =>
        text.Length > LongestMessage ? $"{text[..LongestMessage]} ... ({text.Length:N0} characters)" : text;
}
