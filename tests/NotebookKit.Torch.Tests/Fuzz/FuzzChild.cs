using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>
/// Runs fuzzing cases in a process of their own, so that one that ends the process is named and the others still run.
/// The child is this test program with one explicit test; before each case it writes what it is about to do to a file
/// that outlives it.
/// </summary>
internal static class FuzzChild
{
    private const string CasesVariable = "NOTEBOOKKIT_FUZZ_CASES";          // for a long search
    private const string SeedVariable = "NOTEBOOKKIT_FUZZ_SEED";
    private const string Wrong = "Wrong in case ";
    private const string DefaultSeed = "17";
    private const string TraceVariable = "NOTEBOOKKIT_FUZZ_TRACE";
    private const string FromVariable = "NOTEBOOKKIT_FUZZ_FROM";
    private const int FirstSignal = 128;                                    // exit codes of processes that a signal ended
    private const int TraceBytes = 4096;
    private const int MostFailures = 30;
    private const long DataLimit = 4L << 30;                                // bytes: a size that lies must not take the machine's
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs an explicit test of this assembly in a child process.</summary>
    /// <param name="test">The test; it calls <see cref="ForCases"/>.</param>
    /// <returns>What went wrong: cases that ended the process, and what the test itself reports.</returns>
    public static IReadOnlyList<string> Run(Action test)
    {
        var method = $"{test.Method.DeclaringType!.FullName}.{test.Method.Name}";
        var trace = Path.GetTempFileName();
        var failures = new List<string>();
        try
        {
            for (var from = 0; failures.Count < MostFailures;)
            {
                var (code, output) = Start(method, trace, from);
                if (code == 0)
                {
                    break;
                }

                var last = Encoding.UTF8.GetString(File.ReadAllBytes(trace)).TrimEnd('\0');
                var said = output.Split('\n').FirstOrDefault(line => line.Contains(Wrong, StringComparison.Ordinal));
                if (!last.Contains(':', StringComparison.Ordinal) || (said is null && code < FirstSignal))
                {
                    failures.Add($"exit code {code}: {output}");
                    break;
                }

                failures.Add(said?.Trim() ?? $"case {last} ended the process with code {code}");
                from = int.Parse(last[..last.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture) + 1;
            }
        }
        finally
        {
            File.Delete(trace);
        }

        return failures;
    }

    /// <summary>In the child: draws cases from a fixed seed and runs them. NOTEBOOKKIT_FUZZ_CASES and
    /// NOTEBOOKKIT_FUZZ_SEED ask for a longer or another search.</summary>
    /// <param name="count">How many.</param>
    /// <param name="numbers">How many decisions one case has.</param>
    /// <param name="prepare">Makes a case: what it is, and the call, which throws when something is wrong.</param>
    public static void ForCases(int count, int numbers, Func<Choices, (string Text, Action Call)> prepare)
    {
        var from = int.Parse(Environment.GetEnvironmentVariable(FromVariable) ?? "0", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? DefaultSeed, CultureInfo.InvariantCulture);
        if (Environment.GetEnvironmentVariable(CasesVariable) is { Length: > 0 } cases)
        {
            count = int.Parse(cases, CultureInfo.InvariantCulture);
        }

        using var trace = new FileStream(
            Environment.GetEnvironmentVariable(TraceVariable) ?? Path.GetTempFileName(), FileMode.Open, FileAccess.Write,
            FileShare.ReadWrite, bufferSize: 0);
        LimitMemory();
        TorchSharp.torch.set_num_threads(1);
        var done = 0;
        var one = Gen.ArrayOf(Gen.Choose(0, int.MaxValue), numbers).ToArbitrary();
        var replay = FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(replay), Prop.ForAll(one, drawn =>
        {
            if (done++ < from)
            {
                return;
            }

            using var scope = TorchSharp.torch.NewDisposeScope();
            var (text, call) = prepare(new Choices(drawn));
            var record = new byte[TraceBytes];
            var line = Encoding.UTF8.GetBytes($"{done - 1}: {text}");
            line.AsSpan(0, Math.Min(line.Length, TraceBytes)).CopyTo(record);
            trace.Position = 0;
            trace.Write(record);
            try
            {
                call();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"{Wrong}{done - 1}: {text}: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", error);
            }
        }));
    }

    private static (int Code, string Output) Start(string method, string trace, int from)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Assembly.GetExecutingAssembly().Location, "-method", method, "-explicit", "only", "-noColor"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[TraceVariable] = trace;
        start.Environment[FromVariable] = from.ToString(CultureInfo.InvariantCulture);
        using var child = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        var output = child.StandardOutput.ReadToEndAsync();
        var error = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(s_patience))
        {
            child.Kill();
            child.WaitForExit();
        }

        return (child.ExitCode, $"{output.Result}\n{error.Result}".Trim());
    }

    // Private writable memory: what allocators take, but not what the garbage collector only reserves.
    private static void LimitMemory()
    {
        const int Data = 2;
        var limit = new Limit { Soft = DataLimit, Hard = DataLimit };
        if (SetLimit(Data, ref limit) != 0)
        {
            throw new InvalidOperationException("The memory of the fuzzing process could not be limited.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public long Soft;
        public long Hard;
    }

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, ref Limit limit);
}
