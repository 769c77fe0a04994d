#include "CSluiceKernels.h"

extern const struct sluice_kernels sluice_kernels_baseline;
#if defined(__x86_64__)
extern const struct sluice_kernels sluice_kernels_avx2, sluice_kernels_avx512;
#endif

int sluice_instruction_set(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
      && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return 2;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 1;
#endif
  return 0;
}

const struct sluice_kernels *sluice_kernels(int instruction_set) {
#if defined(__x86_64__)
  if (instruction_set == 2) return &sluice_kernels_avx512;
  if (instruction_set == 1) return &sluice_kernels_avx2;
#endif
  return &sluice_kernels_baseline;
}
