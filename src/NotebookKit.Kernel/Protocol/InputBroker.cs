using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Asks the user through the stdin channel and hands the answer to the cell that asked.</summary>
/// <param name="sink">Takes the question.</param>
internal sealed class InputBroker(IMessageSink sink)
{
    public const string ReplyType = "input_reply";

    private readonly Lock gate = new();
    private Question? open;

    /// <summary>Asks and waits; a question that is still open is dropped.</summary>
    /// <param name="request">The request of the cell that asks.</param>
    /// <param name="prompt">What to ask.</param>
    /// <param name="secret">The answer is not to be seen.</param>
    /// <param name="interrupt">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The cell was interrupted, or another question took the place of
    /// this one.</exception>
    public string Ask(Request request, string prompt, bool secret, CancellationToken interrupt)
    {
        var content = new JsonObject { ["prompt"] = prompt, ["password"] = secret };
        var message = new Outgoing(Channel.Stdin, "input_request", content, request);
        var question = new Question(message.Id, request.Id);
        lock (gate)
        {
            open?.Answer.TrySetCanceled(CancellationToken.None);
            open = question;
        }

        sink.Send(message);
        try
        {
            question.Answer.Task.Wait(interrupt);
            return question.Answer.Task.Result;
        }
        catch (AggregateException error) when (error.InnerException is OperationCanceledException)
        {
            throw new OperationCanceledException("Another question took the place of this one.", error);
        }
        finally
        {
            lock (gate)
            {
                if (open == question)
                {
                    open = null;
                }
            }
        }
    }

    /// <summary>Takes an answer; one that nobody waits for is ignored.</summary>
    /// <param name="reply">The input_reply. Its parent is the question, or the request that it belongs to; front ends
    /// that leave it out answer the open one.</param>
    /// <exception cref="InvalidRequestException">It has no value.</exception>
    public void Answer(Request reply)
    {
        var value = reply.Content.Text("value");
        lock (gate)
        {
            if (open is { } question && (reply.ParentId.Length == 0 || reply.ParentId == question.Id
                                         || reply.ParentId == question.RequestId))
            {
                question.Answer.TrySetResult(value);
            }
        }
    }

    private sealed record Question(string Id, string RequestId)
    {
        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
