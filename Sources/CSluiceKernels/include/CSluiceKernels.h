#ifndef CSLUICE_KERNELS_H
#define CSLUICE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The widest instruction set that this processor and this build offer.
/// 0 baseline (SSE2 or NEON), 1 AVX2 with FMA, 2 AVX-512.
int sluice_instruction_set(void);

/// Tells the processor that the caller is spinning.
static inline void sluice_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

/// A recurrent layer, in one direction, over all steps of one block of samples.
///
/// The samples of a block are the innermost dimension ("lanes", a multiple of the vector width), every
/// array starts at a multiple of 64 bytes. Steps are counted as the layer processes them, so that a
/// layer that runs backward has negative strides. A unit has four slots in `gates`: LSTM i, f, g, o;
/// GRU r, z, n and the recurrent part of n. `units` is H, `inputs` F, `W` stands for `lanes`.
struct sluice_recurrent {
  int is_gru;
  int steps, inputs, units, lanes;
  ptrdiff_t gates_stride;   // between steps; 0 keeps one step only (prediction)
  ptrdiff_t cell_stride;    // of `cell` and `cell_tanh`; 0 as above
  const float *_Nullable weights;     // [H][F + H][4, or 3 with a GRU: r, z, n]
  const float *_Nullable bias;        // [H][4]
  const float *_Nullable input;       // [steps][F][W]
  ptrdiff_t input_stride;
  float *_Nullable hidden;            // [steps + 1][H][W], the first is the state before the first step
  float *_Nullable operand;           // what enters the matrix product; `hidden` when there is no mask on it
  const float *_Nullable operand_mask;  // [H][W], recurrent dropout, or NULL
  float *_Nullable cell;              // [steps + 1][H][W] (LSTM)
  float *_Nullable cell_tanh;         // [steps][H][W] (LSTM)
  float *_Nullable gates;             // [steps][H][4][W]
  const float *_Nullable active;      // [steps][W] ones and zeros: zero keeps the state; NULL when all are one
  ptrdiff_t active_stride;

  // The way back only.
  const float *_Nullable weights_back_hidden;  // [H / MR][H][4 or 3][MR], see sluice_kernels.tile_rows
  const float *_Nullable weights_back_input;   // [F / MR][H][4 or 3][MR], NULL: no gradient to the input
  const float *_Nullable output_gradient;      // [steps][H][W] or NULL: nothing comes from single steps
  ptrdiff_t output_gradient_stride;
  float *_Nullable hidden_gradient;            // [H][W] in: of the last state, out: of the first
  float *_Nullable cell_gradient;              // [H][W] likewise (LSTM)
  float *_Nullable input_gradient;             // [steps][F][W]
  ptrdiff_t input_gradient_stride;
  int accumulates_input_gradient;    // adds to what is there (the second direction of two)
  float *_Nullable bias_gradient;              // [H][4], added to
  float *_Nullable scratch;                    // [5][H][W]
};

/// The weight gradients of one operand of a layer (its input or its recurrent state) from one block.
struct sluice_weight_gradient {
  int is_gru, is_recurrent;  // which slots: a GRU's third row is n for the input, slot 3 for the state
  int steps, units, columns, lanes;
  int first_unit, end_unit;     // the units whose rows are computed
  const float *_Nullable gates;        // [steps][H][4][W], derivatives now
  const float *_Nullable operand;      // [steps][columns][W]
  ptrdiff_t operand_stride;
  float *_Nullable gradient;           // [H][columns][4], added to
  float *_Nullable scratch;            // sluice_kernels.gradient_scratch floats
};

/// A recurrent layer for one sample, fed step by step. `lanes` (L) is the units, rounded up to whole
/// vectors; what lies beyond the units is zero.
struct sluice_stream_layer {
  int is_gru;
  int inputs, units, lanes;
  // The vectors of [4][L] weights of an input (the slots of `sluice_recurrent`, zeros where a slot has
  // none) in tiles of up to `stream_vectors` and equal as can be: [tile][F + H][vectors of the tile].
  const float *_Nullable weights;
  const float *_Nullable bias;  // [4][L]
  float *_Nullable hidden;      // [L], in and out
  float *_Nullable cell;        // [L], in and out (LSTM)
  float *_Nullable gates;       // [4][L] of scratch
  float *_Nullable cell_tanh;   // [L] of scratch
};

#pragma clang assume_nonnull begin

/// The kernels of one instruction set.
struct sluice_kernels {
  int vector_width;     // floats in a vector
  int largest_vectors;  // vectors of samples in a block, at most
  int tile_rows;        // MR: rows in a tile of the packed backward weights
  int gradient_scratch; // floats

  void (*recurrent_forward)(const struct sluice_recurrent *layer);
  void (*recurrent_backward)(const struct sluice_recurrent *layer);
  void (*weight_gradient)(const struct sluice_weight_gradient *job);

  int stream_vectors;
  // x is [steps][inputs of the first layer]; a layer's hidden state is the next one's input.
  void (*stream)(const struct sluice_stream_layer *layers, int count, const float *x, int steps);

  // Maps over flat arrays of any count and alignment; y may be x.
  void (*sigmoid)(const float *x, float *y, size_t count);
  void (*tanh)(const float *x, float *y, size_t count);
  void (*exp)(const float *x, float *y, size_t count);

  // mask[row][lane] = kept ? scale : 0, kept where 24 bits of (key, start + row * row_step +
  // lane * lane_step) are not below the threshold. Any count and alignment.
  void (*dropout_mask)(float *mask, size_t rows, size_t lanes, uint32_t start, uint32_t row_step,
                       uint32_t lane_step, uint64_t key, uint32_t threshold, float scale);

  // y[row][lane] = (a + b) * scale * mask[row][lane] * active[lane]; b, mask and active may be NULL.
  // y may be a; lanes is a multiple of the vector width.
  void (*combine)(float *y, const float *a, const float *_Nullable b, float scale,
                  const float *_Nullable mask, const float *_Nullable active, int rows, int lanes);

  // y += x
  void (*add)(float *y, const float *x, size_t count);

  void (*adam)(size_t count, float *value, const float *gradient, float *first, float *second,
               float rate, float beta1, float beta2, float epsilon, float second_correction,
               float decay);

  // C[m, n] (+)= A[m, k] B[k, n] from packed panels; see gemm.h.
  int gemm_rows, gemm_columns;
  void (*gemm_tile)(int k, const float *a, const float *b, float *c, ptrdiff_t c_stride);
};

/// The kernels of an instruction set that `sluice_instruction_set` reaches; the baseline otherwise.
const struct sluice_kernels *sluice_kernels(int instruction_set);

#pragma clang assume_nonnull end

#endif
