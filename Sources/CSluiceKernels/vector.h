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

/// Keeps NaN: both comparisons are false for it.
INLINE vf clamped(vf x, float lowest, float highest) {
  x = pick(x > highest, (vf)highest, x);
  return pick(x < lowest, (vf)lowest, x);
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

/// exp(x) = scale * (1 + result), result = exp(r) - 1 for the part r of x beyond a power of two.
///
/// x must lie in [-87, 88]. The polynomial is a minimax fit of (exp(r) - 1 - r) / r^2 on
/// |r| <= log(2)/2, relative error 3e-9.
INLINE vf exp_parts(vf x, vf *scale) {
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  const float magic = 0x1.8p23f;
  vf t = x * 0x1.715476p0f + magic;
  vf n = t - magic;
  vf r = x - n * 0x1.63p-1f;
  r = r - n * -0x1.bd0106p-13f;
  *scale = (vf)((bits(t) + 127) << 23);
  vf p = r * 0.00138142216f + 0.00836889911f;
  p = p * r + 0.0416684039f;
  p = p * r + 0.166665196f;
  p = p * r + 0.49999994f;
  return (r * r) * p + r;
}

INLINE vf vexp(vf x) {
  vf scale;
  vf low = pick(x < -87.0f, (vf)0.0f, (vf)1.0f);
  vf q = exp_parts(clamped(x, -87.0f, 88.0f), &scale);
  vf y = scale * q + scale;
  y = pick(x > 88.72283f, (vf)__builtin_inff(), y);
  return y * low;
}

INLINE vf vsigmoid(vf x) {
  vf scale;
  vf q = exp_parts(clamped(-x, -87.0f, 87.0f), &scale);
  return reciprocal((scale * q + scale) + 1.0f);
}

INLINE vf vtanh(vf x) {
  // tanh(a) = e / (e + 2) with e = exp(2a) - 1, from |x|: no cancellation, small or large.
  vi sign = bits(x) & (int)0x80000000;
  vf a = (vf)(bits(x) ^ sign);
  vf scale;
  vf q = exp_parts(pick(a > 10.0f, (vf)20.0f, a + a), &scale);
  vf e = scale * q + (scale - 1.0f);
  vf y = e * reciprocal(e + 2.0f);
  return (vf)(bits(y) | sign);
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
