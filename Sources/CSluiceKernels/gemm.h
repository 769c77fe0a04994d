// The inner tile of a matrix product: C[GEMM_ROWS, GEMM_COLUMNS] += A B over packed panels,
// a [k][GEMM_ROWS], b [k][GEMM_COLUMNS].

static void ISA(gemm_tile)(int k, const float *a, const float *b, float *c, ptrdiff_t c_stride) {
  vf sums[GEMM_ROWS][GEMM_VECTORS];
  UNROLL for (int r = 0; r < GEMM_ROWS; r++)
    UNROLL for (int v = 0; v < GEMM_VECTORS; v++) sums[r][v] = load_any(c + r * c_stride + v * VL);
  ROLLED for (int i = 0; i < k; i++) {
    vf column[GEMM_VECTORS];
    UNROLL for (int v = 0; v < GEMM_VECTORS; v++) column[v] = load(b + v * VL);
    UNROLL for (int r = 0; r < GEMM_ROWS; r++) {
      const vf weight = (vf)a[r];
      UNROLL for (int v = 0; v < GEMM_VECTORS; v++) sums[r][v] = weight * column[v] + sums[r][v];
    }
    a += GEMM_ROWS;
    b += GEMM_VECTORS * VL;
  }
  UNROLL for (int r = 0; r < GEMM_ROWS; r++)
    UNROLL for (int v = 0; v < GEMM_VECTORS; v++) store_any(c + r * c_stride + v * VL, sums[r][v]);
}
