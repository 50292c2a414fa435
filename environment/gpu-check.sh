#!/usr/bin/env bash
# Checks the kit on a bare machine that has an NVIDIA GPU, Python's torch, g++ and cmake, but neither .NET nor a network.
#
#   environment/gpu-check.sh publish [DIR]   here: makes the folder that travels (out/gpu-check by default, under 60 MB)
#   DIR/gpu-check.sh run                     there: builds the native door against the libtorch inside Python's torch
#                                            and prints a table of checks and times
#
# LIBTORCH=FOLDER (with include/ and lib/) takes that libtorch in place of Python's.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
say() { printf 'gpu-check: %s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }
need() { command -v "$1" >/dev/null || fail "$1 is missing, which $2. Install it, then start again."; }

publish() { # folder
    local folder=$1 kit size
    kit=$(dirname -- "$here")
    need dotnet "compiles the checks"
    mkdir -p -- "$folder"
    dotnet publish "$kit/benchmarks/gpu-check" -c Release -r linux-x64 --self-contained -v quiet --nologo \
        -p:NkQuickBuild=true -o "$folder/app"
    # The door is built there, against the libtorch that is there.
    rm -f -- "$folder/app/libnotebookkit_torch.so"
    rm -rf -- "$folder/native"
    cp -r -- "$kit/src/native" "$folder/native"
    cp -- "${BASH_SOURCE[0]}" "$folder/gpu-check.sh"
    size=$(du -sm -- "$folder" | cut -f 1)
    [ "$size" -lt 60 ] || fail "$folder takes $size MB; it must stay under 60 MB to travel."
    say "$folder is ready, $size MB. Take it to the machine with the GPU and run: $(basename -- "$folder")/gpu-check.sh run"
}

# The folder of libtorch: the variable's, or that of the installed wheel.
find_libtorch() {
    if [ -n "${LIBTORCH-}" ]; then printf '%s' "$LIBTORCH"; return; fi
    need python3 "finds the libtorch inside Python's torch (or set LIBTORCH to a folder with include/ and lib/)"
    python3 -c 'import os, torch; print(os.path.dirname(torch.__file__), end="")' 2>/dev/null ||
        fail "python3 has no torch, and LIBTORCH is not set. Install torch, or set LIBTORCH to a folder with include/ and lib/."
}

run() {
    local libtorch generator=() folders
    [ -x "$here/app/gpu-check" ] || fail "there is no $here/app/gpu-check. Make the folder first: environment/gpu-check.sh publish"
    need g++ "compiles the native door"
    need cmake "builds the native door"
    if command -v ninja >/dev/null; then generator=(-G Ninja); else need make "builds the native door"; fi
    libtorch=$(find_libtorch)
    if [ ! -f "$libtorch/lib/libtorch_cpu.so" ] || [ ! -d "$libtorch/include/ATen" ]; then
        fail "$libtorch is no libtorch: it needs lib/libtorch_cpu.so and include/ATen."
    fi
    [ -f "$libtorch/lib/libtorch_cuda.so" ] || say "$libtorch has no lib/libtorch_cuda.so: a CPU build; the GPU checks are skipped"
    say "building the native door against $libtorch"
    if ! cmake -S "$here/native" -B "$here/build" "${generator[@]}" -DLIBTORCH="$libtorch" >"$here/build.log" 2>&1 ||
        ! cmake --build "$here/build" -j "$(nproc)" >>"$here/build.log" 2>&1; then
        tail -n 20 -- "$here/build.log" >&2
        fail "the native door could not be built; the whole log is $here/build.log"
    fi
    cp -- "$here/build/libnotebookkit_torch.so" "$here/app/"
    # A wheel's CUDA libraries lie beside it, one folder each.
    folders=$(find "$(dirname -- "$libtorch")/nvidia" -maxdepth 2 -type d -name lib -printf '%p:' 2>/dev/null || true)
    if command -v nvidia-smi >/dev/null; then
        nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader || true
    fi
    LD_LIBRARY_PATH="$libtorch/lib:$folders${LD_LIBRARY_PATH-}" "$here/app/gpu-check"
}

case ${1-} in
    publish) publish "${2-$(dirname -- "$here")/out/gpu-check}" ;;
    run) run ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' -- "${BASH_SOURCE[0]}" ;;
    *) fail "give 'publish [DIR]' (here) or 'run' (on the machine with the GPU); --help tells more." ;;
esac
