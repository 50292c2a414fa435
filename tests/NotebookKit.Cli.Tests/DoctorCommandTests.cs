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
}
