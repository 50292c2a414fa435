// Functions compiled once for each generation of processors; the fitting one is taken when the library is loaded. By
// feature level: "arch=haswell" would ask for the maker's model, which no AMD processor is.
#pragma once

// Compiled into each of the callers: a function of its own would be one for the plain processor.
#define NK_INLINE __attribute__((always_inline)) inline

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define NK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NK_CLONES
#endif

// Functions for processors with AVX-512 alone, called where has_avx512 says so.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define NK_AVX512 __attribute__((target("arch=x86-64-v4")))
namespace nk {
inline bool has_avx512() { return __builtin_cpu_supports("x86-64-v4"); }
}  // namespace nk
#else
#define NK_AVX512
namespace nk {
inline bool has_avx512() { return false; }
}  // namespace nk
#endif
