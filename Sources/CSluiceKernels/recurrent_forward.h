// The forward way of an LSTM or GRU layer over all steps of one block of samples.
//
// Included with VL defined. The samples are the lanes: weights are broadcast scalars, and no lane is
// lost at any number of units. A tile of MU units x 4 slots x NV vectors of sums stays in registers.

/// Adds `count` rows of an operand, each times its weights, to the sums of a tile.
///
/// The third weight of a GRU goes to slot 2 (input) or 3 (state): n's parts stay apart because r
/// multiplies one of them only.
INLINE void add_rows(vf sums[6][4][4], const int mu, const int nv, const int gru, const int third,
                     const float *weights, ptrdiff_t unit_stride, const float *rows, int count,
                     int lanes) {
  const int slots = gru ? 3 : 4;
  ROLLED for (int k = 0; k < count; k++) {
    vf row[4];
    UNROLL for (int v = 0; v < nv; v++) row[v] = load(rows + v * VL);
    UNROLL for (int m = 0; m < mu; m++) {
      UNROLL for (int s = 0; s < slots; s++) {
        const vf weight = (vf)weights[m * unit_stride + s];
        const int slot = gru && s == 2 ? third : s;
        UNROLL for (int v = 0; v < nv; v++) sums[m][slot][v] = weight * row[v] + sums[m][slot][v];
      }
    }
    weights += slots;
    rows += lanes;
  }
}

/// Sums into gates and cell, for `n` vectors of a unit at once; also returns the output gates and cells.
INLINE void lstm_gates(const int n, float *gates, const float *cell, float *next_cell, int lanes,
                       vf *outputs, vf *cells) {
  vf x[8];
  UNROLL for (int v = 0; v < n; v++) {
    x[v] = load(gates + v * VL);
    x[n + v] = load(gates + lanes + v * VL);
    x[2 * n + v] = load(gates + 3 * lanes + v * VL);
    x[3 * n + v] = load(gates + 2 * lanes + v * VL);
  }
  activations(3 * n, n, x);
  UNROLL for (int v = 0; v < n; v++) {
    outputs[v] = x[2 * n + v];
    cells[v] = x[n + v] * load(cell + v * VL) + x[v] * x[3 * n + v];
    store(gates + v * VL, x[v]);
    store(gates + lanes + v * VL, x[n + v]);
    store(gates + 2 * lanes + v * VL, x[3 * n + v]);
    store(gates + 3 * lanes + v * VL, outputs[v]);
    store(next_cell + v * VL, cells[v]);
  }
}

/// Output gates and cells into states, for `n` vectors at once.
INLINE void lstm_states(const int n, const vf *outputs, vf *cells, float *cell_tanh, float *hidden) {
  activations(0, n, cells);
  UNROLL for (int v = 0; v < n; v++) {
    store(cell_tanh + v * VL, cells[v]);
    store(hidden + v * VL, outputs[v] * cells[v]);
  }
}

INLINE void gru_gates(const int n, float *gates, const float *previous, float *hidden, int lanes) {
  vf x[4], t[2];
  UNROLL for (int v = 0; v < n; v++) {
    x[v] = load(gates + v * VL);
    x[n + v] = load(gates + lanes + v * VL);
  }
  activations(2 * n, 0, x);
  UNROLL for (int v = 0; v < n; v++) {
    t[v] = x[v] * load(gates + 3 * lanes + v * VL) + load(gates + 2 * lanes + v * VL);
    store(gates + v * VL, x[v]);
    store(gates + lanes + v * VL, x[n + v]);
  }
  activations(0, n, t);
  UNROLL for (int v = 0; v < n; v++) {
    store(gates + 2 * lanes + v * VL, t[v]);
    store(hidden + v * VL, x[n + v] * (load(previous + v * VL) - t[v]) + t[v]);
  }
}

// Vectors whose activations go together: more would not find registers.
#define TOGETHER (REGISTERS == 32 ? 2 : 1)

/// Turns the sums of some units into gates, cells and states. Apart from the tiles: the constants of the
/// activations would take registers from their sums.
APART void ISA(lstm_activations)(float *gates, const float *cell, float *next_cell, float *cell_tanh,
                                 float *hidden, int units, int lanes) {
  vf outputs[2], cells[2];
#define GATES(N)                                                                                    \
  lstm_gates(N, gates + 4 * u * lanes + l, cell + u * lanes + l, next_cell + u * lanes + l, lanes,  \
             outputs, cells);                                                                       \
  UNROLL for (int v = 0; v < N; v++) store(hidden + u * lanes + l + v * VL, outputs[v])
  ROLLED for (int u = 0; u < units; u++) {
    int l = 0;
    ROLLED for (; l + TOGETHER * VL <= lanes; l += TOGETHER * VL) {
      GATES(TOGETHER);
    }
    if (l < lanes) {
      GATES(1);
    }
  }
#undef GATES
  // In a loop of their own: a state waits for its cell, and would hold up the next gates.
#define STATES(N)                                      \
  UNROLL for (int v = 0; v < N; v++) {                 \
    outputs[v] = load(hidden + j + v * VL);            \
    cells[v] = load(next_cell + j + v * VL);           \
  }                                                    \
  lstm_states(N, outputs, cells, cell_tanh + j, hidden + j)
  int j = 0;
  ROLLED for (; j + TOGETHER * VL <= units * lanes; j += TOGETHER * VL) {
    STATES(TOGETHER);
  }
  if (j < units * lanes) {
    STATES(1);
  }
#undef STATES
}

APART void ISA(gru_activations)(float *gates, const float *previous, float *hidden, int units,
                                int lanes) {
#define GATES(N)                                                                    \
  gru_gates(N, gates + 4 * u * lanes + l, previous + u * lanes + l, hidden + u * lanes + l, lanes)
  ROLLED for (int u = 0; u < units; u++) {
    int l = 0;
    ROLLED for (; l + TOGETHER * VL <= lanes; l += TOGETHER * VL) GATES(TOGETHER);
    if (l < lanes) GATES(1);
  }
#undef GATES
}

INLINE void forward_tile(const struct sluice_recurrent *a, const int mu, const int nv,
                         const int gru, int step, int unit) {
  const int lanes = nv * VL, slots = gru ? 3 : 4;
  const ptrdiff_t state = (ptrdiff_t)a->units * lanes;
  const ptrdiff_t unit_stride = (ptrdiff_t)(a->inputs + a->units) * slots;
  const float *weights = a->weights + unit * unit_stride;
  vf sums[6][4][4];
  UNROLL for (int m = 0; m < mu; m++)
    UNROLL for (int s = 0; s < 4; s++)
      UNROLL for (int v = 0; v < nv; v++) sums[m][s][v] = (vf)a->bias[(unit + m) * 4 + s];
  add_rows(sums, mu, nv, gru, 2, weights, unit_stride, a->input + step * a->input_stride,
           a->inputs, lanes);
  add_rows(sums, mu, nv, gru, 3, weights + a->inputs * slots, unit_stride,
           a->operand + step * state, a->units, lanes);

  float *gates = a->gates + step * a->gates_stride + (ptrdiff_t)unit * 4 * lanes;
  UNROLL for (int m = 0; m < mu; m++)
    UNROLL for (int s = 0; s < 4; s++)
      UNROLL for (int v = 0; v < nv; v++) store(gates + (m * 4 + s) * lanes + v * VL, sums[m][s][v]);
  const ptrdiff_t at = (ptrdiff_t)unit * lanes;
  const float *previous = a->hidden + step * state + at;
  float *hidden = a->hidden + (step + 1) * state + at;
  float *cell = a->cell + step * a->cell_stride + at;
  float *cell_tanh = a->cell_tanh + step * a->cell_stride + at;
  if (gru) ISA(gru_activations)(gates, previous, hidden, mu, lanes);
  else ISA(lstm_activations)(gates, cell, cell + a->cell_stride, cell_tanh, hidden, mu, lanes);
}

/// Where `active` is zero the new state is the old one.
INLINE void keep_inactive(const float *active, const float *old, float *new, int rows, int lanes) {
  for (int u = 0; u < rows; u++)
    for (int l = 0; l < lanes; l += VL) {
      const int j = u * lanes + l;
      store(new + j, pick(load(active + l) != 0.0f, load(new + j), load(old + j)));
    }
}

INLINE void multiply(float *y, const float *x, const float *mask, int count) {
  for (int j = 0; j < count; j += VL) store(y + j, load(x + j) * load(mask + j));
}

INLINE void forward_steps(const struct sluice_recurrent *a, const int nv, const int gru) {
  const int lanes = nv * VL, units = a->units;
  const ptrdiff_t state = (ptrdiff_t)units * lanes;
  // Units in a tile: as many as the registers hold, three vectors of operands and a weight beside.
  const int mu = REGISTERS == 32 ? (nv == 1 ? 3 : nv == 2 ? 3 : nv == 3 ? 2 : 1) : (nv == 1 ? 2 : 1);
  if (a->operand_mask) multiply(a->operand, a->hidden, a->operand_mask, (int)state);
  ROLLED for (int step = 0; step < a->steps; step++) {
    int unit = 0;
    ROLLED for (; unit + mu <= units; unit += mu) forward_tile(a, mu, nv, gru, step, unit);
    if (mu > 2 && unit + 2 == units) forward_tile(a, 2, nv, gru, step, unit);
    if (mu > 1 && unit + 1 == units) forward_tile(a, 1, nv, gru, step, unit);
    float *hidden = a->hidden + (step + 1) * state;
    if (a->active) {
      const float *active = a->active + step * a->active_stride;
      keep_inactive(active, hidden - state, hidden, units, lanes);
      // With one cell kept, the old value is gone: lengths need every step's cell.
      if (!gru && a->cell_stride) {
        float *cell = a->cell + step * a->cell_stride;
        keep_inactive(active, cell, cell + a->cell_stride, units, lanes);
      }
    }
    if (a->operand_mask) multiply(a->operand + (step + 1) * state, hidden, a->operand_mask, (int)state);
  }
}

static void ISA(recurrent_forward)(const struct sluice_recurrent *a) {
#define CASE(NV)                          \
  case NV:                                \
    if (a->is_gru) forward_steps(a, NV, 1); \
    else forward_steps(a, NV, 0);         \
    break;
  switch (a->lanes / VL) {
    CASE(1) CASE(2) CASE(3)
#if REGISTERS == 32
    CASE(4)
#endif
  }
#undef CASE
}
