using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Tests.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Packages;

/// <summary>Packages made here, from a folder as their source: native libraries of which one needs the other's, and
/// what stays of a cell that fails.</summary>
public sealed class LocalPackageTests : IDisposable
{
    private const string Packages = "NUGET_PACKAGES", Cache = "XDG_CACHE_HOME";

    private readonly string folder = Directory.CreateTempSubdirectory("nk-native").FullName;
    private readonly (string? Packages, string? Cache) before =
        (Environment.GetEnvironmentVariable(Packages), Environment.GetEnvironmentVariable(Cache));

    public LocalPackageTests()
    {
        Environment.SetEnvironmentVariable(Packages, Path.Combine(folder, "packages"));
        Environment.SetEnvironmentVariable(Cache, Path.Combine(folder, "cache"));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Packages, before.Packages);
        Environment.SetEnvironmentVariable(Cache, before.Cache);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Library_ThatNeedsOneOfAnotherPackage_IsFoundAndLoaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The libraries of this test are made for Linux.");
        Compile("libnkinner.so", "int inner(int x) { return 2 * x; }");
        Compile("libnkouter.so", "int inner(int); int outer(int x) { return inner(x) + 1; }", "-L" + folder,
            "-lnkinner");
        Pack("NkTest.Inner", "libnkinner.so", "");
        Pack("NkTest.Outer", "libnkouter.so", "<dependency id=\"NkTest.Inner\" version=\"1.0.0\" />");

        var result = PackageTests.New().Run(
            $"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.Outer, 1.0.0\"\nusing System.Runtime.InteropServices;\n"
            + "class Native { [DllImport(\"nkouter\")] public static extern int outer(int x); }",
            "Native.outer(20)");

        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal(41, result.Value);
    }

    [Fact]
    public void Library_ThatComesAfterItsFirstUse_IsToldToNeedARestart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library of this test is made for Linux.");
        Compile("libnklate.so", "int late(int x) { return x; }");
        Pack("NkTest.Late", "libnklate.so", "");
        var evaluator = PackageTests.New();
        var first = evaluator.Run(
            "using System.Runtime.InteropServices;\nclass Native { static readonly int v = late(1); "
            + "[DllImport(\"nklate\")] static extern int late(int x); public static int V => v; }",
            "Native.V");
        Assert.Equal("System.TypeInitializationException", first.Error?.Name);

        var late = evaluator.Run($"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.Late, 1.0.0\"");
        Assert.Null(late.Error);
        Assert.Contains("'nklate' was asked for before it was there", string.Join('\n', late.Warnings), StringComparison.Ordinal);
        Assert.NotNull(evaluator.Run("Native.V").Error);
        Assert.Empty(evaluator.Run("#r \"nuget: NkTest.Late, 1.0.0\"").Warnings);
    }

    [Fact]
    public void Assembly_OfTwoPackagesInTwoVersions_FirstWinsAndTheUserIsTold()
    {
        Pack("NkTest.First", null, "", Assembly("1.0.0.0"));
        Pack("NkTest.Second", null, "", Assembly("2.0.0.0"));
        Pack("NkTest.Same", null, "", Assembly("1.0.0.0"));
        var evaluator = PackageTests.New();
        Assert.Equal(
            "1.0.0.0", evaluator.Run($"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.First, 1.0.0\"\nNkTwice.Version").Value);

        var second = evaluator.Run("#r \"nuget: NkTest.Second, 1.0.0\"\nNkTwice.Version");
        Assert.Equal("1.0.0.0", second.Value);
        Assert.Contains(
            "NkTwice 2.0.0.0", Assert.Single(second.Warnings, w => w.Contains("is not used: 1.0.0.0", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Empty(evaluator.Run("#r \"nuget: NkTest.Same, 1.0.0\"").Warnings);
    }

    [Fact]
    public void Reference_OfACellThatDoesNotCompile_IsThereForTheMendedOne()
    {
        Pack("NkTest.First", null, "", Assembly("1.0.0.0"));
        var evaluator = PackageTests.New();
        var failed = evaluator.Run($"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.First, 1.0.0\"\nvar v = NkTwice.Versoin;");
        Assert.Equal(("CompilationError", 3), (failed.Error?.Name, failed.Error?.Line));
        Assert.Contains("'Version'", failed.Trace(), StringComparison.Ordinal);
        Assert.Equal("1.0.0.0", evaluator.Run("NkTwice.Version").Value);
        Assert.Contains("CS0103", evaluator.Run("v").Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_OfACellThatFails_IsForgotten()
    {
        Pack("NkTest.Plain", null, "");
        var evaluator = PackageTests.New();
        Assert.NotNull(evaluator.Run($"#i \"nuget: {folder}\"\n#r \"no-such.dll\"").Error);
        Assert.Equal("PackageError", evaluator.Run("#r \"nuget: NkTest.Plain, 1.0.0\"").Error?.Name);
        Assert.Null(evaluator.Run($"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.Plain, 1.0.0\"").Error);
    }

    private void Compile(string library, string code, params string[] options)
    {
        var source = Path.Combine(folder, library + ".c");
        File.WriteAllText(source, code);
        try
        {
            using var compiler = Process.Start(
                "cc", ["-shared", "-fPIC", "-Wl,-soname," + library, "-o", Path.Combine(folder, library), source,
                    .. options]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no C compiler (cc) on this machine to make a native library with.");
        }
    }

    /// <summary>An assembly NkTwice that tells its version.</summary>
    private string Assembly(string version)
    {
        var path = Path.Combine(folder, $"NkTwice-{version}.dll");
        var code = $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n"
            + $"public static class NkTwice {{ public static string Version => \"{version}\"; }}";
        var made = CSharpCompilation.Create(
            "NkTwice", [CSharpSyntaxTree.ParseText(code)], References.For([]),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics));
        return path;
    }

    private void Pack(string id, string? library, string dependency, string? assembly = null)
    {
        using var package = ZipFile.Open(Path.Combine(folder, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write(
                "<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata>"
                + $"<id>{id}</id><version>1.0.0</version><authors>test</authors><description>test</description>"
                + $"<dependencies><group targetFramework=\"net8.0\">{dependency}</group></dependencies></metadata></package>");
        }

        if (assembly is null)
        {
            package.CreateEntry("lib/net8.0/_._").Open().Dispose();
        }
        else
        {
            package.CreateEntryFromFile(assembly, "lib/net8.0/NkTwice.dll");
        }

        if (library is not null)
        {
            package.CreateEntryFromFile(
                Path.Combine(folder, library), $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/{library}");
        }
    }
}
