#include "CSluiceKernels.h"

#define ISA(name) name##_baseline
#define VL 4
#if defined(__aarch64__)
#define REGISTERS 32
#define FUSED
#else
#define REGISTERS 16
#endif
#include "kernels.inc"
