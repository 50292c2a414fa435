using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NotebookKit.Jupyter.Tests;

/// <summary>Every message of the protocol with its optional attributes, asked by Debian's jupyter_client: the list of
/// jupyter_kernel_test, and more. One kernel for all checks of a script, as in a long
/// session.</summary>
public sealed partial class ConformanceTests(ConformanceTests.Results results) : IClassFixture<ConformanceTests.Results>
{
    private static readonly string[] Scripts = ["conformance.py", "control.py"];

    /// <summary>The names of the checks, as the scripts define them.</summary>
    public static TheoryData<string, string> Checks =>
    [
        .. Scripts.SelectMany(script => Check()
            .Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Driver", script)))
            .Select(m => (script, m.Groups[1].Value))),
    ];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Kernel_Conforms(string script, string check)
    {
        var errors = results.Errors(script);
        Assert.Contains(check, errors.Keys);
        Assert.True(errors[check] is null, errors[check]);
    }

    [GeneratedRegex(@"@check\ndef (\w+)")]
    private static partial Regex Check();

    /// <summary>One run of each script.</summary>
    public sealed class Results : IDisposable
    {
        private readonly JupyterKernel kernel = new();
        private readonly Dictionary<string, Dictionary<string, string?>> known = new(StringComparer.Ordinal);

        /// <summary>What went wrong, by check; null where nothing did.</summary>
        public IReadOnlyDictionary<string, string?> Errors(string script)
        {
            Assert.SkipWhen(kernel.Missing is not null, kernel.Missing ?? "");
            if (!known.TryGetValue(script, out var errors))
            {
                errors = kernel.Drive(script).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => JsonDocument.Parse(line).RootElement)
                    .ToDictionary(c => c.GetProperty("check").GetString()!, c => c.GetProperty("error").GetString());
                known[script] = errors;
            }

            return errors;
        }

        public void Dispose() => kernel.Dispose();
    }
}
