using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary>What the command line refuses, and in which words.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("rnu 1", "No verb 'rnu' in 'nk'. Did you mean 'run'? It has: run, check, clear, convert, test, data, doctor, bench, lab, kernel.")]
    [InlineData("run 1 --sedes 3", "No option '--sedes' in 'nk run'. Did you mean '--seeds'?")]
    [InlineData("test --claim", "No option '--claim' in 'nk test'. Did you mean '--claims'?")]
    [InlineData("data lst", "No verb 'lst' in 'nk data'. Did you mean 'list'? It has: list, get, verify.")]
    [InlineData("data get cifar", "No data set 'cifar'. Did you mean 'cifar10'")]
    [InlineData("run cifake-gradcan", "Did you mean 'cifake-gradcam'")]
    [InlineData("run 02", "No notebook '02'")]
    [InlineData("run none.ipynb", "It has: 00-start-here, 01-cifake-gradcam.")]
    [InlineData("run 1 -p epochs", "A parameter is given as NAME=VALUE, but 'epochs' has no '='.")]
    [InlineData("run 1 -p mode=full --mode small", "The parameter 'mode' is given twice")]
    [InlineData("run 1 --seeds many", "many")]
    [InlineData("run 1 --cell-timeout 0", "--cell-timeout must be more than 0 seconds, but is 0.")]
    [InlineData("run 1 --timeout -1", "--timeout must be more than 0 seconds, but is -1.")]
    [InlineData("run 1 --input name", "A reply is given as QUESTION=ANSWER, but 'name' has no '='.")]
    [InlineData("run 1 --input a=1 --input a=2", "The reply 'a' is given twice, as '1' and as '2'.")]
    [InlineData("run 1 --format pdf", "pdf")]
    [InlineData("run 1 --kernel remote", "remote")]
    [InlineData("run 1 --working-dir /none/here", "--working-dir must name an existing folder, but there is no /none/here.")]
    [InlineData("run 1 --data /none/here", "--data must name an existing folder, but there is no /none/here.")]
    [InlineData("lab --port 0", "--port must be from 1 to 65535, but is 0.")]
    [InlineData("kernel install --name ../x --path none", "--name may hold letters, digits, '.', '-' and '_', but is '../x'.")]
    [InlineData("kernel install --prefix a --path b", "--prefix and --path both say where the kernels are.")]
    [InlineData("kernel run --connection-file /none/k.json", "/none/k.json cannot be read as a connection file")]
    [InlineData("run", "nk run --help")]
    [InlineData("test --changed", "--changed needs --claims")]
    [InlineData("test --claims 0", "00-start-here has no claims to measure")]
    public void Mistake_IsRefusedBeforeAnyWork_WithTheNearestNames(string line, string message)
    {
        var ended = InProcess.Run(InProcess.HomeIn(folder), line.Split(' '));

        Assert.Equal((ExitCodes.Usage, ""), (ended.Code, ended.Output));
        Assert.StartsWith("nk: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    public void Help_PrintsThePageOfTheScript(string line) =>
        Assert.Equal(NkCommand.Help, InProcess.Run(InProcess.HomeIn(folder), line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Output);

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("clear")]
    [InlineData("convert")]
    [InlineData("test")]
    [InlineData("data")]
    [InlineData("doctor")]
    [InlineData("bench")]
    [InlineData("lab")]
    public void Page_NamesEveryVerbAndEveryOptionOfIt(string verb)
    {
        var help = InProcess.Run(InProcess.HomeIn(folder), verb, "--help");

        Assert.Equal(ExitCodes.Ok, help.Code);
        Assert.Contains($"nk {verb}", NkCommand.Help, StringComparison.Ordinal);
        var options = help.Output.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith("--", StringComparison.Ordinal) && word is not "--help" and not "--version").Distinct();
        Assert.All(options, option => Assert.Contains(option, NkCommand.Help, StringComparison.Ordinal));
    }
}
