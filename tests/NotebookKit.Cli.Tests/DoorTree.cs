using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]   // the front door is a bash script

namespace NotebookKit.Cli.Tests;

/// <summary>A copy of the front door (nk and the setup script) over a tree of one source file, with stand-ins for the
/// programs that it calls, which write down how they were called.</summary>
public sealed class DoorTree : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DoorTree()
    {
        var home = Home.Find(AppContext.BaseDirectory);
        Copy(home.Root, "nk");
        Copy(home.Root, "environment/setup.sh");
        Copy(home.Root, "environment/apt.lock");
        Copy(home.Root, "src/NotebookKit.Cli/Help.txt");
        Copy(home.Root, "data/datasets.json");
        folder.Write("src/NotebookKit.Cli/Program.cs", "return 0;");
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "NotebookKit.sln", ".editorconfig", "global.json" })
        {
            folder.Write(file, "");
        }

        folder.Write("tests/Any.Tests/Test.cs", "// a test");

        // dotnet: `publish` makes the program unless the file "broken" is there; running it prints its arguments.
        Program("dotnet", $"""
            echo "dotnet $*" >> '{folder["calls"]}'
            case $1 in
                --list-sdks) echo '10.0.100 [/sdk]' ;;
                build) ;;
                publish)
                    if [ -e '{folder["broken"]}' ]; then echo 'Program.cs(1,1): error CS1002: ; expected'; exit 1; fi
                    if [ -e '{folder["no-crossgen"]}' ] && [[ $* == *PublishReadyToRun=true* ]]; then
                        echo 'error NU1101: Unable to find package microsoft.netcore.app.crossgen2.linux-x64'; exit 1
                    fi
                    while [ "$1" != -o ]; do shift; done
                    mkdir -p "$2"
                    touch "$2/nk.dll" ;;
                *) shift; printf 'argument: %s\n' "$@" ;;
            esac
            """);
        Program("dpkg-query", $"""for name; do :; done; grep -qx "$name" '{folder["missing"]}' 2>/dev/null || printf installed""");
        Program("apt-cache", "echo 'Package: it is served'");
        Program("apt-get", $"""echo "apt-get $*" >> '{folder["calls"]}'""");
        Program("sudo", $"""echo "sudo $*" >> '{folder["calls"]}'; "$@" """);
        foreach (var tool in new[] { "g++", "cmake", "make", "chromium", "jupyter-notebook" })
        {
            Program(tool, "");
        }
    }

    public string Root => folder.Root;

    /// <summary>The calls of dotnet, apt-get and sudo so far, in order.</summary>
    public IReadOnlyList<string> Calls => File.Exists(folder["calls"]) ? File.ReadAllLines(folder["calls"]) : [];

    public int Builds => Calls.Count(call => call.StartsWith("dotnet publish", StringComparison.Ordinal));

    public string Write(string path, string content) => folder.Write(path, content);

    public void Remove(string path) => File.Delete(folder[path]);

    /// <summary>Puts a program before all others on the path.</summary>
    public void Program(string name, string body)
    {
        var path = folder.Write($"programs/{name}", $"#!/bin/bash\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    public Ended Nk(params string[] arguments) => Script.Run(folder["nk"], arguments, environment: Variables);

    public Ended Setup(params string[] arguments) => Script.Run(folder["environment/setup.sh"], arguments, environment: Variables);

    public void Dispose() => folder.Dispose();

    private Dictionary<string, string?> Variables => new(StringComparer.Ordinal)
    {
        ["PATH"] = $"{folder["programs"]}:{Environment.GetEnvironmentVariable("PATH")}",
        ["CI"] = null,
        ["LIBTORCH"] = null,
    };

    private void Copy(string root, string path)
    {
        var target = folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(root, path), target);
    }
}
