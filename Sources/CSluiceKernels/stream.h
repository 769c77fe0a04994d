// One sample at a time through a stack of layers: the units are the lanes here. Each unit's sum runs
// over the same terms in the same order as in recurrent_forward.h, and the activations are the same
// code, so that results are equal to the bit.

// Vectors of sums in a tile: enough to hide the latency of a multiply-add.
#define STREAM_VECTORS (REGISTERS == 32 ? 12 : 8)

INLINE void stream_rows(vf *sums, const int width, const float *weights, const float *x, int count) {
  ROLLED for (int k = 0; k < count; k++) {
    const vf value = (vf)x[k];
    UNROLL for (int v = 0; v < width; v++)
      sums[v] = load(weights + (ptrdiff_t)(k * width + v) * VL) * value + sums[v];
  }
}

INLINE void stream_tile(const int width, const struct sluice_stream_layer *a, const float *x,
                        const float *weights, const float *bias, float *gates) {
  vf sums[STREAM_VECTORS];
  UNROLL for (int v = 0; v < width; v++) sums[v] = load(bias + v * VL);
  stream_rows(sums, width, weights, x, a->inputs);
  stream_rows(sums, width, weights + (ptrdiff_t)a->inputs * width * VL, a->hidden, a->units);
  UNROLL for (int v = 0; v < width; v++) store(gates + v * VL, sums[v]);
}

/// As lstm_activations, but a state follows its gates at once: it waits for its cell alone, and memory
/// would add to that.
APART void ISA(stream_activations)(float *gates, float *cell, float *cell_tanh, float *hidden,
                                   int lanes) {
  vf outputs[2], cells[2];
#define UNITS(N)                                                                             \
  lstm_gates(N, gates + l, cell + l, cell + l, lanes, outputs, cells);                       \
  lstm_states(N, outputs, cells, cell_tanh + l, hidden + l)
  int l = 0;
  ROLLED for (; l + TOGETHER * VL <= lanes; l += TOGETHER * VL) {
    UNITS(TOGETHER);
  }
  if (l < lanes) {
    UNITS(1);
  }
#undef UNITS
}

static void ISA(stream)(const struct sluice_stream_layer *layers, int count, const float *x,
                        int steps) {
  // Step by step, not layer by layer: the processor overlaps a layer's step with the layer below's next.
  ROLLED for (int step = 0; step < steps; step++, x += layers[0].inputs) {
    const float *input = x;
    ROLLED for (int l = 0; l < count; l++) {
      const struct sluice_stream_layer *a = &layers[l];
      const int vectors = 4 * a->lanes / VL;
      const int tiles = (vectors + STREAM_VECTORS - 1) / STREAM_VECTORS;
      ROLLED for (int tile = 0; tile < tiles; tile++) {
        const int first = vectors * tile / tiles;
        const int width = vectors * (tile + 1) / tiles - first;
        const float *weights = a->weights + (ptrdiff_t)first * (a->inputs + a->units) * VL;
#define TILE(N)                                                                         \
  case N:                                                                               \
    stream_tile(N, a, input, weights, a->bias + first * VL, a->gates + first * VL);     \
    break;
        switch (width) {
          TILE(4) TILE(5) TILE(6) TILE(7) TILE(8)
#if REGISTERS == 32
          TILE(9) TILE(10) TILE(11) TILE(12)
#endif
        }
#undef TILE
      }
      if (a->is_gru) ISA(gru_activations)(a->gates, a->hidden, a->hidden, 1, a->lanes);
      else ISA(stream_activations)(a->gates, a->cell, a->cell_tanh, a->hidden, a->lanes);
      input = a->hidden;
    }
  }
}
