// Functions over flat arrays of any count and alignment.

#define MAP(NAME, FUNCTION)                                                    \
  static void ISA(NAME)(const float *x, float *y, size_t count) {              \
    size_t i = 0;                                                              \
    for (; i + VL <= count; i += VL) store_any(y + i, FUNCTION(load_any(x + i))); \
    if (i < count) {                                                           \
      float rest[VL] = {0};                                                    \
      for (size_t j = i; j < count; j++) rest[j - i] = x[j];                   \
      store_any(rest, FUNCTION(load_any(rest)));                               \
      for (size_t j = i; j < count; j++) y[j] = rest[j - i];                   \
    }                                                                          \
  }
MAP(map_sigmoid, vsigmoid)
MAP(map_tanh, vtanh)
MAP(map_exp, vexp)
#undef MAP

static void ISA(dropout_mask)(float *mask, size_t rows, size_t lanes, uint32_t start,
                              uint32_t row_step, uint32_t lane_step, uint64_t key,
                              uint32_t threshold, float scale) {
  const unsigned first = (unsigned)key, second = (unsigned)(key >> 32);
  const vu offsets = lane_numbers() * lane_step;
  for (size_t row = 0; row < rows; row++, mask += lanes, start += row_step)
    for (size_t i = 0; i < lanes; i += VL) {
      vi random = random24(start + (unsigned)i * lane_step + offsets, first, second);
      vf y = pick(random >= (vi)(int)threshold, (vf)scale, (vf)0.0f);
      if (i + VL <= lanes) store_any(mask + i, y);
      else for (size_t j = i; j < lanes; j++) mask[j] = y[j - i];
    }
}

static void ISA(combine)(float *y, const float *a, const float *b, float scale, const float *mask,
                         const float *active, int rows, int lanes) {
  for (int row = 0; row < rows; row++)
    for (int l = 0; l < lanes; l += VL) {
      const int j = row * lanes + l;
      vf x = load(a + j);
      if (b) x += load(b + j);
      x *= scale;
      if (mask) x *= load(mask + j);
      if (active) x *= load(active + l);
      store(y + j, x);
    }
}

static void ISA(add)(float *y, const float *x, size_t count) {
  size_t i = 0;
  for (; i + VL <= count; i += VL) store_any(y + i, load_any(y + i) + load_any(x + i));
  for (; i < count; i++) y[i] += x[i];
}

static void ISA(adam)(size_t count, float *value, const float *gradient, float *first,
                      float *second, float rate, float beta1, float beta2, float epsilon,
                      float second_correction, float decay) {
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i];
    float m = beta1 * first[i] + (1 - beta1) * g;
    float v = beta2 * second[i] + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    float denominator = __builtin_elementwise_sqrt(v * second_correction) + epsilon;
    value[i] -= decay * value[i] + rate * m / denominator;
  }
}
