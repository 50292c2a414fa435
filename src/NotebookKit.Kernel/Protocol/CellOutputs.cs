using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Puts the outputs of one request on the wire, also those that come after its end.</summary>
internal sealed class CellOutputs : IExecutionEvents
{
    private const int MostStreamCharacters = 50 << 20;      // more would kill the browser

    private readonly IMessageSink sink;
    private readonly Request request;
    private readonly InputBroker? input;
    private readonly ConcurrentDictionary<string, bool> displays;
    private readonly CancellationToken interrupt;
    private readonly StreamBuffer streams;
    private readonly UpdateThrottle updates;
    private readonly int count;
    private readonly bool silent;
    private int streamed;

    /// <summary>Makes the outputs of a request.</summary>
    /// <param name="sink">Takes the messages.</param>
    /// <param name="request">The request that they belong to.</param>
    /// <param name="displays">The ids of all displays so far.</param>
    /// <param name="input">Asks the user; null when the front end answers no questions.</param>
    /// <param name="count">The number of the execution.</param>
    /// <param name="silent">Nothing is to be shown.</param>
    /// <param name="interrupt">Ends waits.</param>
    public CellOutputs(
        IMessageSink sink, Request request, ConcurrentDictionary<string, bool> displays, InputBroker? input, int count,
        bool silent, CancellationToken interrupt)
    {
        (this.sink, this.request, this.displays, this.input) = (sink, request, displays, input);
        (this.count, this.silent, this.interrupt) = (count, silent, interrupt);
        streams = new StreamBuffer((name, text) => Publish("stream", OutputMessages.Stream(name, text)));
        updates = new UpdateThrottle((bundle, id) =>
            Publish("update_display_data", OutputMessages.Display(bundle, id)));
    }

    /// <summary>Texts for the pager, for the reply.</summary>
    public JsonArray Payload { get; } = [];

    /// <summary>The text of the result; null when there is none.</summary>
    public string? ResultText { get; private set; }

    public void Stream(string name, string text)
    {
        if (silent || streamed > MostStreamCharacters)
        {
            return;
        }

        sink.WaitForRoom(interrupt);
        streamed += text.Length;
        if (streamed > MostStreamCharacters)
        {
            (name, text) = ("stderr",
                $"\n(more than {MostStreamCharacters >> 20} MiB of text; the rest is left out)\n");
        }

        streams.Write(name, text);
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        displays[displayId] = true;
        Publish("display_data", OutputMessages.Display(bundle, displayId), flush: true);
    }

    public void UpdateDisplay(MimeBundle bundle, string displayId)
    {
        if (!displays.ContainsKey(displayId))
        {
            Display(bundle, displayId);
        }
        else
        {
            updates.Update(bundle, displayId);
        }
    }

    public void ClearOutput(bool wait) => Publish("clear_output", new JsonObject { ["wait"] = wait }, flush: true);

    public void Result(MimeBundle bundle)
    {
        ResultText = bundle.Text;
        Publish("execute_result", OutputMessages.Result(bundle, count), flush: true);
    }

    public void Error(CellError error) => Publish("error", OutputMessages.Error(error), flush: true);

    public void Page(MimeBundle bundle)
    {
        var page = BundleJson.Fill([], bundle);
        Payload.Add(new JsonObject { ["source"] = "page", ["data"] = page["data"]!.DeepClone(), ["start"] = 0 });
    }

    public string Input(string prompt, bool secret, CancellationToken cancelled)
    {
        Flush();
        return input is null
            ? throw new InvalidOperationException(
                "This front end answers no questions (allow_stdin is false). Set the value in a cell instead.")
            : input.Ask(request, prompt, secret, cancelled);
    }

    /// <summary>Sends what has been held back.</summary>
    public void Flush()
    {
        streams.Flush();
        updates.Flush();
    }

    private void Publish(string type, JsonObject content, bool flush = false)
    {
        if (silent)
        {
            return;
        }

        if (flush)
        {
            Flush();
        }

        sink.Send(new Outgoing(Channel.Iopub, type, content, request));
    }
}
