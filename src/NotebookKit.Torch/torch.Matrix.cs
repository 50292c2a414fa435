namespace TorchSharp;

public static partial class torch
{
    /// <summary>Matrix product with broadcast over leading dimensions.</summary>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <summary>Product of two matrices.</summary>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <summary>Product of a matrix and a vector.</summary>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    /// <summary>Products of matrices, batch by batch.</summary>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <summary>Inner product of two vectors.</summary>
    public static Tensor dot(Tensor input, Tensor target) => input.dot(target);

    /// <summary>Inner product with the conjugate.</summary>
    public static Tensor vdot(Tensor input, Tensor target) => input.vdot(target);

    /// <summary>Products of all pairs.</summary>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    /// <summary>Inner products over the last dimension.</summary>
    public static Tensor inner(Tensor input, Tensor vec2) => input.inner(vec2);

    /// <summary>Kronecker product.</summary>
    public static Tensor kron(Tensor input, Tensor other) => input.kron(other);

    /// <summary>Cross product of 3-vectors.</summary>
    public static Tensor cross(Tensor input, Tensor other, long dim = -1) => input.cross(other, dim);

    /// <summary>beta this + alpha mat1 mat2.</summary>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
        input.addmm(mat1, mat2, beta, alpha);

    /// <summary>beta this + alpha mat vec.</summary>
    public static Tensor addmv(Tensor input, Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
        input.addmv(mat, vec, beta, alpha);

    /// <summary>beta this + alpha times the sum of the products.</summary>
    public static Tensor addbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.addbmm(batch1, batch2, beta, alpha);

    /// <summary>beta this + alpha batch1 batch2.</summary>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.baddbmm(batch1, batch2, beta, alpha);

    /// <summary>beta this + alpha times the outer product.</summary>
    public static Tensor addr(Tensor input, Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
        input.addr(vec1, vec2, beta, alpha);

    /// <summary>Inverse matrices.</summary>
    public static Tensor inverse(Tensor input) => input.inverse();

    /// <summary>Moore-Penrose inverse.</summary>
    public static Tensor pinverse(Tensor input, double rcond = 1e-15) => input.pinverse(rcond);

    /// <summary>Determinants.</summary>
    public static Tensor det(Tensor input) => input.det();

    /// <summary>Logarithms of the determinants.</summary>
    public static Tensor logdet(Tensor input) => input.logdet();

    /// <summary>Matrix to a whole power.</summary>
    public static Tensor matrix_power(Tensor input, long n) => input.matrix_power(n);

    /// <summary>Matrix exponential.</summary>
    public static Tensor matrix_exp(Tensor input) => input.matrix_exp();
}
