#include "CSluiceKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define ISA(name) name##_avx2
#define VL 8
#define REGISTERS 16
#define FUSED
#include "kernels.inc"
#pragma clang attribute pop
#endif
