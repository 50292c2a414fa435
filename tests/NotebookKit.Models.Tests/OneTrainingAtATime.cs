using Xunit;

namespace NotebookKit.Models.Tests;

/// <summary>Collection of the tests that train: they share the default generator and the notebook host of the process,
/// and so run one after the other, apart from all others.</summary>
[CollectionDefinition(nameof(OneTrainingAtATime), DisableParallelization = true)]
public sealed class OneTrainingAtATime;
