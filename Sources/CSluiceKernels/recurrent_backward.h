// The way back through an LSTM or GRU layer for one block of samples: derivatives of the gates, then
// the gradients to the state before and to the input. The gates' storage takes their derivatives.

/// One unit and vector of an LSTM; returns nothing for the state before: that comes from the product.
INLINE void lstm_derivatives(float *gates, const float *cell, const float *cell_tanh, vf dh, vf *dc,
                             int lanes, vf bias[4]) {
  vf i = load(gates), f = load(gates + lanes), g = load(gates + 2 * lanes);
  vf o = load(gates + 3 * lanes), t = load(cell_tanh);
  vf c = dh * o * (1.0f - t * t) + *dc;
  vf di = c * g * (i * (1.0f - i));
  vf df = c * load(cell) * (f * (1.0f - f));
  vf dg = c * i * (1.0f - g * g);
  vf dout = dh * t * (o * (1.0f - o));
  *dc = c * f;
  store(gates, di);
  store(gates + lanes, df);
  store(gates + 2 * lanes, dg);
  store(gates + 3 * lanes, dout);
  bias[0] += di;
  bias[1] += df;
  bias[2] += dg;
  bias[3] += dout;
}

/// One unit and vector of a GRU; returns what reaches the state before past the product.
INLINE vf gru_derivatives(float *gates, const float *previous, vf dh, int lanes, vf bias[4]) {
  vf r = load(gates), z = load(gates + lanes), n = load(gates + 2 * lanes);
  vf recurrent = load(gates + 3 * lanes), h = load(previous);
  vf dn = dh * (1.0f - z) * (1.0f - n * n);
  vf dz = dh * (h - n) * (z * (1.0f - z));
  vf dr = dn * recurrent * (r * (1.0f - r));
  vf dr_n = dn * r;
  store(gates, dr);
  store(gates + lanes, dz);
  store(gates + 2 * lanes, dn);
  store(gates + 3 * lanes, dr_n);
  bias[0] += dr;
  bias[1] += dz;
  bias[2] += dn;
  bias[3] += dr_n;
  return dh * z;
}

/// Turns the gates of one step into their derivatives; `carry` takes what goes past the product.
INLINE void derivatives(const struct sluice_recurrent *a, const int nv, const int gru, int step,
                        float *carry, float *bias_sums) {
  const int lanes = nv * VL;
  const ptrdiff_t state = (ptrdiff_t)a->units * lanes;
  float *gates = a->gates + step * a->gates_stride;
  const float *previous = a->hidden + step * state;
  const float *cell = a->cell + step * a->cell_stride;
  const float *cell_tanh = a->cell_tanh + step * a->cell_stride;
  const float *from_output =
      a->output_gradient ? a->output_gradient + step * a->output_gradient_stride : NULL;
  const float *active = a->active ? a->active + step * a->active_stride : NULL;
  ROLLED for (int u = 0; u < a->units; u++) {
    vf bias[4];
    UNROLL for (int s = 0; s < 4; s++) bias[s] = load(bias_sums + (u * 4 + s) * VL);
    UNROLL for (int v = 0; v < nv; v++) {
      const int j = u * lanes + v * VL;
      float *slot = gates + 4 * u * lanes + v * VL;
      // The step before comes next; it may have left the second cache since the forward way.
      UNROLL for (int s = 0; s < 4; s++) __builtin_prefetch(slot + s * lanes - a->gates_stride);
      if (!gru) __builtin_prefetch(cell_tanh + j - a->cell_stride);
      __builtin_prefetch((gru ? previous - state : cell - a->cell_stride) + j);
      vf dh = load(a->hidden_gradient + j);
      if (from_output) dh += load(from_output + j);
      vf dc = gru ? (vf)0.0f : load(a->cell_gradient + j);
      vf kept_h = 0.0f, kept_c = 0.0f;
      if (active) {
        vf on = load(active + v * VL);
        kept_h = dh * (1.0f - on);
        kept_c = dc * (1.0f - on);
        dh *= on;
        dc *= on;
      }
      if (gru) {
        kept_h += gru_derivatives(slot, previous + j, dh, lanes, bias);
      } else {
        lstm_derivatives(slot, cell + j, cell_tanh + j, dh, &dc, lanes, bias);
        store(a->cell_gradient + j, dc + kept_c);
      }
      if (gru || active) store(carry + j, kept_h);
    }
    UNROLL for (int s = 0; s < 4; s++) store(bias_sums + (u * 4 + s) * VL, bias[s]);
  }
}

/// `rows` rows of out = weights^T * derivatives (* mask) (+ carry).
INLINE void back_tile(const int rows, const int nv, const int gru, const int third,
                      const float *weights, const float *gates, int units, float *out,
                      const float *mask, const float *carry) {
  const int lanes = nv * VL, slots = gru ? 3 : 4;
  vf sums[MR][4];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < nv; v++) sums[r][v] = (vf)0.0f;
  ROLLED for (int u = 0; u < units; u++) {
    UNROLL for (int s = 0; s < slots; s++) {
      const float *slot = gates + (gru && s == 2 ? third : s) * lanes;
      vf derivative[4];
      UNROLL for (int v = 0; v < nv; v++) derivative[v] = load(slot + v * VL);
      UNROLL for (int r = 0; r < rows; r++) {
        const vf weight = (vf)weights[s * MR + r];
        UNROLL for (int v = 0; v < nv; v++) sums[r][v] = weight * derivative[v] + sums[r][v];
      }
    }
    weights += slots * MR;
    gates += 4 * lanes;
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < nv; v++) {
      const int j = r * lanes + v * VL;
      vf sum = sums[r][v];
      if (mask) sum *= load(mask + j);
      if (carry) sum += load(carry + j);
      store(out + j, sum);
    }
}

INLINE void back_product(int count, const int nv, const int gru, const int third,
                         const float *weights, const float *gates, int units, float *out,
                         const float *mask, const float *carry) {
  const int lanes = nv * VL;
  const ptrdiff_t tile = (ptrdiff_t)units * (gru ? 3 : 4) * MR;
  ROLLED for (int row = 0; row < count; row += MR, weights += tile, out += MR * lanes) {
#define ROWS(N)                                                                        \
  case N:                                                                              \
    back_tile(N, nv, gru, third, weights, gates, units, out, mask, carry);             \
    break;
    switch (count - row) {
      ROWS(1) ROWS(2) ROWS(3)
#if MR == 6
      ROWS(4) ROWS(5)
#endif
      default: back_tile(MR, nv, gru, third, weights, gates, units, out, mask, carry);
    }
#undef ROWS
    if (mask) mask += MR * lanes;
    if (carry) carry += MR * lanes;
  }
}

INLINE void backward_steps(const struct sluice_recurrent *a, const int nv, const int gru) {
  const int lanes = nv * VL;
  float *carry = a->scratch, *bias_sums = a->scratch + (ptrdiff_t)a->units * lanes;
  for (int j = 0; j < a->units * 4; j++) store(bias_sums + j * VL, (vf)0.0f);
  ROLLED for (int step = a->steps - 1; step >= 0; step--) {
    const float *gates = a->gates + step * a->gates_stride;
    derivatives(a, nv, gru, step, carry, bias_sums);
    back_product(a->units, nv, gru, 3, a->weights_back_hidden, gates, a->units, a->hidden_gradient,
                 a->operand_mask, gru || a->active ? carry : NULL);
    if (a->weights_back_input) {
      float *out = a->input_gradient + step * a->input_gradient_stride;
      back_product(a->inputs, nv, gru, 2, a->weights_back_input, gates, a->units, out, NULL,
                   a->accumulates_input_gradient ? out : NULL);
    }
  }
  for (int j = 0; j < a->units * 4; j++) {
    float sum = 0;
    for (int l = 0; l < VL; l++) sum += bias_sums[j * VL + l];
    a->bias_gradient[j] += sum;
  }
}

static void ISA(recurrent_backward)(const struct sluice_recurrent *a) {
#define CASE(NV)                             \
  case NV:                                   \
    if (a->is_gru) backward_steps(a, NV, 1); \
    else backward_steps(a, NV, 0);           \
    break;
  switch (a->lanes / VL) {
    CASE(1) CASE(2) CASE(3)
#if REGISTERS == 32
    CASE(4)
#endif
  }
#undef CASE
}
