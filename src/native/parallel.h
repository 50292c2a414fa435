// at::parallel_for, whose threads are OpenMP's: without the compiler's switch its body runs on one thread, in silence.
#pragma once

#include <ATen/Parallel.h>

#if AT_PARALLEL_OPENMP && !defined(_OPENMP)
#error "libtorch's threads are OpenMP's: compile with -fopenmp (see CMakeLists.txt)"
#endif
