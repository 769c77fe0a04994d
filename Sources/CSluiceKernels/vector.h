// Vectors of VL floats and the functions that the recurrent cells need of them.
//
// Included by each of the instruction set files, under its target attribute, with VL defined.
// Vector extensions of clang are used instead of intrinsics: one source for every instruction set.

#define INLINE static inline __attribute__((always_inline))
/// For parts whose constants or addresses would otherwise take registers from a neighbour's loop.
#define APART static __attribute__((noinline))

typedef float vf __attribute__((ext_vector_type(VL)));
typedef int vi __attribute__((ext_vector_type(VL)));
typedef unsigned vu __attribute__((ext_vector_type(VL)));
typedef float vf_unaligned __attribute__((ext_vector_type(VL), aligned(4)));
typedef float v4f __attribute__((ext_vector_type(4)));

#define UNROLL _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)")

INLINE vf load(const float *p) { return *(const vf *)p; }
INLINE void store(float *p, vf x) { *(vf *)p = x; }
INLINE vf load_any(const float *p) { return *(const vf_unaligned *)p; }
INLINE void store_any(float *p, vf x) { *(vf_unaligned *)p = x; }
INLINE vi bits(vf x) { return (vi)(x); }
INLINE vf pick(vi mask, vf yes, vf no) { return mask ? yes : no; }

/// The smaller of x and a bound; NaN stays NaN.
INLINE vf at_most(vf x, float bound) {
#if VL == 16
  // Returns its second operand when one is NaN. The compiler makes a mask and a move of a comparison.
  return _mm512_min_ps((vf)bound, x);
#else
  return (vf)bound < x ? (vf)bound : x;
#endif
}

/// The larger of x and a bound; NaN stays NaN.
INLINE vf at_least(vf x, float bound) {
#if VL == 16
  return _mm512_max_ps((vf)bound, x);
#else
  return (vf)bound > x ? (vf)bound : x;
#endif
}

INLINE vf clamped(vf x, float lowest, float highest) {
  return at_least(at_most(x, highest), lowest);
}

/// 1/x for normal x whose reciprocal is normal.
INLINE vf reciprocal(vf x) {
#if VL == 16
  // A division occupies its unit for 16 cycles; an estimate of 14 bits and one Newton step do not.
  vf r = _mm512_rcp14_ps(x);
  vf error = 1.0f - x * r;
  return r + r * error;
#else
  return 1.0f / x;
#endif
}

/// For each of `n` vectors: exp(x) = scale * (1 + q), q = exp(r) - 1 for the part r of x beyond a power
/// of two.
///
/// x must lie in [-87, 88]. The polynomial is a minimax fit of (exp(r) - 1 - r) / r^2 on
/// |r| <= log(2)/2, relative error 3e-9. Several vectors go step by step together: one alone would wait
/// for each of its steps.
INLINE void exp_parts(const int n, const vf *x, vf *scale, vf *q) {
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  const float magic = 0x1.8p23f;
  vf t[8], r[8], p[8];
  UNROLL for (int i = 0; i < n; i++) t[i] = x[i] * 0x1.715476p0f + magic;
  UNROLL for (int i = 0; i < n; i++) {
    vf whole = t[i] - magic;
#ifdef FUSED
    // The nearest float to log(2) is off by 2e-9 only.
    r[i] = x[i] - whole * 0x1.62e43p-1f;
#else
    // In two parts, the first so short that its product with a whole number is exact.
    r[i] = x[i] - whole * 0x1.63p-1f;
    r[i] = r[i] - whole * -0x1.bd0106p-13f;
#endif
  }
  UNROLL for (int i = 0; i < n; i++) scale[i] = (vf)((bits(t[i]) + 127) << 23);
  UNROLL for (int i = 0; i < n; i++) p[i] = r[i] * 0.00138142216f + 0.00836889911f;
  UNROLL for (int i = 0; i < n; i++) p[i] = p[i] * r[i] + 0.0416684039f;
  UNROLL for (int i = 0; i < n; i++) p[i] = p[i] * r[i] + 0.166665196f;
  UNROLL for (int i = 0; i < n; i++) p[i] = p[i] * r[i] + 0.49999994f;
  UNROLL for (int i = 0; i < n; i++) q[i] = (r[i] * r[i]) * p[i] + r[i];
}

INLINE vf vexp(vf x) {
  vf scale, q;
  vf low = pick(x < -87.0f, (vf)0.0f, (vf)1.0f);
  vf inside = clamped(x, -87.0f, 88.0f);
  exp_parts(1, &inside, &scale, &q);
  vf y = scale * q + scale;
  y = pick(x > 88.72283f, (vf)__builtin_inff(), y);
  return y * low;
}

/// The logistic function of the first `n` vectors, the hyperbolic tangent of the `m` that follow.
///
/// tanh(a) = e / (e + 2) with e = exp(2a) - 1, from |x|: no cancellation, small or large.
INLINE void activations(const int n, const int m, vf *x) {
  vf y[8], scale[8], q[8];
  UNROLL for (int i = 0; i < n; i++) y[i] = clamped(-x[i], -87.0f, 87.0f);
  UNROLL for (int i = n; i < n + m; i++) {
    vf a = (vf)(bits(x[i]) & 0x7fffffff);
    y[i] = at_most(a + a, 20.0f);
  }
  exp_parts(n + m, y, scale, q);
  UNROLL for (int i = 0; i < n; i++) y[i] = reciprocal((scale[i] * q[i] + scale[i]) + 1.0f);
  UNROLL for (int i = n; i < n + m; i++) {
    vf e = scale[i] * q[i] + (scale[i] - 1.0f);
    y[i] = (vf)(bits(e * reciprocal(e + 2.0f)) | (bits(x[i]) & (int)0x80000000));
  }
  UNROLL for (int i = 0; i < n + m; i++) x[i] = y[i];
}

INLINE vf vsigmoid(vf x) {
  vf y = x;
  activations(1, 0, &y);
  // Below, the result is no normal number.
  return pick(x < -87.0f, (vf)0.0f, y);
}

INLINE vf vtanh(vf x) {
  activations(0, 1, &x);
  return x;
}

/// Bits that depend on key and index only (two rounds of multiply and xor-shift with the constants of
/// lowbias32, https://github.com/skeeto/hash-prospector), the top 24 of them.
INLINE vi random24(vu index, unsigned key, unsigned second_key) {
  vu x = index + key;
  x ^= x >> 16;
  x *= 0x7feb352du;
  x += second_key;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return (vi)(x >> 8);
}

INLINE vu lane_numbers(void) {
  vu n;
  for (int i = 0; i < VL; i++) n[i] = (unsigned)i;
  return n;
}
