# The two commands of a newcomer: `make demo` and `make test`. Each installs what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: demo test lint unit golden bench bench-int8 soak deny sign picture screenshots ohif arm arm-test image boot-test clean

RETINA := .cache/packages/scikit-image/skimage/data/retina.jpg

demo:
	tools/setup demo
	. tools/env; cargo build --release
	target/release/farlight demo $$([ -e $(RETINA) ] && echo --retina $(RETINA))
	if [ -n "$${DISPLAY:-}" ]; then echo 'The touchscreen, in a window: choose a name, PIN 2580'; \
	    target/release/farlight kiosk --try-out --display window --camera phantom:grade=0,os.grade=3; \
	else shots=$$(mktemp -d); target/release/farlight kiosk --display headless --language en \
	    --script tests/kiosk/demo.script --camera phantom:grade=0,os.grade=3 --out $$shots; \
	    echo "The touchscreen: no window without DISPLAY; pictures of it lie in $$shots"; fi

test: lint deny unit

lint:
	tools/setup test
	. tools/env; cargo fmt --check
	. tools/env; cargo clippy --all-targets --quiet -- -D warnings

unit:
	tools/setup test
	. tools/env; cargo test

# Records how every screen looks and reads, after they were looked at: the pictures lie in .cache/golden.
golden:
	tools/setup test
	. tools/env; FARLIGHT_GOLDEN=record cargo test --test golden -- as_recorded was_recorded

bench:
	tools/setup bench
	. tools/env; cargo bench --bench stages

# The packs' networks in full 8 bits against ONNX Runtime and LiteRT; about ten minutes with the build.
bench-int8:
	tools/setup bench-int8
	for task in dr tb; do \
	    for kind in u8 s8; do \
	        .cache/bench-int8/bin/python models/train/quantize.py $$task --pictures golden $$([ $$kind = s8 ] && echo --signed) --out .cache/bench-int8/$$task.$$kind.onnx; \
	    done; \
	    .cache/bench-int8/bin/python benches/int8/tflite.py .cache/bench-int8/$$task.s8.onnx .cache/bench-int8/$$task.tflite || echo 'no LiteRT file: left out'; \
	done
	. tools/env; cargo bench --bench int8 > .cache/bench-int8/table.md
	mv .cache/bench-int8/table.md docs/int8-bench.md; cat docs/int8-bench.md

# The outbox under load and for long: hours, or fewer encounters with FARLIGHT_SOAK=20.
soak:
	tools/setup test
	. tools/env; cargo test --release --test outbox -- --ignored --nocapture --test-threads 1

# Licences, duplicate versions, sources; known holes where the advisory database can be reached.
deny:
	tools/setup deny
	PATH=$$PWD/.cache/tools/bin:$$PATH cargo deny check licenses bans sources
	PATH=$$PWD/.cache/tools/bin:$$PATH cargo deny check advisories || echo 'advisories: not checked (see above)'

# Draws the packs' golden pictures anew and signs packs and rules with the development key: after any
# change to a file of theirs, or to what leads to a score.
sign:
	tools/setup demo
	. tools/env; cargo build --release
	target/release/farlight models sign --golden --key models/keys/DEVELOPMENT-ONLY.secret models/dr models/tb rules

# For boards: board/README.md. QUICK=--quick takes a program without link-time optimisation.
arm:
	board/cross $(QUICK)

arm-test:
	board/arm-test $(QUICK)

image:
	board/build $(QUICK)

boot-test: image
	. tools/env; [ -x target/release/farlight ] || cargo build
	board/boot-test

# The guide's picture of a study in OHIF, by the test that opens it.
ohif:
	tools/setup test
	. tools/env; cargo test --test ohif
	cp target/tmp/ohif/all.png docs/ohif.png

clean:
	cargo clean
	rm -rf .cache

# The README's picture, drawn by the demonstration itself.
picture:
	tools/setup demo
	. tools/env; cargo build --release
	out=$$(mktemp -d); target/release/farlight demo --out $$out >/dev/null; mkdir -p docs; cp $$out/pictures.png docs/demo.png; rm -r $$out

# The README's pictures of the touchscreen, by the script that the demonstration plays.
screenshots:
	tools/setup demo
	. tools/env; cargo build --release
	out=$$(mktemp -d); target/release/farlight kiosk --display headless --language en \
	    --script tests/kiosk/demo.script --camera phantom:grade=0,os.grade=3 --out $$out; \
	mkdir -p docs/kiosk; for name in 2-home 3-right-eye 4-result; do cp $$out/$$name.png docs/kiosk/$${name#*-}.png; done; rm -r $$out
