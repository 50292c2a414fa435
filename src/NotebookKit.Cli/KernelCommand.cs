using System.CommandLine;
using NotebookKit.Interactive;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Protocol;

namespace NotebookKit.Cli;

/// <summary><c>nk kernel</c>: makes the C# kernel known to Jupyter, and is that kernel.</summary>
internal static class KernelCommand
{
    private const string Verb = "kernel";
    private const string RunVerb = "run";
    private const string ConnectionOption = "--connection-file";

    /// <summary>The command that a front end starts.</summary>
    public static IReadOnlyList<string> Command =>
    [
        Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "nk.dll"),
        Verb, RunVerb, ConnectionOption, "{connection_file}",
    ];

    /// <summary>Runs the kernel when the command line asks for nothing else: a front end waits, so nothing else is
    /// loaded first.</summary>
    /// <param name="arguments">What follows <c>nk</c>.</param>
    /// <returns>The exit code; null when it is another command.</returns>
    public static int? TryRun(string[] arguments)
    {
        if (arguments is not [Verb, RunVerb, ConnectionOption, var file])
        {
            return null;
        }

        try
        {
            return KernelProcess.Run(file, Load);
        }
        catch (Exception error) when (error is UsageException or IOException)
        {
            Console.Error.WriteLine($"nk: {error.Message}");
            return ExitCodes.Usage;
        }
    }

    /// <summary>Makes the verb.</summary>
    /// <param name="terminal">Where to print.</param>
    public static Command Create(Terminal terminal)
    {
        var name = new Option<string>("--name")
        {
            HelpName = "NAME", Description = "Name of the kernel (default: .net-csharp).",
            DefaultValueFactory = _ => Kernelspec.DefaultName,
        };
        var displayName = new Option<string>("--display-name")
        {
            HelpName = "TEXT", Description = "What people see (default: .NET (C#)).",
            DefaultValueFactory = _ => Kernelspec.DefaultDisplayName,
        };
        var prefix = new Option<string?>("--prefix")
        {
            HelpName = "DIR", Description = "Use DIR/share/jupyter/kernels in place of this user's folder.",
        };
        var path = new Option<string?>("--path") { HelpName = "DIR", Description = "Use the folder of kernels DIR." };
        var force = new Option<bool>("--force") { Description = "Also where another product's kernel has the name." };

        var install = new Command("install", "Make the kernel known to Jupyter.") { name, displayName, prefix, path,
            force };
        install.SetAction(parsed =>
        {
            Install(
                Spec(parsed.GetValue(prefix), parsed.GetValue(path), parsed.GetValue(name)!),
                    parsed.GetValue(displayName)!,
                parsed.GetValue(force), terminal);
            return ExitCodes.Ok;
        });
        var uninstall = new Command("uninstall", "Take the kernel away from Jupyter.") { name, prefix, path, force };
        uninstall.SetAction(parsed =>
        {
            var spec = Spec(parsed.GetValue(prefix), parsed.GetValue(path), parsed.GetValue(name)!);
            spec.Uninstall(parsed.GetValue(force));
            terminal.Line($"removed {spec.Folder}");
            return ExitCodes.Ok;
        });
        var list = new Command("list", "The kernels that Jupyter knows in this folder.") { prefix, path };
        list.SetAction(parsed =>
        {
            foreach (var spec in Kernelspec.In(Kernels(parsed.GetValue(prefix), parsed.GetValue(path))))
            {
                terminal.Line($"{Path.GetFileName(spec.Folder)}  {spec.DisplayName ?? "(unreadable)"}  "
                              + $"{(spec.IsOwn ? "NotebookKit" : "another product")}  {spec.Folder}");
            }

            return ExitCodes.Ok;
        });
        var connection = new Option<string>(ConnectionOption)
        {
            HelpName = "FILE", Description = "The connection file that the front end wrote.", Required = true,
        };
        var run = new Command(RunVerb, "Be the kernel of one front end (front ends call this).") { connection };
        run.SetAction(parsed => KernelProcess.Run(parsed.GetValue(connection)!, Load));
        return new Command(Verb, "The C# kernel for Jupyter: install, uninstall, list.") { install, uninstall, list,
            run };
    }

    /// <summary>Makes the kernel known, and says where.</summary>
    /// <param name="spec">Where.</param>
    /// <param name="displayName">What people see.</param>
    /// <param name="force">Also in the place of another product's.</param>
    /// <param name="terminal">Where to print.</param>
    public static void Install(Kernelspec spec, string displayName, bool force, Terminal terminal)
    {
        if (spec is { Exists: true, IsOwn: false } && force)
        {
            terminal.Line($"replacing the kernel '{spec.DisplayName ?? "?"}' of another product");
        }

        spec.Install(Command, displayName, force);
        terminal.Line($"installed {displayName} in {spec.Folder}");
    }

    private static Kernelspec Spec(string? prefix, string? path, string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            throw new UsageException($"--name may hold letters, digits, '.', '-' and '_', but is '{name}'.");
        }

        return new Kernelspec(Path.Combine(Kernels(prefix, path), name));
    }

    private static string Kernels(string? prefix, string? path) => (prefix, path) switch
    {
        (null, null) => Kernelspec.UserFolder,
        ({ } p, null) => Path.Combine(p, "share", "jupyter", "kernels"),
        (null, { } d) => d,
        _ => throw new UsageException("--prefix and --path both say where the kernels are. Give one of them."),
    };

    private static KernelLanguage Load()
    {
        InBackground(() => MimeBundles.Of(0));          // the formatters need as long to wake as the compiler
        var evaluator = new CSharpEvaluator(KitReferences.Assemblies, KitReferences.Usings);
        InBackground(() => WarmUp(evaluator));
        var directives = new DirectiveEvaluator(
            evaluator, KitReferences.BuiltInPackages, Environment.CurrentDirectory);
        return new KernelLanguage(directives, directives.Services);
    }

    /// <summary>Prepares for the first cells and the first completion. A cell that was sent with the start is served before:
    /// it would have to share the processor.</summary>
    private static void WarmUp(CSharpEvaluator evaluator)
    {
        const string Question = "\"\".Tri";
        Thread.Sleep(TimeSpan.FromMilliseconds(400));
        evaluator.WarmUp();
        _ = evaluator.Services.Complete(Question, Question.Length, CancellationToken.None);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);      // 9 MiB that nobody needs any more
    }

    private static void InBackground(Action work) => new Thread(() => work()) { IsBackground = true }.Start();
}
