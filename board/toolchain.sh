# Sourced by board/cross and its test: finds a compiler for ARM and tells cargo how to use it.
has_arm() { [ -e "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/$target/lib" ]; }

if [ -z "${RUSTC:-}" ]; then
    RUSTC=$(rustup which rustc 2>/dev/null || command -v rustc)
    has_arm "$RUSTC" || { command -v rustup >/dev/null && timeout 300 rustup target add "$target" >&2; } || true
    has_arm "$RUSTC" || RUSTC=$(board/debian-rustc)
fi
has_arm "$RUSTC" || die "$RUSTC has no standard library for $target"
export RUSTC
export CARGO_TARGET_DIR=$cache/target
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
export CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc CXX_aarch64_unknown_linux_gnu=aarch64-linux-gnu-g++
export AR_aarch64_unknown_linux_gnu=aarch64-linux-gnu-ar
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64-static -L /usr/aarch64-linux-gnu"
# The default processor of the emulator is ten times slower.
export QEMU_CPU=cortex-a72
export BINDGEN_EXTRA_CLANG_ARGS_aarch64_unknown_linux_gnu="--sysroot=/ -I/usr/aarch64-linux-gnu/include"
# No folder of this machine is in the program: the same source gives the same bytes anywhere.
# The date is one and the same: build scripts start over when it changes, and with them most crates.
export SOURCE_DATE_EPOCH=1767225600
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$CARGO_TARGET_DIR=/target"
export CFLAGS_aarch64_unknown_linux_gnu="-ffile-prefix-map=${CARGO_HOME:-$HOME/.cargo}=/cargo -ffile-prefix-map=$CARGO_TARGET_DIR=/target"
