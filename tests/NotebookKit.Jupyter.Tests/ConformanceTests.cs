using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NotebookKit.Jupyter.Tests;

/// <summary>Every message of the protocol with its optional attributes, asked by Debian's jupyter_client: the list of
/// jupyter_kernel_test, and more. One kernel for all checks, as in a long session.</summary>
public sealed partial class ConformanceTests(ConformanceTests.Results results) : IClassFixture<ConformanceTests.Results>
{
    private const string Script = "conformance.py";

    /// <summary>The names of the checks, as the script defines them.</summary>
    public static TheoryData<string> Checks =>
    [
        .. Check().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Driver", Script))).Select(m => m.Groups[1].Value),
    ];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Kernel_Conforms(string check)
    {
        var errors = results.Errors;
        Assert.Contains(check, errors.Keys);
        Assert.Null(errors[check]);
    }

    [GeneratedRegex(@"@check\ndef (\w+)")]
    private static partial Regex Check();

    /// <summary>One run of the script.</summary>
    public sealed class Results : IDisposable
    {
        private readonly JupyterKernel kernel = new();
        private readonly Lazy<Dictionary<string, string?>> errors;

        public Results() => errors = new(() => kernel.Drive(Script).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(c => c.GetProperty("check").GetString()!, c => c.GetProperty("error").GetString()));

        /// <summary>What went wrong, by check; null where nothing did.</summary>
        public IReadOnlyDictionary<string, string?> Errors
        {
            get
            {
                Assert.SkipWhen(kernel.Missing is not null, kernel.Missing ?? "");
                return errors.Value;
            }
        }

        public void Dispose() => kernel.Dispose();
    }
}
