#include "CSluiceKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define ISA(name) name##_avx512
#define VL 16
#define REGISTERS 32
#define FUSED
#include "kernels.inc"
#pragma clang attribute pop
#endif
