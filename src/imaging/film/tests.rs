use super::*;
use crate::capture::phantom::{self, Finding, LightBox};

/// Seen with this much turn and perspective; the true corners.
fn photograph(seed: u64, frame: LightBox) -> (Gray, [Corner; 4], Gray) {
    let film = phantom::chest(512, seed, Finding::None, 1, &[]);
    let (seen, corners) = phantom::on_light_box(&film, 1024, seed, frame);
    (seen, corners, film)
}

/// The largest distance of a corner from where it is, as a share of the photograph.
fn error(found: &[Corner; 4], wanted: &[Corner; 4]) -> f32 {
    let distances = found.iter().zip(wanted).map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1));
    distances.fold(0.0, f32::max)
}

#[test]
fn corners_are_found_under_rotation_and_perspective_on_the_box_and_in_the_dark() {
    // In the dark the black air beside the body hardly differs from the room: such films often have to
    // be set right by finger.
    for (frame, least) in [(LightBox::Bright, 12), (LightBox::DarkRoom, 4), (LightBox::Glare, 12)] {
        let errors: Vec<f32> = (0..12)
            .map(|seed| {
                let (seen, wanted, _) = photograph(seed, frame);
                corners(&seen).map_or(1.0, |found| error(&found, &wanted))
            })
            .collect();
        let right = errors.iter().filter(|error| **error < 0.01).count();
        assert!(right >= least, "{frame:?}: {errors:?}");
    }
}

#[test]
fn the_straightened_film_is_the_film() {
    for seed in 0..4 {
        let (seen, wanted, film) = photograph(seed, LightBox::Bright);
        let straight = rectify(&seen.to_rgb(), &wanted).unwrap().to_gray().resize(128, 128);
        let film = film.resize(128, 128);
        let mean = |image: &Gray| image.data().iter().map(|v| f32::from(*v)).sum::<f32>() / 16384.0;
        let (a, b) = (mean(&straight), mean(&film));
        let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
        for (p, q) in straight.data().iter().zip(film.data()) {
            let (p, q) = (f32::from(*p) - a, f32::from(*q) - b);
            (ab, aa, bb) = (ab + p * q, aa + p * p, bb + q * q);
        }
        let likeness = ab / (aa * bb).sqrt();
        assert!(likeness > 0.98, "seed {seed}: {likeness}");
    }
}

#[test]
fn where_there_is_no_film_none_is_found() {
    let film = phantom::chest(512, 3, Finding::None, 1, &[]);
    assert_eq!(corners(&film), None, "a film that fills the picture");
    for value in [0, 90, 255] {
        assert_eq!(corners(&Gray::filled(640, 480, [value])), None);
    }
    assert_eq!(corners(&Gray::filled(1, 1, [0])), None);
    let noise: Vec<u8> = (0_u32..640 * 480).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_eq!(corners(&Gray::from_raw(640, 480, noise).unwrap()), None);
}

#[test]
fn corners_that_cross_or_meet_give_no_film() {
    let photograph = Rgb::filled(200, 100, [9; 3]);
    let whole = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    let straight = rectify(&photograph, &whole).unwrap();
    assert_eq!((straight.width(), straight.height(), straight.at(5, 5)), (200, 100, [9; 3]));
    for wrong in [
        [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)],
        [(0.5, 0.5); 4],
        [(0.0, 0.0), (1.0, 0.0), (0.1, 0.1), (0.0, 1.0)],
        [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)],
        [(0.0, 0.0), (f32::NAN, 0.0), (1.0, 1.0), (0.0, 1.0)],
    ] {
        assert!(rectify(&photograph, &wrong).is_none(), "{wrong:?}");
    }
}

#[test]
fn a_map_and_its_inverse_undo_each_other() {
    let places = [(10.0, 20.0), (200.0, 5.0), (230.0, 190.0), (-5.0, 170.0)];
    let map = Homography::from_unit_square(&places).unwrap();
    for (share, place) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].into_iter().zip(places) {
        let there = map.map(share);
        assert!((there.0 - place.0).abs() < 0.01 && (there.1 - place.1).abs() < 0.01);
        let back = map.inverse().unwrap().map(there);
        assert!((back.0 - share.0).abs() < 1e-3 && (back.1 - share.1).abs() < 1e-3);
    }
}
