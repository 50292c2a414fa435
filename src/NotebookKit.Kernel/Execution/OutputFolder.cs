using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Execution;

/// <summary>Folds the events of cells into notebook outputs, as a front end does: neighbouring streams join, carriage
/// returns overwrite, updates change every output with their id, clear_output is honoured.</summary>
public sealed class OutputFolder
{
    private const int MostStreamCharacters = 50 << 20;      // of one cell; more would kill the browser that opens it

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<JsonObject>> displays = new(StringComparer.Ordinal);   // by id

    /// <summary>The receiver for one cell.</summary>
    /// <param name="executionCount">The number of its execution.</param>
    public CellOutputs NewCell(int executionCount) => new(this, executionCount);

    /// <summary>The outputs of one cell, in nbformat's form when <see cref="ToJson"/> is asked.</summary>
    public sealed class CellOutputs : IExecutionEvents
    {
        private readonly OutputFolder folder;
        private readonly List<object> items = [];           // JsonObject, or StreamText while it may still grow
        private bool clearBeforeNext;
        private int streamed;

        internal CellOutputs(OutputFolder folder, int executionCount) =>
            (this.folder, ExecutionCount) = (folder, executionCount);

        /// <summary>The number of the execution, for its result.</summary>
        public int ExecutionCount { get; }

        /// <inheritdoc/>
        public void Stream(string name, string text)
        {
            lock (folder.gate)
            {
                ClearIfAsked();
                if (streamed > MostStreamCharacters)
                {
                    return;
                }

                streamed += text.Length;
                if (streamed > MostStreamCharacters)
                {
                    (name, text) =
                        ("stderr", $"\n(more than {MostStreamCharacters >> 20} MiB of text; the rest is left out)\n");
                }

                if (items.LastOrDefault() is not StreamText last || last.Name != name)
                {
                    items.Add(last = new StreamText(name));
                }

                last.Text.Append(text);
            }
        }

        /// <inheritdoc/>
        public void Display(MimeBundle bundle, string displayId)
        {
            lock (folder.gate)
            {
                ClearIfAsked();
                var output = BundleJson.Fill(new JsonObject { ["output_type"] = "display_data" }, bundle);
                items.Add(output);
                if (!folder.displays.TryGetValue(displayId, out var shown))
                {
                    folder.displays[displayId] = shown = [];
                }

                shown.Add(output);
            }
        }

        /// <inheritdoc/>
        public void UpdateDisplay(MimeBundle bundle, string displayId)
        {
            lock (folder.gate)
            {
                if (folder.displays.TryGetValue(displayId, out var shown))
                {
                    shown.ForEach(output => BundleJson.Fill(output, bundle));
                    return;
                }
            }

            Display(bundle, displayId);
        }

        /// <inheritdoc/>
        public void ClearOutput(bool wait)
        {
            lock (folder.gate)
            {
                clearBeforeNext = true;
                if (!wait)
                {
                    ClearIfAsked();
                }
            }
        }

        /// <inheritdoc/>
        public void Result(MimeBundle bundle)
        {
            lock (folder.gate)
            {
                ClearIfAsked();
                items.Add(BundleJson.Fill(
                    new JsonObject { ["output_type"] = "execute_result", ["execution_count"] = ExecutionCount },
                    bundle));
            }
        }

        /// <inheritdoc/>
        public void Error(CellError error)
        {
            lock (folder.gate)
            {
                items.Add(new JsonObject
                {
                    ["output_type"] = "error",
                    ["ename"] = error.Name,
                    ["evalue"] = error.Message,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(l => JsonValue.Create(l))]),
                });
            }
        }

        /// <summary>A copy of the outputs so far.</summary>
        public JsonArray ToJson()
        {
            lock (folder.gate)
            {
                return new JsonArray(
                    [.. items.Select(i => i is StreamText stream ? stream.ToJson() : ((JsonObject)i).DeepClone())]);
            }
        }

        private void ClearIfAsked()
        {
            if (clearBeforeNext)
            {
                clearBeforeNext = false;
                items.Clear();
            }
        }
    }

    /// <summary>Applies carriage returns: what follows one overwrites its line from the start.</summary>
    /// <param name="text">Text of a stream.</param>
    public static string ApplyCarriageReturns(string text)
    {
        text = text.Replace("\r\n", "\n");
        return !text.Contains('\r', StringComparison.Ordinal)
            ? text
            : string.Join('\n', text.Split('\n').Select(line => line.Split('\r').Aggregate(
                "", (shown, part) => part.Length >= shown.Length ? part : part + shown[part.Length..])));
    }

    private sealed record StreamText(string Name)
    {
        public StringBuilder Text { get; } = new();

        public JsonObject ToJson() => new()
        {
            ["output_type"] = "stream", ["name"] = Name, ["text"] = ApplyCarriageReturns(Text.ToString()),
        };
    }
}
