namespace NotebookKit.Data;

/// <summary>Which data a figure or a claim was measured on; shown beside every one of them.</summary>
/// <param name="Id">Data set id of data/datasets.json, or the id of a stand-in.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal over the files used, or over the generated pixels and
/// labels; empty for pictures that are generated step by step, which <paramref name="Description"/> names by their
/// seed.</param>
/// <param name="Description">One line for the reader: what it is, how many examples, from where.</param>
/// <param name="StandIn">True for generated data; a claim on it never counts as one on the paper's own data
/// set.</param>
public sealed record DataUse(string Id, string Sha256, string Description, bool StandIn);
