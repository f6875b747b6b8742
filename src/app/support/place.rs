//! Where a bundle goes.

use std::path::PathBuf;

/// Where sticks are mounted.
const PLACES: [&str; 3] = ["/media/", "/run/media/", "/mnt/"];

/// The first stick that can be written.
pub fn stick() -> Option<PathBuf> {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    writable(&mounts).find(|place| place.is_dir())
}

fn writable(mounts: &str) -> impl Iterator<Item = PathBuf> {
    mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        let (device, place, options) = (fields.next()?, fields.next()?, fields.nth(1)?);
        let here = PLACES.iter().any(|start| place.starts_with(start));
        let fits = device.starts_with("/dev/") && here && options.split(',').any(|option| option == "rw");
        // The kernel writes a blank as its octal number.
        fits.then(|| PathBuf::from(place.replace("\\040", " ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stick_is_a_writable_device_where_sticks_are_mounted() {
        let mounts = "/dev/mmcblk0p2 / ext4 rw 0 0\ntmpfs /mnt/x tmpfs rw 0 0\n/dev/sdb1 /media/a ext4 ro 0 0\n\
            /dev/sda1 /media/nurse/MY\\040STICK vfat rw,noatime 0 0\nbroken\n";
        assert_eq!(writable(mounts).collect::<Vec<_>>(), [PathBuf::from("/media/nurse/MY STICK")]);
    }
}
