//! The rooms under test, from the same files as the product, and what is asked of them.

#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/imaging/mod.rs"]
pub mod imaging;
/// The part of `capture` that meets a camera's bytes; the rest of the room asks the kernel.
pub mod capture {
    #[path = "../../../src/capture/error.rs"]
    mod error;
    #[path = "../../../src/capture/frame.rs"]
    pub mod frame;
    #[path = "../../../src/capture/mjpeg.rs"]
    mod mjpeg;

    pub use error::CaptureError;
}
