using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Matrix product with broadcast over leading dimensions.</summary>
        public Tensor matmul(Tensor target) => Ops.matmul(this, target);

        /// <summary>Product of two matrices.</summary>
        public Tensor mm(Tensor target) => Ops.mm(this, target);

        /// <summary>Product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Ops.mv(this, target);

        /// <summary>Products of matrices, batch by batch.</summary>
        public Tensor bmm(Tensor batch2) => Ops.bmm(this, batch2);

        /// <summary>Inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Ops.dot(this, target);

        /// <summary>Inner product with the conjugate.</summary>
        public Tensor vdot(Tensor target) => Ops.vdot(this, target);

        /// <summary>Products of all pairs.</summary>
        public Tensor outer(Tensor vec2) => Ops.outer(this, vec2);

        /// <summary>Inner products over the last dimension.</summary>
        public Tensor inner(Tensor vec2) => Ops.inner(this, vec2);

        /// <summary>Kronecker product.</summary>
        public Tensor kron(Tensor other) => Ops.kron(this, other);

        /// <summary>Cross product of 3-vectors.</summary>
        public Tensor cross(Tensor other, long dim = -1) => Ops.linalg_cross(this, other, dim);

        /// <summary>beta this + alpha mat1 mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.addmm(this, mat1, mat2, Factor(beta), Factor(alpha));

        /// <summary>beta this + alpha mat vec.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Ops.addmv(this, mat, vec, Factor(beta), Factor(alpha));

        /// <summary>beta this + alpha times the sum of the products.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.addbmm(this, batch1, batch2, Factor(beta), Factor(alpha));

        /// <summary>beta this + alpha batch1 batch2.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.baddbmm(this, batch1, batch2, Factor(beta), Factor(alpha));

        /// <summary>beta this + alpha times the outer product.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Ops.addr(this, vec1, vec2, Factor(beta), Factor(alpha));

        // Integers refuse a real factor, even 1.0.
        private static Scalar Factor(float value) => value == (long)value ? (Scalar)(long)value : value;

        /// <summary>Inverse matrices.</summary>
        public Tensor inverse() => Ops.linalg_inv(this);

        /// <summary>Moore-Penrose inverse.</summary>
        public Tensor pinverse(double rcond = 1e-15) => Ops.pinverse(this, rcond);

        /// <summary>Determinants.</summary>
        public Tensor det() => Ops.linalg_det(this);

        /// <summary>Logarithms of the determinants.</summary>
        public Tensor logdet() => Ops.logdet(this);

        /// <summary>Matrix to a whole power.</summary>
        public Tensor matrix_power(long n) => Ops.linalg_matrix_power(this, n);

        /// <summary>Matrix exponential.</summary>
        public Tensor matrix_exp() => Ops.matrix_exp(this);
    }
}
