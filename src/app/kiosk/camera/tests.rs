//! A camera that is pulled out while somebody aims.

use std::sync::mpsc::{Receiver, sync_channel};

use super::super::errand::StoreHandle;
use super::super::message::Told;
use super::*;
use crate::app::config::Config;
use crate::app::output::Output;
use crate::clock::SystemClock;

/// Plugged in or not, as the test says.
struct Cable(Arc<std::sync::atomic::AtomicBool>);

impl Camera for Cable {
    fn name(&self) -> &'static str {
        "cable"
    }

    fn has_film(&self) -> bool {
        true
    }

    fn capture(&mut self, _: &Request, _: Duration) -> Result<Shot, CaptureError> {
        Err(CaptureError::Unplugged)
    }

    fn film(&mut self, _: Target, _: Duration) -> Result<Option<Arc<Rgb>>, CaptureError> {
        if self.0.load(std::sync::atomic::Ordering::Relaxed) {
            Ok(Some(Arc::new(Rgb::filled(64, 48, [90, 40, 20]))))
        } else {
            Err(CaptureError::Unplugged)
        }
    }
}

fn faults(told: &Receiver<Told>) -> Vec<String> {
    let event = |told| match told {
        Told::Event(Event::Fault { code, .. }) => Some(code),
        _ => None,
    };
    told.try_iter().filter_map(event).collect()
}

#[test]
fn a_camera_pulled_out_is_told_once_and_comes_back_by_itself() {
    let app = App {
        config: Config::default(),
        config_file: None,
        clock: Arc::new(SystemClock::default()),
        zone: jiff::tz::TimeZone::UTC,
        out: Output { json: true },
    };
    let (screen, told) = sync_channel(64);
    let (tell, preview) = (Teller::new(screen), Preview::default());
    let album = Album::new(StoreHandle::new().0);
    let mut worker =
        CameraWorker::new(Arc::new(app), "v4l:/dev/video0".to_owned(), album, tell, preview.clone()).unwrap();
    let plugged = Arc::new(std::sync::atomic::AtomicBool::new(true));
    worker.camera = Some(Box::new(Cable(Arc::clone(&plugged))));
    worker.handle(Order::Start(Lens::Card { request: 1 }));
    worker.roll();
    assert!(preview.latest().is_some());

    plugged.store(false, std::sync::atomic::Ordering::Relaxed);
    let begun = Instant::now();
    worker.roll();
    assert!(begun.elapsed() < PATIENCE, "orders are heard at once");
    assert!(preview.latest().is_none(), "nobody aims by an old picture");
    assert_eq!(faults(&told), [""; 0], "a loose plug for a moment is no fault");
    std::thread::sleep(SAY_AFTER);
    for _ in 0..3 {
        worker.roll();
    }
    assert_eq!(faults(&told), ["camera-unplugged"], "told once");

    plugged.store(true, std::sync::atomic::Ordering::Relaxed);
    worker.roll();
    assert!(preview.latest().is_some() && worker.aim.as_ref().is_some_and(|aim| aim.fails.is_none()));
}
