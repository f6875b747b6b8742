use std::io;
use std::sync::Mutex;

use super::take::SETTLING_FRAMES;
use super::*;
use crate::domain::Task;

/// A machine with cameras that a test plugs and unplugs.
#[derive(Default)]
struct Fake {
    nodes: Mutex<Vec<Node>>,
    script: Mutex<Script>,
    opened: Mutex<Vec<PathBuf>>,
}

#[derive(Clone, Default)]
struct Script {
    modes: Vec<Mode>,
    /// What each frame is; the last one repeats.
    frames: Vec<Step>,
    /// After the frames comes silence that ends with the test, instead of the last one again.
    once: bool,
    panics: bool,
    /// Held by a test that lets the kernel hang.
    kernel: Arc<Mutex<()>>,
}

#[derive(Clone, Copy)]
enum Step {
    /// A frame whose pixels all have this value.
    Frame(u8),
    Damaged,
    Short,
    /// Nothing comes until the wait is over.
    Silence,
    /// The kernel does not come back before the test lets it.
    Hang,
    Errno(i32),
}

struct Stream {
    script: Script,
    at: usize,
    mode: Option<Mode>,
}

impl Driver for Fake {
    fn nodes(&self) -> Vec<Node> {
        self.nodes.lock().unwrap().clone()
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Session>> {
        if !self.nodes.lock().unwrap().iter().any(|node| node.path == path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.opened.lock().unwrap().push(path.to_owned());
        Ok(Box::new(Stream { script: self.script.lock().unwrap().clone(), at: 0, mode: None }))
    }
}

impl Session for Stream {
    fn modes(&mut self) -> io::Result<Vec<Mode>> {
        assert!(!self.script.panics, "a name that is not UTF-8");
        Ok(self.script.modes.clone())
    }

    fn start(&mut self, mode: &Mode) -> io::Result<Started> {
        self.mode = Some(*mode);
        Ok(Started { format: PixelFormat::Grey, width: mode.width, height: mode.height, stride: 0 })
    }

    fn frame(&mut self, wait: Duration) -> io::Result<Option<Vec<u8>>> {
        let over = self.script.once && self.at >= self.script.frames.len();
        let step = self.script.frames[self.at.min(self.script.frames.len() - 1)];
        let step = if over { Step::Hang } else { step };
        self.at += 1;
        match step {
            Step::Frame(value) => {
                let mode = self.mode.unwrap();
                Ok(Some(vec![value; (mode.width * mode.height) as usize]))
            }
            Step::Damaged => Ok(None),
            Step::Short => Ok(Some(vec![0; 3])),
            Step::Silence => {
                std::thread::sleep(wait);
                Err(io::ErrorKind::TimedOut.into())
            }
            Step::Hang => {
                drop(self.script.kernel.lock().unwrap());
                Ok(Some(vec![0; 16]))
            }
            Step::Errno(number) => Err(io::Error::from_raw_os_error(number)),
        }
    }
}

const SMALL: Mode = Mode { fourcc: FourCc::GREY, width: 4, height: 4 };
const WAIT: Duration = Duration::from_secs(20);

fn node(path: &str, name: &str, bus: &str) -> Node {
    Node { path: path.into(), name: name.into(), bus: bus.into(), index: 0 }
}

fn camera(frames: &[Step]) -> (Arc<Fake>, VideoCamera) {
    let fake = Arc::new(Fake::default());
    *fake.nodes.lock().unwrap() = vec![node("/dev/video90", "Fundus", "usb-1")];
    fake.script.lock().unwrap().modes = vec![SMALL];
    fake.script.lock().unwrap().frames = frames.to_vec();
    let camera = VideoCamera::with_driver("/dev/video90".into(), Arc::clone(&fake) as Arc<dyn Driver>);
    (fake, camera)
}

fn shoot(camera: &mut VideoCamera, wait: Duration) -> Result<Vec<u8>, CaptureError> {
    let request = Request { task: Task::Tb, laterality: None, attempt: 1 };
    let shot = camera.capture(&request, wait)?;
    let mut reader = png::Decoder::new(io::Cursor::new(shot.bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    Ok(pixels)
}

#[test]
fn settling_frames_are_dropped_and_the_camera_gives_its_name() {
    let mut frames = vec![Step::Frame(1); SETTLING_FRAMES as usize];
    frames.push(Step::Frame(77));
    let (_fake, mut camera) = camera(&frames);
    assert_eq!(shoot(&mut camera, WAIT).unwrap(), [77; 16]);
    assert_eq!(camera.name(), "Fundus");
}

#[test]
fn damaged_frames_are_passed_over_until_there_are_too_many() {
    let settling = vec![Step::Frame(1); SETTLING_FRAMES as usize];
    let (_fake, mut some) = camera(&[&settling[..], &[Step::Damaged, Step::Short, Step::Frame(5)]].concat());
    assert_eq!(shoot(&mut some, WAIT).unwrap(), [5; 16]);
    let (_fake, mut all) = camera(&[Step::Damaged]);
    assert_eq!(shoot(&mut all, WAIT).unwrap_err().code(), "bad-frame");
}

#[test]
fn a_silent_camera_and_one_that_hangs_in_the_kernel_are_stalled() {
    let (_fake, mut silent) = camera(&[Step::Silence]);
    assert_eq!(shoot(&mut silent, Duration::from_millis(30)).unwrap_err().code(), "camera-stalled");
    let (fake, mut stuck) = camera(&[Step::Hang]);
    let kernel = Arc::clone(&fake.script.lock().unwrap().kernel);
    let held = kernel.lock().unwrap();
    assert_eq!(shoot(&mut stuck, Duration::from_millis(500)).unwrap_err().code(), "camera-stalled");
    // While the first thread may hold the device it is not opened a second time.
    assert_eq!(shoot(&mut stuck, Duration::from_millis(1)).unwrap_err().code(), "camera-stalled");
    assert_eq!(fake.opened.lock().unwrap().len(), 1);
    drop(held);
    fake.script.lock().unwrap().frames = vec![Step::Frame(9)];
    assert_eq!(shoot(&mut stuck, WAIT).unwrap(), [9; 16]);
}

#[test]
fn after_unplugging_the_same_camera_is_found_under_its_new_number() {
    let (fake, mut camera) = camera(&[Step::Frame(3)]);
    shoot(&mut camera, WAIT).unwrap();
    fake.script.lock().unwrap().frames = vec![Step::Errno(19)];
    assert_eq!(shoot(&mut camera, WAIT).unwrap_err().code(), "camera-unplugged");
    fake.nodes.lock().unwrap().clear();
    assert_eq!(shoot(&mut camera, WAIT).unwrap_err().code(), "camera-unplugged");
    // It comes back as another number, and a webcam has taken the old one.
    *fake.nodes.lock().unwrap() =
        vec![node("/dev/video90", "Webcam", "usb-2"), node("/dev/video93", "Fundus", "usb-1")];
    fake.script.lock().unwrap().frames = vec![Step::Frame(8)];
    assert_eq!(shoot(&mut camera, WAIT).unwrap(), [8; 16]);
    assert_eq!(fake.opened.lock().unwrap().last().unwrap(), Path::new("/dev/video93"));
    // Now its second node, which gives no pictures, has the number that it had.
    let second = Node { index: 1, ..node("/dev/video93", "Fundus", "usb-1") };
    *fake.nodes.lock().unwrap() = vec![second, node("/dev/video94", "Fundus", "usb-1")];
    shoot(&mut camera, WAIT).unwrap();
    assert_eq!(fake.opened.lock().unwrap().last().unwrap(), Path::new("/dev/video94"));
    // In another socket it is still the same camera by its name.
    *fake.nodes.lock().unwrap() = vec![node("/dev/video95", "Fundus", "usb-7")];
    shoot(&mut camera, WAIT).unwrap();
    assert_eq!(fake.opened.lock().unwrap().last().unwrap(), Path::new("/dev/video95"));
}

#[test]
fn a_driver_that_panics_is_an_error() {
    let (fake, mut camera) = camera(&[Step::Frame(3)]);
    fake.script.lock().unwrap().panics = true;
    assert_eq!(shoot(&mut camera, WAIT).unwrap_err().code(), "camera-driver");
    assert!(list_with(&(Arc::clone(&fake) as Arc<dyn Driver>)).is_empty());
    fake.script.lock().unwrap().panics = false;
    assert_eq!(list_with(&(fake as Arc<dyn Driver>))[0].formats, [SMALL]);
}

#[test]
fn devices_without_formats_or_with_foreign_ones_are_told_apart() {
    let (fake, mut camera) = camera(&[Step::Frame(3)]);
    fake.script.lock().unwrap().modes.clear();
    assert_eq!(shoot(&mut camera, WAIT).unwrap_err().code(), "not-a-camera");
    fake.script.lock().unwrap().modes = vec![Mode { fourcc: FourCc(*b"H264"), ..SMALL }];
    assert_eq!(shoot(&mut camera, WAIT).unwrap_err().code(), "camera-format");
}

#[test]
fn the_largest_readable_colour_format_is_chosen() {
    let mode = |fourcc, width, height| Mode { fourcc, width, height };
    let best = |modes: &[Mode]| choose(modes).map(ToString::to_string);
    let offered = [
        mode(FourCc::YUYV, 640, 480),
        mode(FourCc::MJPEG, 640, 480),
        mode(FourCc::MJPEG, 1920, 1080),
        mode(FourCc::YUYV, 1920, 1080),
        mode(FourCc::GREY, 4000, 3000),
        mode(FourCc(*b"H264"), 4000, 3000),
    ];
    assert_eq!(best(&offered).unwrap(), "MJPG 1920x1080");
    assert_eq!(best(&[offered[1], mode(FourCc::NV12, 2592, 1944)]).unwrap(), "NV12 2592x1944");
    assert_eq!(best(&[mode(FourCc::MJPEG, 60000, 60000), offered[0]]).unwrap(), "YUYV 640x480");
    assert_eq!(best(&[offered[4]]).unwrap(), "GREY 4000x3000");
    assert_eq!(best(&[offered[5], mode(FourCc::YUYV, 0, 480)]), None);
}

#[test]
fn the_kernel_says_what_is_no_camera() {
    let code = |path: &str| shoot(&mut VideoCamera::at(path.into()), WAIT).unwrap_err().code();
    assert_eq!(code("/dev/video-nowhere"), "no-camera");
    assert_eq!(code("/dev/null"), "not-a-camera");
    assert_eq!(code("/dev/\0"), "no-camera");
}

const AIM: Target = Target::Picture(Request { task: Task::Dr, laterality: None, attempt: 1 });

/// The next frame's grey value and width.
fn roll(camera: &mut VideoCamera) -> Result<(u8, usize), CaptureError> {
    loop {
        if let Some(frame) = camera.film(AIM, WAIT)? {
            return Ok((frame.at(0, 0)[0], frame.width()));
        }
    }
}

#[test]
fn the_live_picture_is_small_and_makes_way_for_a_large_one() {
    let (fake, mut camera) = camera(&[Step::Frame(40)]);
    let large = Mode { width: 1280, height: 960, ..SMALL };
    let live = Mode { width: 640, height: 480, ..SMALL };
    fake.script.lock().unwrap().modes = vec![SMALL, large, live, Mode { width: 640, height: 360, ..SMALL }];
    assert_eq!(roll(&mut camera).unwrap(), (40, 640));
    assert_eq!(camera.name(), "Fundus");
    assert_eq!(shoot(&mut camera, WAIT).unwrap().len(), 1280 * 960);
    assert_eq!(roll(&mut camera).unwrap(), (40, 640), "it goes on afterwards");
    assert_eq!(fake.opened.lock().unwrap().len(), 3);
}

#[test]
fn a_frame_as_large_as_a_picture_is_taken_from_the_running_film() {
    let (fake, mut camera) = camera(&[Step::Frame(40)]);
    roll(&mut camera).unwrap();
    assert_eq!(shoot(&mut camera, WAIT).unwrap(), [40; 16]);
    roll(&mut camera).unwrap();
    assert_eq!(fake.opened.lock().unwrap().len(), 1, "the camera was not opened again");
}

#[test]
fn a_slow_reader_gets_the_newest_frame() {
    let (fake, mut camera) = camera(&[Step::Frame(1), Step::Frame(2), Step::Frame(3)]);
    let kernel = Arc::clone(&fake.script.lock().unwrap().kernel);
    let held = kernel.lock().unwrap();
    fake.script.lock().unwrap().once = true;
    // The first call starts the film; the frames that come while nobody reads are dropped but for one.
    let mut seen = vec![roll(&mut camera).unwrap().0];
    while *seen.last().unwrap() != 3 {
        seen.push(roll(&mut camera).unwrap().0);
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(camera.film(AIM, Duration::from_millis(5)).unwrap().is_none(), "each is handed out once");
    drop(held);
}

#[test]
fn unplugged_in_the_middle_of_the_film_and_plugged_in_again() {
    let (fake, mut camera) = camera(&[Step::Frame(7), Step::Errno(19)]);
    let ended = loop {
        if let Err(error) = roll(&mut camera) {
            break error;
        }
    };
    assert_eq!(ended.code(), "camera-unplugged");
    fake.nodes.lock().unwrap().clear();
    assert_eq!(roll(&mut camera).unwrap_err().code(), "camera-unplugged");
    *fake.nodes.lock().unwrap() = vec![node("/dev/video93", "Fundus", "usb-1")];
    fake.script.lock().unwrap().frames = vec![Step::Frame(9)];
    assert_eq!(roll(&mut camera).unwrap(), (9, 4));
    assert_eq!(fake.opened.lock().unwrap().last().unwrap(), Path::new("/dev/video93"));
}

#[test]
fn a_film_of_damaged_frames_or_of_a_driver_that_panics_ends_with_an_error() {
    let (_fake, mut damaged) = camera(&[Step::Short]);
    assert_eq!(roll(&mut damaged).unwrap_err().code(), "bad-frame");
    let (fake, mut panicking) = camera(&[Step::Frame(1)]);
    fake.script.lock().unwrap().panics = true;
    assert_eq!(roll(&mut panicking).unwrap_err().code(), "camera-driver");
}

#[test]
fn the_live_mode_shows_what_the_picture_will_show() {
    let mode = |fourcc, width, height| Mode { fourcc, width, height };
    let best = |modes: &[Mode]| choose_live(modes).map(ToString::to_string);
    let offered = [
        mode(FourCc::MJPEG, 2592, 1944),
        mode(FourCc::MJPEG, 640, 480),
        mode(FourCc::YUYV, 640, 480),
        mode(FourCc::YUYV, 320, 240),
        mode(FourCc::YUYV, 1280, 720),
        mode(FourCc::MJPEG, 1280, 960),
        mode(FourCc(*b"H264"), 640, 480),
    ];
    assert_eq!(best(&offered).unwrap(), "YUYV 640x480");
    assert_eq!(best(&offered[..2]).unwrap(), "MJPG 640x480");
    assert_eq!(best(&[offered[0], offered[3]]).unwrap(), "MJPG 2592x1944", "too small is worse than slow");
    assert_eq!(best(&[mode(FourCc::YUYV, 320, 240)]).unwrap(), "YUYV 320x240");
    assert_eq!(best(&[offered[6]]), None);
}
