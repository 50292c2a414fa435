using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

/// <summary>Factors, put together again, give the matrix.</summary>
public sealed class DecompositionTests
{
    private static readonly double[,] s_values = { { 2, 1, -1 }, { 0.5, 3, 1 }, { -2, 0, 4 } };

    [Fact]
    public void Qr_Product_IsTheMatrix()
    {
        using var scope = NewDisposeScope();
        var m = tensor(s_values);

        var (q, r) = linalg.qr(m);

        Assert.True(q.matmul(r).allclose(m));
        Assert.True(q.T.matmul(q).allclose(eye(3, dtype: float64), atol: 1e-12));
        Assert.True(r.triu().allclose(r));
    }

    [Fact]
    public void Svd_Product_IsTheMatrix()
    {
        using var scope = NewDisposeScope();
        var m = tensor(s_values)[..2];                             // [2, 3]

        var (u, s, vh) = linalg.svd(m, fullMatrices: false);

        Assert.Equal([2L, 3], vh.shape);
        Assert.True((u * s).matmul(vh).allclose(m));
        Assert.True(s.allclose(linalg.svdvals(m)));
    }

    [Fact]
    public void Eigh_Vectors_DiagonaliseASymmetricMatrix()
    {
        using var scope = NewDisposeScope();
        var s = tensor(s_values);
        s += s.T;

        var (values, vectors) = linalg.eigh(s);

        Assert.True(s.matmul(vectors).allclose(vectors * values));
        Assert.True(values.allclose(linalg.eigvalsh(s)));
    }

    [Fact]
    public void Eig_Vectors_AreStretchedByTheValues()
    {
        using var scope = NewDisposeScope();
        var m = tensor(s_values);

        var (values, vectors) = linalg.eig(m);

        Assert.True(m.to(complex128).matmul(vectors).allclose(vectors * values));
        Assert.Equal(ScalarType.ComplexFloat64, values.dtype);
    }
}
