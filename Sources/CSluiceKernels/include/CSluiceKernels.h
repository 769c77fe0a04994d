#ifndef CSLUICE_KERNELS_H
#define CSLUICE_KERNELS_H

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

#endif
