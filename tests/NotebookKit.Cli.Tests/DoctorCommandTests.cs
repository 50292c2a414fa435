using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary><c>nk doctor</c>.</summary>
public sealed class DoctorCommandTests
{
    [Fact]
    public void Report_OfAMachineThatLacksSomething_GivesEachCommandOnceAndEndsWith1()
    {
        using var output = new StringWriter();

        var code = DoctorCommand.Report(
            [new("libtorch", "1.13.1"), new("cmake", "not installed", "setup.sh"), new("make", "not installed", "setup.sh")],
            new Terminal(output, TextWriter.Null, live: false));

        Assert.Equal(ExitCodes.CellFailed, code);
        Assert.Matches(@"libtorch\s+ok\s+1\.13\.1", output.ToString());
        Assert.Matches(@"cmake\s+missing\s+not installed", output.ToString());
        Assert.Single(output.ToString().Split('\n'), line => line == "to fix: setup.sh");
    }

    [Fact]
    public void Diagnosis_OfThisMachine_KnowsTheLibrariesTheMachineAndTheData()
    {
        var findings = Diagnosis.Of(Home.Find(AppContext.BaseDirectory)).ToDictionary(finding => finding.What, StringComparer.Ordinal);

        Assert.Equal(Environment.Version.ToString(), findings[".NET"].Found);
        Assert.Matches(@"^\d+\.\d+", findings["libtorch"].Found);
        Assert.Contains($"of {Environment.ProcessorCount} cores", findings["threads"].Found, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d GB", findings["memory"].Found);
        Assert.Contains(findings.Keys, what => what == "data cifar10");
    }

    [Fact]
    public void Diagnosis_TakesWhatIsMissingFromTheSetupScript()
    {
        using var folder = new TemporaryFolder();
        folder.Write("environment/setup.sh", "echo 'setup: missing: libturbojpeg0 (reads JPEG pictures)' >&2; exit 1");

        var finding = Diagnosis.Of(new Home(folder.Root))[0];

        Assert.Equal(
            new Finding("system package", "libturbojpeg0 (reads JPEG pictures)", $"{folder["environment", "setup.sh"]} --tests"), finding);
    }

    [Theory]
    [InlineData("NVIDIA H200, 140000 MiB, 143771 MiB, 570.1", true, "NVIDIA H200, 140000 MiB of 143771 MiB free, driver 570.1")]
    [InlineData("NVIDIA T4, 1 MiB, 2 MiB, 5", false, "NVIDIA T4, 1 MiB of 2 MiB free, driver 5; not used, this libtorch is a CPU build")]
    public void Gpu_ThatLibtorchDoesNotUse_NamesTheCommandThatChangesThat(string line, bool used, string found)
    {
        var finding = Diagnosis.Gpu(1, line, used, new Home("/kit"));

        Assert.Equal(("GPU 1", found), (finding.What, finding.Found));
        Assert.Equal(used ? null : "eval \"$(/kit/environment/setup.sh --cuda)\"", finding.Fix);
    }
}
