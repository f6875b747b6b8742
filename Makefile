# The two commands of a newcomer: `make demo` and `make test`. Each installs what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: demo test lint unit bench deny clean

RETINA := .cache/packages/scikit-image/skimage/data/retina.jpg

demo:
	tools/setup demo
	. tools/env; cargo build --release
	target/release/farlight demo $$([ -e $(RETINA) ] && echo --retina $(RETINA))

test: lint unit

lint:
	tools/setup test
	. tools/env; cargo fmt --check
	. tools/env; cargo clippy --all-targets --quiet -- -D warnings

unit:
	tools/setup test
	. tools/env; cargo test

bench:
	tools/setup bench
	. tools/env; cargo bench

# Licences, duplicates, sources, known holes. The last needs the advisory database's network.
deny:
	cargo deny --version >/dev/null 2>&1 || cargo install --locked cargo-deny
	cargo deny check

clean:
	cargo clean
	rm -rf .cache
