using Xunit;

namespace NotebookKit.Tests;

/// <summary>Collection of the tests that share something of the process - the notebook host, the default generator - and so run
/// one after the other, apart from all others.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
