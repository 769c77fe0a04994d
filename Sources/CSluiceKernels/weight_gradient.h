// The gradient of a layer's weights from one block: sums over steps and samples of a derivative times
// an operand. The samples are the lanes, so that a sum over steps stays in a register and is added
// across its lanes once.

// Columns in a tile: with 4 rows (or 3) as many sums as leave registers for a column and the rows.
#define COLUMNS4 (REGISTERS == 32 ? 6 : 3)
#define COLUMNS3 (REGISTERS == 32 ? 8 : 4)

// Vectors of one panel of columns that stay in the first cache (32 KB of it), and rows in the second.
#define PANEL_VECTORS (32768 / (VL * 4))
#define GROUP_VECTORS (1179648 / (VL * 4))

/// The sums of four vectors, each over its lanes.
INLINE v4f lane_sums(vf a, vf b, vf c, vf d) {
#if VL == 16
#define FOLD(a, b)                                                                            \
  (__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +     \
   __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
  vf ab = FOLD(a, b), cd = FOLD(c, d);
  vf x = __builtin_shufflevector(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
         __builtin_shufflevector(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
  x += __builtin_shufflevector(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
  x += __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  return __builtin_shufflevector(x, x, 0, 4, 8, 12);
#undef FOLD
#else
#if VL == 8
  v4f a4 = a.lo + a.hi, b4 = b.lo + b.hi, c4 = c.lo + c.hi, d4 = d.lo + d.hi;
#else
  v4f a4 = a, b4 = b, c4 = c, d4 = d;
#endif
  v4f ab = __builtin_shufflevector(a4, b4, 0, 1, 4, 5) + __builtin_shufflevector(a4, b4, 2, 3, 6, 7);
  v4f cd = __builtin_shufflevector(c4, d4, 0, 1, 4, 5) + __builtin_shufflevector(c4, d4, 2, 3, 6, 7);
  return __builtin_shufflevector(ab, cd, 0, 2, 4, 6) + __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
#endif
}

/// Rows (a unit's slots) times `columns` columns of a panel, over `steps` steps of `nv` vectors.
INLINE void gradient_tile(const int rows, const int columns, int third, int steps, int nv,
                          const float *gates, ptrdiff_t gates_stride, const float *panel,
                          float *gradient) {
  const int lanes = nv * VL;
  vf sums[8][4];
  UNROLL for (int c = 0; c < columns; c++)
    UNROLL for (int r = 0; r < 4; r++) sums[c][r] = (vf)0.0f;
  const ptrdiff_t third_slot = (ptrdiff_t)third * lanes;
  ROLLED for (int t = 0; t < steps; t++) {
    const float *slot = gates;
    ROLLED for (int v = 0; v < nv; v++) {
      vf row[4];
      // The next steps lie pages away, where the hardware does not look.
      UNROLL for (int r = 0; r < 4; r++) __builtin_prefetch(slot + 2 * gates_stride + r * lanes);
      row[0] = load(slot);
      row[1] = load(slot + lanes);
      row[2] = load(slot + (rows == 3 ? third_slot : 2 * lanes));
      if (rows == 4) row[3] = load(slot + 3 * lanes);
      UNROLL for (int c = 0; c < columns; c++) {
        const vf column = load(panel + c * VL);
        UNROLL for (int r = 0; r < rows; r++) sums[c][r] = row[r] * column + sums[c][r];
      }
      slot += VL;
      panel += columns * VL;
    }
    gates += gates_stride;
  }
  UNROLL for (int c = 0; c < columns; c++) {
    v4f sum = lane_sums(sums[c][0], sums[c][1], sums[c][2], sums[c][3]);
    float *at = gradient + 4 * c;
    UNROLL for (int r = 0; r < rows; r++) at[r] += sum[r];
  }
}

static void ISA(weight_gradient)(const struct sluice_weight_gradient *a) {
  const int lanes = a->lanes, nv = lanes / VL;
  const ptrdiff_t gates_stride = (ptrdiff_t)a->units * 4 * lanes;
  const int most_columns = a->is_gru ? COLUMNS3 : COLUMNS4;
  const int tiles = (a->columns + most_columns - 1) / most_columns;
  if (tiles == 0) return;
  const int steps_in_panel = PANEL_VECTORS / (most_columns * nv);
  const int third = a->is_recurrent ? 3 : 2;
  for (int first = 0; first < a->steps; first += steps_in_panel) {
    const int steps = a->steps - first < steps_in_panel ? a->steps - first : steps_in_panel;
    int group = GROUP_VECTORS / (4 * steps * nv);
    if (group < 1) group = 1;
    for (int unit0 = a->first_unit; unit0 < a->end_unit; unit0 += group) {
      const int unit1 = unit0 + group < a->end_unit ? unit0 + group : a->end_unit;
      for (int tile = 0; tile < tiles; tile++) {
        // Tiles of even width: 7 columns are 4 and 3, not 6 and 1.
        const int column = a->columns * tile / tiles;
        const int columns = a->columns * (tile + 1) / tiles - column;
        float *panel = a->scratch;
        for (int t = first; t < first + steps; t++) {
          const float *from = a->operand + t * a->operand_stride + (ptrdiff_t)column * lanes;
          for (int v = 0; v < nv; v++)
            for (int c = 0; c < columns; c++, panel += VL) store(panel, load(from + c * lanes + v * VL));
        }
        for (int unit = unit0; unit < unit1; unit++) {
          const float *gates = a->gates + first * gates_stride + (ptrdiff_t)unit * 4 * lanes;
          float *gradient = a->gradient + ((ptrdiff_t)unit * a->columns + column) * 4;
#define TILE(R, C)                                                                               \
  case C:                                                                                        \
    gradient_tile(R, C, third, steps, nv, gates, gates_stride, a->scratch, gradient);            \
    break;
          if (a->is_gru) switch (columns) {
              TILE(3, 1) TILE(3, 2) TILE(3, 3) TILE(3, 4)
#if REGISTERS == 32
              TILE(3, 5) TILE(3, 6) TILE(3, 7) TILE(3, 8)
#endif
            }
          else switch (columns) {
              TILE(4, 1) TILE(4, 2) TILE(4, 3)
#if REGISTERS == 32
              TILE(4, 4) TILE(4, 5) TILE(4, 6)
#endif
            }
#undef TILE
        }
      }
    }
  }
}
