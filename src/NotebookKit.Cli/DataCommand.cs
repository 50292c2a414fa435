using System.CommandLine;
using NotebookKit.Data;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using Spectre.Console;

namespace NotebookKit.Cli;

/// <summary><c>nk data</c>: what data sets there are, where each was found, and how to get one.</summary>
internal static class DataCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops a download; what came so far is kept.</param>
    public static Command Create(Terminal terminal, CancellationToken interrupt)
    {
        var folder = new Option<string?>("--data")
        {
            Description = "The folder to look in first; then $NOTEBOOKKIT_DATA, then the user's cache.",
            HelpName = "DIR",
            Recursive = true,
        };
        var wanted = Ids(ArgumentArity.OneOrMore, "The data sets to fetch.");
        var checkedIds = Ids(ArgumentArity.ZeroOrMore, "The data sets to check; none means all that were found.");

        var list = new Command("list", "The data sets: size, licence, and where each was found.");
        list.SetAction(parsed => List(Look(parsed.GetValue(folder)), terminal));
        var get = new Command("get", "Download data sets from their official place; resumed if broken off, and checked.") { wanted };
        get.SetAction(parsed => Get(Known(parsed.GetValue(wanted)!), terminal, interrupt));
        var verify = new Command("verify", "Compare the files of data sets with their published checksums.") { checkedIds };
        verify.SetAction(parsed => Verify(Look(parsed.GetValue(folder)), Known(parsed.GetValue(checkedIds)!), terminal));
        return new Command("data", "List, get or verify data sets.") { folder, list, get, verify };
    }

    /// <summary>One line for each data set.</summary>
    internal static int List(DataCache cache, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "size", "licence", "found");
        foreach (var entry in cache.Catalogue.Entries)
        {
            table.AddRow(new Text(entry.Id), new Text(Size(entry.Bytes)), new Text(entry.Licence), new Text(DataState.Of(cache, entry).Text));
        }

        terminal.Rich.Write(table);
        terminal.Line("'nk data get ID' downloads one; 'nk data verify' reads every file again.");
        return ExitCodes.Ok;
    }

    /// <summary>Checks every file that was published, reading it in full.</summary>
    /// <returns>Exit code: 2 when a file is damaged or a data set that was asked for is not there.</returns>
    internal static int Verify(DataCache cache, IReadOnlyList<string> ids, Terminal terminal)
    {
        var damaged = false;
        foreach (var id in ids.Count > 0 ? ids : [.. cache.Catalogue.Entries.Select(entry => entry.Id)])
        {
            var (directory, files) = cache.Verify(id);
            var bad = files.Where(file => file.State != FileState.Good).ToList();
            if (directory is null)
            {
                terminal.Line($"{id}: not found");
                damaged |= ids.Count > 0;
            }
            else
            {
                terminal.Line($"{id}: {DataState.Of(directory, files).Text}");
            }

            // Without ids a set that is there in part is no fault: the line above says how much of it is there.
            foreach (var file in bad.Where(file => ids.Count > 0 || file.State != FileState.Missing))
            {
                terminal.Error(file.Message);
                damaged = true;
            }
        }

        return damaged ? ExitCodes.Usage : ExitCodes.Ok;
    }

    private static int Get(IReadOnlyList<string> ids, Terminal terminal, CancellationToken interrupt)
    {
        foreach (var id in ids)
        {
            Datasets.Get(id, terminal.Line, interrupt);
        }

        return ExitCodes.Ok;
    }

    private static DataCache Look(string? folder)
    {
        DataState.RequireFolders(folder);
        Datasets.DataDirectory = folder;
        return Datasets.Cache;
    }

    private static string[] Known(string[] ids)
    {
        var known = DataCatalogue.BuiltIn.Entries.Select(entry => entry.Id).ToList();
        var unknown = ids.FirstOrDefault(id => !known.Contains(id));
        return unknown is null
            ? ids
            : throw new UsageException($"No data set '{unknown}'. {NearestNames.Question(unknown, known)}"
                                       + $"There are: {string.Join(", ", known)}.");
    }

    private static string Size(long bytes) => bytes == 0 ? "not published" : $"{bytes / 1e6:N1} MB";

    private static Argument<string[]> Ids(ArgumentArity arity, string description) =>
        new("id") { Arity = arity, Description = description };
}
