using Microsoft.DotNet.Interactive;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>The smallest language: a cell is its own value. A few words do what cells can do, so that the protocol is
/// proved without a compiler.</summary>
internal sealed class EchoLanguage : ICellEvaluator, ILanguageServices
{
    private int ran;

    /// <summary>How many cells have run.</summary>
    public int Ran => Volatile.Read(ref ran);

    public ManualResetEventSlim Gate { get; } = new();

    public CellResult Evaluate(CellSource cell, CancellationToken interrupt)
    {
        Interlocked.Increment(ref ran);
        var (word, rest) = cell.Code.Split(' ', 2) is [var w, var r] ? (w, r) : (cell.Code, "");
        switch (word)
        {
            case "fail":
                return CellResult.Failed(new CellError(CellFailure.Runtime, "Echo", rest, 1, [$"Echo: {rest}"]));
            case "throw":
                throw new InvalidOperationException(rest);
            case "out":
                Console.Write(rest);
                return CellResult.Nothing;
            case "err":
                Console.Error.Write(rest);
                return CellResult.Nothing;
            case "lines":
                for (var i = 0; i < int.Parse(rest); i++)
                {
                    Console.WriteLine(i);
                }

                return CellResult.Nothing;
            case "ask":
                return new CellResult(true, TopLevelMethods.input(rest), null, []);
            case "secret":
                return new CellResult(true, TopLevelMethods.password(rest).GetClearTextPassword(), null, []);
            case "line":
                return new CellResult(true, Console.ReadLine(), null, []);
            case "show":
                var shown = rest.Display();
                shown.Update(rest + "!");
                NotebookHost.Current.ClearOutput(wait: true);
                return new CellResult(true, shown, null, []);
            case "page":
                NotebookHost.Current.Page(MimeBundle.OfText(rest));
                return CellResult.Nothing;
            case "wait":
                Gate.Wait(interrupt);
                return CellResult.Nothing;
            case "sleep":
                Thread.Sleep(-1);
                return CellResult.Nothing;
            case "stuck":
                while (!Gate.IsSet)
                {
                    Thread.SpinWait(1000);          // deaf to every interrupt
                }

                return CellResult.Nothing;
            case "later":
                var writer = new Thread(() =>
                {
                    Gate.Wait();
                    Console.WriteLine(rest);
                });
                writer.Start();
                return CellResult.Nothing;
            default:
                return new CellResult(true, cell.Code, null, []);
        }
    }

    public Completeness Check(string code) => code switch
    {
        "..." => new Completeness(CompletenessState.Incomplete, "    "),
        "?!" => new Completeness(CompletenessState.Invalid),
        _ => new Completeness(CompletenessState.Complete),
    };

    public CompletionList Complete(string code, int position, CancellationToken cancel)
    {
        if (code == "slow")
        {
            cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(10));
            cancel.ThrowIfCancellationRequested();
        }

        return new CompletionList(position, position, [new CompletionItem("echo", "function", "()"), new CompletionItem("eco", "class")]);
    }

    public MimeBundle? Inspect(string code, int position, bool detailed, CancellationToken cancel) =>
        code.Length == 0 ? null : MimeBundle.OfText($"{code[position..]} {detailed}");
}
