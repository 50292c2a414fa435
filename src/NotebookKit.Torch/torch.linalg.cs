using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on matrices and batches of them.</summary>
    public static class linalg
    {
        /// <summary>Lower triangular factor of a positive definite matrix.</summary>
        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky(input);

        /// <summary>Condition number, in the p-norm or the spectral one.</summary>
        public static Tensor cond(Tensor input, double? p = null) =>
            p is { } norm ? Ops.linalg_cond(input, norm) : Ops.linalg_cond(input);

        /// <summary>Condition number in a named norm ("fro", "nuc").</summary>
        public static Tensor cond(Tensor input, string p) => Ops.linalg_cond_p_str(input, p);

        /// <summary>Cross product of 3-vectors.</summary>
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Ops.linalg_cross(input, other, dim);

        /// <summary>Determinant.</summary>
        public static Tensor det(Tensor input) => Ops.linalg_det(input);

        /// <summary>Sign and logarithm of the absolute determinant.</summary>
        public static (Tensor sign, Tensor logabsdet) slogdet(Tensor input) => Ops.linalg_slogdet(input);

        /// <summary>A view of the diagonal.</summary>
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            Ops.linalg_diagonal(input, offset, dim1, dim2);

        /// <summary>Eigenvalues and eigenvectors of a square matrix.</summary>
        public static (Tensor eigvals, Tensor eigvecs) eig(Tensor input) => Ops.linalg_eig(input);

        /// <summary>Eigenvalues (ascending) and eigenvectors of a symmetric matrix.</summary>
        public static (Tensor eigvals, Tensor eigvecs) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh(input, UPLO.ToString());

        /// <summary>Eigenvalues of a square matrix.</summary>
        public static Tensor eigvals(Tensor input) => Ops.linalg_eigvals(input);

        /// <summary>Eigenvalues of a symmetric matrix, ascending.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Ops.linalg_eigvalsh(input, UPLO.ToString());

        /// <summary>Product of Householder reflections.</summary>
        public static Tensor householder_product(Tensor input, Tensor tau) => Ops.linalg_householder_product(input, tau);

        /// <summary>Inverse matrix.</summary>
        public static Tensor inv(Tensor input) => Ops.linalg_inv(input);

        /// <summary>Least squares solution of input X = other.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Ops.linalg_lstsq(input, other);

        /// <summary>Permutation, lower and upper triangle.</summary>
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Ops.linalg_lu(input, pivot);

        /// <summary>Triangles in one matrix, and pivots.</summary>
        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Ops.linalg_lu_factor(input, pivot);

        /// <summary>Frobenius norm of matrices, or another named one.</summary>
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm_str_ord(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>Matrix norm of an order (1, -1, 2, -2, infinity).</summary>
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>Matrix to a whole power.</summary>
        public static Tensor matrix_power(Tensor input, int n) => Ops.linalg_matrix_power(input, n);

        /// <summary>Count of singular values above a tolerance.</summary>
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_matrix_rank_atol_rtol_float(input, atol, rtol, hermitian);

        /// <summary>Product of a chain of matrices in the cheapest order.</summary>
        public static Tensor multi_dot(IList<Tensor> tensors) => Ops.linalg_multi_dot(Listed(tensors));

        /// <summary>Named norm ("fro", "nuc").</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm_ord_str(input, ord, dims, keepdim);

        /// <summary>Vector or matrix norm of an order.</summary>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm(input, ord, dims, keepdim);

        /// <summary>Euclidean or Frobenius norm.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm(input, null, dims, keepdim);

        /// <summary>Moore-Penrose inverse.</summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_pinv_atol_rtol_float(input, atol, rtol, hermitian);

        /// <summary>Orthogonal and upper triangular factor.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Ops.linalg_qr(input, mode.ToString().ToLowerInvariant());

        /// <summary>Solution X of input X = other.</summary>
        public static Tensor solve(Tensor input, Tensor other, bool left = true) => Ops.linalg_solve(input, other, left);

        /// <summary>Solution X of input X = other for a triangular matrix.</summary>
        public static Tensor solve_triangular(
            Tensor input, Tensor other, bool upper, bool left = true, bool unitriangular = false) =>
            Ops.linalg_solve_triangular(input, other, upper, left, unitriangular);

        /// <summary>Singular value decomposition input = U diag(S) Vh.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Ops.linalg_svd(input, fullMatrices);

        /// <summary>Singular values, descending.</summary>
        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals(input);

        /// <summary>Powers of the elements as rows.</summary>
        public static Tensor vander(Tensor input, long? N = null) => Ops.linalg_vander(input, N);

        /// <summary>Inner products of vectors along a dimension.</summary>
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1) => Ops.linalg_vecdot(x, y, dim);

        /// <summary>Norm of all elements as one vector, or over dimensions.</summary>
        public static Tensor vector_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_vector_norm(input, ord, dims, keepdim);

        /// <summary>Which parts of a QR decomposition are wanted.</summary>
        public enum QRMode
        {
            /// <summary>Q with as many columns as needed.</summary>
            Reduced = 0,

            /// <summary>Square Q.</summary>
            Complete = 1,

            /// <summary>R only.</summary>
            R = 2,
        }
    }
}
