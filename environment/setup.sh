#!/usr/bin/env bash
# Installs what NotebookKit needs from the system, and nothing that is already there: one script for a laptop, a
# container and a cluster node.
#
#   environment/setup.sh [--check] [--yes] [--jupyter] [--tests] [--benchmarks] [--cuda]
#
#   --check       install nothing; name what is missing, exit 1 when something is
#   --yes         do not ask before using sudo
#   --jupyter     also Jupyter Notebook, which `nk lab` opens, and ZeroMQ, by which the kernel speaks
#   --tests       also Jupyter's clients for the kernel's tests, and the browser for the screenshot tests (left out
#                 where the distribution has none)
#   --benchmarks  also PyTorch and the Python kernel, which benchmarks/ compares with
#   --cuda        take a CUDA libtorch: LIBTORCH, or else the one inside an installed PyTorch for Python; prints the
#                 line that makes the kit use it: eval "$(environment/setup.sh --cuda)"
#
# LIBTORCH=DIR uses the libtorch in DIR (a CUDA build, a PyTorch wheel's) in place of the distribution's.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
say() { printf 'setup: %s\n' "$*" >&2; }

check='' yes='' jupyter='' tests='' benchmarks='' cuda=''
for argument in "$@"; do
    case $argument in
        --check) check=1 ;;
        --yes) yes=1 ;;
        --jupyter) jupyter=1 ;;
        --tests) tests=1 ;;
        --benchmarks) benchmarks=1 ;;
        --cuda) cuda=1 ;;
        -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' -- "${BASH_SOURCE[0]}"; exit 0 ;;
        *) say "no option '$argument'; it has: --check, --yes, --jupyter, --tests, --benchmarks, --cuda"; exit 2 ;;
    esac
done

if [ -n "$cuda" ]; then
    if [ -z "${LIBTORCH-}" ]; then
        LIBTORCH=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__), end="")' 2>/dev/null) || {
            say "--cuda needs a CUDA libtorch, but LIBTORCH is not set and python3 has no torch. Unpack a CUDA libtorch" \
                "and set LIBTORCH to its folder, or install PyTorch for Python."
            exit 2
        }
    fi
    if [ ! -f "$LIBTORCH/lib/libtorch_cuda.so" ]; then
        say "--cuda needs a CUDA libtorch, but '$LIBTORCH' has no lib/libtorch_cuda.so. Set LIBTORCH to one that has."
        exit 2
    fi
    if [ ! -e /proc/driver/nvidia/version ] && ! command -v nvidia-smi >/dev/null; then
        say "no NVIDIA driver is seen here; the kit will run on the CPU until there is one"
    fi
    printf 'export LIBTORCH=%q\n' "$LIBTORCH"
fi

distribution=$(. /etc/os-release 2>/dev/null && printf '%s-%s' "${ID-}" "${VERSION_ID-}" || true)
installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
offered() { [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]; }

# The package with the version that the project was tested with, where the distribution still serves it.
pinned() {
    local version
    version=$(awk -v d="$distribution" -v p="$1" '$1 == d && $2 == p { print $3 }' "$here/apt.lock")
    if [ -z "$version" ]; then printf '%s' "$1"
    elif offered "$1=$version"; then printf '%s=%s' "$1" "$version"
    else
        say "$1 $version is no longer served here; taking the version that is (results may differ in the last digits)"
        printf '%s' "$1"
    fi
}

missing=() reasons=()
need() { # package, what it is for
    missing+=("$1")
    reasons+=("$2")
}
need_package() { installed "$1" || need "$1" "$2"; }
need_program() { command -v "$1" >/dev/null || need "$1" "$2"; }

need_program g++ "compiles the native door to libtorch"
need_program cmake "builds the native door"
need_program make "builds the native door"
if [ -z "${LIBTORCH-}" ]; then
    need_package libtorch-dev "the tensor library"
    need_package libopenblas0-pthread "without it matrix products are 25 times slower"
elif [ ! -f "$LIBTORCH/lib/libtorch_cpu.so" ]; then
    say "LIBTORCH is '$LIBTORCH', but it has no lib/libtorch_cpu.so. Point it at an unpacked libtorch, or unset it" \
        "to use the distribution's."
    exit 2
fi
# Debian's name, then Ubuntu's.
installed libturbojpeg || need_package libturbojpeg0 "reads JPEG pictures"
if [ -n "$jupyter$tests" ]; then
    need_package libzmq5 "the kernel speaks to Jupyter through it"
    need_program jupyter-notebook "opens the notebooks in a browser"
fi
if [ -n "$tests" ]; then
    need_package python3-jupyter-client "drives the kernel in its tests"
    need_package python3-nbclient "runs notebooks on the kernel in its tests"
fi
if [ -n "$tests" ]; then need_program chromium "takes the screenshots of the page tests"; fi
if [ -n "$benchmarks" ]; then need_package python3-torch "what the benchmarks compare with"; fi
if [ -n "$benchmarks" ]; then need_package python3-ipykernel "what the kernel's benchmark compares with"; fi
if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then need dotnet-sdk-10.0 "compiles and runs C#"; fi

[ ${#missing[@]} -gt 0 ] || exit 0
for i in "${!missing[@]}"; do say "missing: ${missing[i]} (${reasons[i]})"; done
if [ -n "$check" ]; then
    say "to install: environment/setup.sh${jupyter:+ --jupyter}${tests:+ --tests}${benchmarks:+ --benchmarks}"
    exit 1
fi

if ! command -v apt-get >/dev/null; then
    say "this system has no apt-get. Install the packages above by its own means, then start again."
    exit 2
fi

as_root=()
if [ "$(id -u)" != 0 ]; then
    say "sudo is needed for: apt-get update; apt-get install ${missing[*]}"
    if [ -z "$yes" ] && [ -t 0 ]; then
        read -r -p "setup: go on? [Y/n] " answer
        case $answer in '' | y | Y | yes) ;; *) say "nothing was installed"; exit 2 ;; esac
    elif [ -z "$yes" ] && [ "${CI-}" != true ]; then
        say "there is no terminal to ask on. Start it with --yes, or install the packages above yourself."
        exit 2
    fi
    as_root=(sudo)
fi

say "apt-get update"
"${as_root[@]}" apt-get update -qq </dev/null
packages=()
for package in "${missing[@]}"; do
    if [ "$package" = libturbojpeg0 ] && ! offered libturbojpeg0; then package=libturbojpeg; fi
    if offered "$package"; then packages+=("$(pinned "$package")")
    elif [ "$package" = chromium ]; then say "this distribution has no package chromium: screenshot tests are skipped"
    elif [ "$package" = dotnet-sdk-10.0 ]; then
        say "this distribution has no package dotnet-sdk-10.0. Get the .NET 10 SDK as https://dot.net/download says," \
            "put dotnet on PATH, then start again."
        exit 2
    else
        say "this distribution has no package '$package'. Install it by other means, then start again."
        exit 2
    fi
done
[ ${#packages[@]} -gt 0 ] || exit 0
say "apt-get install ${packages[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" \
    </dev/null >&2
