//! Every back end against the reference, bit for bit.

use proptest::prelude::*;

use super::super::arith::{Addition, Channels, Clamp, Refusal};
use super::super::backend::{self, Backend};
use super::super::layer::{Dense, Depthwise, Window};

/// Bytes from a small generator: proptest shrinks the seed and the shapes, not each byte.
fn noise(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // A third of the values at the ends of the range.
        match state % 6 {
            0 => 0,
            1 => 255,
            _ => (state >> 24) as u8,
        }
    };
    (0..count).map(|_| next()).collect()
}

fn weights(seed: u64, count: usize) -> Vec<i8> {
    noise(seed, count).into_iter().map(|byte| byte.cast_signed().max(-127)).collect()
}

fn channels(seed: u64, weights: &[i8], count: usize, zero: u8) -> Channels {
    let depth = weights.len() / count;
    let bias: Vec<i64> =
        noise(seed ^ 0x4d, count).iter().map(|byte| (i64::from(*byte) - 128) * 500).collect();
    // Outputs that fill the range, and now and then leave it.
    let spread = 127.0 / ((depth as f32).sqrt() * 9000.0);
    let scale: Vec<f32> =
        noise(seed ^ 0x63, count).iter().map(|byte| spread * (0.1 + f32::from(*byte) / 90.0)).collect();
    Channels::new(weights, zero, &bias, &scale).expect("sums that fit")
}

fn clamps() -> impl Strategy<Value = Clamp> {
    (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(zero, a, b)| Clamp {
        zero,
        low: a.min(b),
        high: a.max(b),
    })
}

fn others() -> Vec<&'static dyn Backend> {
    let mut all = backend::available();
    assert_eq!(all.pop().map(Backend::name), Some("reference"));
    all
}

fn reference() -> &'static dyn Backend {
    backend::named("reference").expect("the reference")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 4 } else { 192 }, ..ProptestConfig::default() })]

    #[test]
    fn products_are_equal(
        (rows, depth, count) in (1..23_usize, 1..150_usize, 1..150_usize),
        (seed, zero, clamp) in (any::<u64>(), any::<u8>(), clamps()),
    ) {
        let weights = weights(seed, depth * count);
        let layer = Dense::new(weights.clone(), channels(seed, &weights, count, zero), clamp).unwrap();
        let input = noise(seed ^ 5, rows * depth);
        let mut wanted = vec![0; rows * count];
        reference().product(layer.clone()).run(&input, &mut wanted);
        for backend in others() {
            let mut found = vec![1; rows * count];
            backend.product(layer.clone()).run(&input, &mut found);
            prop_assert_eq!(&found, &wanted, "{}", backend.name());
        }
    }

    #[test]
    fn filters_are_equal(
        (height, width, count) in (1..24_usize, 1..40_usize, 1..140_usize),
        kernel in prop::sample::select(vec![[3, 3], [5, 5], [1, 1], [7, 7], [3, 5], [2, 4]]),
        (stride, before, after) in ([1..4_usize, 1..4_usize], [0..4_usize, 0..4_usize], [0..4_usize, 0..4_usize]),
        (seed, outside, clamp, cut) in (any::<u64>(), any::<u8>(), clamps(), any::<prop::sample::Index>()),
    ) {
        let side = |axis: usize, size: usize| {
            (size + before[axis] + after[axis]).checked_sub(kernel[axis]).map(|room| room / stride[axis] + 1)
        };
        let (Some(high), Some(wide)) = (side(0, height), side(1, width)) else { return Ok(()) };
        let window = Window { height, width, channels: count, kernel, stride, before, out: [high, wide] };
        let weights = weights(seed, count * kernel[0] * kernel[1]);
        let channels = channels(seed, &weights, count, outside);
        let layer = Depthwise::new(window, weights, outside, channels, clamp).unwrap();
        let input = noise(seed ^ 5, height * width * count);
        let mut wanted = vec![0; high * wide * count];
        reference().filter(layer.clone()).run(&input, 0..high, &mut wanted);
        let cut = cut.index(high + 1);
        for backend in others() {
            let filter = backend.filter(layer.clone());
            let mut found = vec![1; high * wide * count];
            // In two parts, as two threads would.
            let (upper, lower) = found.split_at_mut(cut * wide * count);
            filter.run(&input, 0..cut, upper);
            filter.run(&input, cut..high, lower);
            prop_assert_eq!(&found, &wanted, "{}", backend.name());
        }
    }

    #[test]
    fn additions_and_totals_are_equal(
        (length, seed, zeros, clamp) in (0..300_usize, any::<u64>(), any::<[u8; 2]>(), clamps()),
        scales in [0.001_f32..4.0, 0.001_f32..4.0],
        count in 1..70_usize,
    ) {
        let addition = Addition::new(zeros, scales, clamp).unwrap();
        let (a, b) = (noise(seed, length), noise(seed ^ 3, length));
        let pixels = noise(seed ^ 4, 37 * count);
        let (mut wanted, mut sums) = (vec![0; length], vec![7; count]);
        reference().add(&addition, &a, &b, &mut wanted);
        reference().total(&pixels, &mut sums);
        for backend in others() {
            let (mut found, mut others) = (vec![1; length], vec![9; count]);
            backend.add(&addition, &a, &b, &mut found);
            backend.total(&pixels, &mut others);
            prop_assert_eq!(&found, &wanted, "{}", backend.name());
            prop_assert_eq!(&others, &sums, "{}", backend.name());
        }
    }
}

/// The largest products with the longest sums: nothing saturates on the way.
#[test]
fn extremes_are_exact() {
    const DEPTH: usize = 1152;
    for (value, weight) in [(255_u8, 127_i8), (255, -127), (0, 127), (0, -127)] {
        let weights = vec![weight; DEPTH];
        let channels = Channels::new(&weights, 0, &[0], &[1e-6]).unwrap();
        let layer = Dense::new(weights, channels, Clamp::wide(128)).unwrap();
        let input = [value; DEPTH];
        let sum = i32::from(value) * i32::from(weight) * 1152;
        let wanted = (128.0 + f64::from(sum) * 1e-6).round() as u8;
        for backend in backend::available() {
            let mut found = [0];
            backend.product(layer.clone()).run(&input, &mut found);
            assert_eq!(found[0], wanted, "{} {value}·{weight}", backend.name());
        }
    }
}

/// Halves go to the even neighbour, below zero as above.
#[test]
fn halves_go_to_even() {
    let layer = |bias: i64| {
        let channels = Channels::new(&[0], 0, &[bias], &[0.5]).unwrap();
        Dense::new(vec![0], channels, Clamp::wide(10)).unwrap()
    };
    for (bias, wanted) in [(1, 10), (3, 12), (5, 12), (-1, 10), (-3, 8), (-5, 8)] {
        for backend in backend::available() {
            let mut found = [0];
            backend.product(layer(bias)).run(&[0], &mut found);
            assert_eq!(found[0], wanted, "{} {bias}", backend.name());
        }
    }
}

#[test]
fn what_could_overflow_is_refused() {
    let long = vec![127_i8; 70_000];
    assert_eq!(Channels::new(&long, 0, &[0], &[1e-9]), Err(Refusal::Sum));
    assert_eq!(Channels::new(&[1], 0, &[i64::from(i32::MAX)], &[1e-9]), Err(Refusal::Sum));
    assert_eq!(Channels::new(&[-128], 0, &[0], &[1.0]), Err(Refusal::Weight));
    assert_eq!(Channels::new(&[100; 1000], 0, &[0], &[1e3]), Err(Refusal::Scale));
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e-40] {
        assert_eq!(Channels::new(&[1], 0, &[0], &[scale]), Err(Refusal::Scale));
    }
}
