using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Answers questions about code, also while a cell runs. Of completions and inspections only the newest of a
/// front end counts: older ones are answered empty.</summary>
/// <param name="services">The language; loaded when it is asked first.</param>
internal sealed class LanguageService(Func<ILanguageServices> services)
{
    private readonly ConcurrentDictionary<(string Type, string Session), Request> newest = new();
    private readonly Lock gate = new();
    private (Request Request, CancellationTokenSource Cancel)? running;

    /// <summary>Whether a request of this type may be answered empty when a newer one comes.</summary>
    public static bool IsOvertaken(string type) => type is LanguageMessages.Complete or LanguageMessages.Inspect;

    /// <summary>Tells of a request that has arrived, before it is its turn.</summary>
    public void Announce(Request request)
    {
        newest[(request.Type, request.Session)] = request;
        lock (gate)
        {
            if (running is { } now && now.Request.Type == request.Type && now.Request.Session == request.Session)
            {
                now.Cancel.Cancel();
            }
        }
    }

    /// <summary>The content of a reply.</summary>
    /// <exception cref="InvalidRequestException">A field is missing or wrong.</exception>
    public JsonObject Answer(Request request)
    {
        if (request.Type == LanguageMessages.IsComplete)
        {
            return LanguageMessages.Checked(services().Check(request.Content.Text("code")));
        }

        var (code, position) = LanguageMessages.Read(request.Content);
        using var cancel = new CancellationTokenSource();
        lock (gate)
        {
            running = (request, cancel);
        }

        try
        {
            return newest.GetValueOrDefault((request.Type, request.Session)) is { } last && last != request
                ? Empty(request, code, position)
                : request.Type == LanguageMessages.Complete
                    ? LanguageMessages.Completed(code, services().Complete(code, position, cancel.Token))
                    : LanguageMessages.Inspected(services().Inspect(
                        code, position, request.Content.Number("detail_level") is 1, cancel.Token));
        }
        catch (OperationCanceledException)
        {
            return Empty(request, code, position);
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }
    }

    private static JsonObject Empty(Request request, string code, int position) =>
        request.Type == LanguageMessages.Complete
            ? LanguageMessages.Completed(code, new CompletionList(position, position, []))
            : LanguageMessages.Inspected(null);
}
