# Sourced by board/build: each function makes one part of the image.

# What the initramfs loads, and what the root loads at once; the rest comes by its alias when a device shows up.
early_modules="virtio_blk virtio_pci virtio_mmio nvme sdhci_acpi sdhci_iproc sdhci_of_arasan dw_mmc mmc_block uas usb_storage
    xhci_pci xhci_plat_hcd sd_mod dm_verity dm_crypt erofs vfat nls_cp437 nls_ascii nls_iso8859_1 ext4 crc32c_generic
    xts aes_generic aes_ce_blk aes_neon_blk sha256_arm64 sha2_ce algif_skcipher essiv"
start_modules="virtio_gpu virtio_input evdev usbhid hid_generic hid_multitouch uvcvideo usblp zram lz4 virtio_net qemu_fw_cfg"
late_modules="vivid softdog i6300esb sbsa_gwdt bcm2835_wdt vc4 v3d panel_simple goodix_ts edt_ft5x06 raspberrypi_ts i2c_hid_of
    e1000e igb r8169 r8152 ax88179_178a asix cdc_ether bcmgenet macb stmmac_platform dwmac_rk cdc_acm exfat usb_storage uas
    rtc_ds1307 rtc_pcf8523 rtc_pcf8563 rtc_rv3028 snd_usb_audio"

# Copies modules with what they need into TREE; unpacked: the file systems around them compress.
modules() {
    local tree=$1; shift
    local to=$tree/lib/modules/$kernel name file
    mkdir -p "$to"
    for name in "$@"; do
        { modprobe -d "$debian" -S "$kernel" --show-depends "$name" 2>/dev/null || true; } | awk '$1 == "insmod" {print $2}'
    done | sort -u | while read -r file; do
        name=${file##*/modules/"$kernel"/}
        mkdir -p "$to/$(dirname "$name")"
        if [[ $file == *.xz ]]; then xz -dc "$file" >"$to/${name%.xz}"; else cp "$file" "$to/$name"; fi
    done
    cp "$debian/usr/lib/modules/$kernel"/modules.{builtin,builtin.modinfo,order} "$to/"
    depmod -b "$tree" "$kernel"
}

# Copies a program from Debian with every library that it names.
with_libraries() {
    local tree=$1 file=$2 name=$3 wanted library
    install -D -m 755 "$file" "$tree/bin/$name"
    wanted=$(aarch64-linux-gnu-readelf -d "$file" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
    for library in $wanted; do libraries "$tree" "$library"; done
}

libraries() {
    local tree=$1 name=$2 file inner
    [ -e "$tree/lib/aarch64-linux-gnu/$name" ] || [ -e "$tree/lib/$name" ] && return
    file=$debian/usr/lib/aarch64-linux-gnu/$name
    [ -e "$file" ] || die "no package brings $name"
    install -D -m 755 "$(readlink -f "$file")" "$tree/lib/aarch64-linux-gnu/$name"
    for inner in $(aarch64-linux-gnu-readelf -d "$file" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p'); do libraries "$tree" "$inner"; done
}

loader() {
    mkdir -p "$1/lib/aarch64-linux-gnu"
    libraries "$1" ld-linux-aarch64.so.1
    ln -sf aarch64-linux-gnu/ld-linux-aarch64.so.1 "$1/lib/ld-linux-aarch64.so.1"
}

busybox_with() {
    local tree=$1 applet; shift
    install -D -m 755 "$debian/usr/bin/busybox" "$tree/bin/busybox"
    for applet in "$@"; do ln -sf busybox "$tree/bin/$applet"; done
}

make_initramfs() {
    local tree=$1
    mkdir -p "$tree"/{bin,etc,lib,dev,proc,sys,run,tmp}
    ln -s bin "$tree/sbin"
    busybox_with "$tree" sh mount umount modprobe cat cut grep sed echo sleep mkdir mv rm sync reboot switch_root basename dirname \
        readlink head tr wc df awk dd partprobe
    with_libraries "$tree" "$debian/usr/sbin/veritysetup" veritysetup
    with_libraries "$tree" "$debian/usr/sbin/cryptsetup" cryptsetup
    with_libraries "$tree" "$debian/usr/sbin/mke2fs" mke2fs
    with_libraries "$tree" "$debian/usr/sbin/e2fsck" e2fsck
    with_libraries "$tree" "$debian/usr/sbin/sfdisk" sfdisk
    libraries "$tree" libgcc_s.so.1            # of threads that are cancelled
    loader "$tree"
    # shellcheck disable=SC2086
    modules "$tree" $early_modules
    printf '%s\n' $early_modules >"$tree/etc/modules"
    install -D -m 644 "$debian/etc/mke2fs.conf" "$tree/etc/mke2fs.conf"
    install -m 755 board/initramfs/init "$tree/init"
    install -D -m 755 -t "$tree/lib/farlight" board/initramfs/data board/initramfs/grow board/initramfs/key-port
    find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    (cd "$tree" && find . -print0 | sort -z | cpio --null -o -H newc --quiet --reproducible -R 0:0) | zstd -q -15 -T1 >"$work/initramfs.zst"
}

make_root() {
    local tree=$1
    mkdir -p "$tree"/{bin,lib,etc,dev,proc,sys,run,tmp,data,share/farlight} "$tree/var/lib"
    mkdir -p "$tree/usr"
    for name in bin lib share; do ln -s "../$name" "$tree/usr/$name"; done
    ln -s bin "$tree/sbin"
    cp -r board/root/etc/. "$tree/etc/"
    cp -r board/root/usr/lib/. "$tree/lib/"
    cp -r board/root/usr/share/. "$tree/share/"
    ln -s /run/resolv.conf "$tree/etc/resolv.conf"
    ln -s /run "$tree/var/run"; ln -s /tmp "$tree/var/tmp"
    busybox_with "$tree" sh init mount umount modprobe mdev cat cut grep sed echo sleep mkdir mv rm ls sync reboot poweroff hostname \
        ip udhcpc sysctl hwclock mkswap swapon swapoff awk head wc date chown chmod dd df netstat touch env test tail basename find sort xargs ln sleep
    install -m 755 "$program" "$tree/bin/farlight"
    for name in $(aarch64-linux-gnu-readelf -d "$program" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p'); do libraries "$tree" "$name"; done
    with_libraries "$tree" "$debian/usr/bin/setpriv" setpriv
    loader "$tree"
    mkdir -p "$tree/share/farlight/models"
    cp -r models/dr models/tb "$tree/share/farlight/models/"
    # shellcheck disable=SC2086
    modules "$tree" $start_modules $late_modules
    printf '%s\n' $start_modules >"$tree/etc/modules"
    echo "$version" >"$tree/etc/farlight/version"
    chmod -R u=rwX,go=rX "$tree"
    chmod 755 "$tree"/lib/farlight/* "$tree/share/udhcpc/default.script" "$tree/bin/busybox" "$tree/bin/farlight"
    chmod 600 "$tree/etc/shadow"
    find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    mkfs.erofs -zlz4hc -T "$SOURCE_DATE_EPOCH" -U "$(id root-fs)" --all-root "$work/root.img" "$tree" >"$work/erofs.log" 2>&1 || die "mkfs.erofs: $(tail -n 3 "$work/erofs.log")"
    truncate -s %4096 "$work/root.img"
}

# A name that stays the same for the same version and part.
id() { printf 'farlight %s %s %s' "$board" "$version" "$1" | sha256sum | sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-4\3-8\4-\5/'; }

# Appends the hash tree; the salt is of the content, so that the same content gives the same tree.
make_verity() {
    tree_at=$(stat -c %s "$1")
    root_hash=$(veritysetup format "$1" "$1" --hash-offset="$tree_at" --uuid "$(id verity)" \
        --salt "$(sha256sum "$1" | cut -d' ' -f1)" | awk '/Root hash/ {print $3}')
    [ -n "$root_hash" ] || die "no root hash"
}

# What a slot is made of, for board/uki and for updates.
keep_parts() {
    local parts=$work/parts
    mkdir -p "$parts"
    mv "$work/root.img" "$parts/root.img"; mv "$work/initramfs.zst" "$parts/initramfs.zst"
    cp "$debian/boot/vmlinuz-$kernel" "$parts/vmlinuz"
    cp "$debian/usr/lib/systemd/boot/efi/linuxaa64.efi.stub" "$parts/stub.efi"
    printf 'root_hash=%s\ntree_at=%s\nkernel=%s\n' "$root_hash" "$tree_at" "$kernel" >"$parts/facts"
}

MiB=1048576
esp_mib=192 root_mib=128 data_mib=48

make_disk() {
    local disk=$1 uki=$2 esp=$work/esp.img at=1
    [ "$(stat -c %s "$work/parts/root.img")" -le $((root_mib * MiB)) ] || die "the root is larger than its partition"
    rm -f "$esp"; truncate -s "${esp_mib}M" "$esp"
    mkfs.vfat -F 32 -n FARLIGHT -i "$(id esp | cut -c1-8)" --invariant "$esp" >/dev/null
    printf 'timeout 0\neditor no\nconsole-mode keep\n' >"$work/loader.conf"
    cp "$debian/usr/lib/systemd/boot/efi/systemd-bootaa64.efi" "$work/BOOTAA64.EFI"
    cp board/COMMISSIONING.txt "$work/README.txt"
    touch -d "@$SOURCE_DATE_EPOCH" "$work/loader.conf" "$work/BOOTAA64.EFI" "$work/README.txt" "$uki"
    # The tools of mtools write the time of the source into folders, too.
    mmd -i "$esp" ::EFI ::EFI/BOOT ::EFI/Linux ::loader ::farlight
    mcopy -m -i "$esp" "$work/BOOTAA64.EFI" ::EFI/BOOT/; mcopy -m -i "$esp" "$work/loader.conf" ::loader/
    mcopy -m -i "$esp" "$uki" ::EFI/Linux/; mcopy -m -i "$esp" "$work/README.txt" ::farlight/

    rm -f "$disk"; truncate -s $(((2 + esp_mib + 2 * root_mib + data_mib) * MiB)) "$disk"
    sfdisk -q "$disk" <<X
label: gpt
label-id: $(id disk)
start=1MiB, size=${esp_mib}MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name=esp, uuid=$(id esp)
size=${root_mib}MiB, type=B921B045-1DF0-41C3-AF44-4C6F280D3FAE, name=root-a, uuid=$(id root-a)
size=${root_mib}MiB, type=B921B045-1DF0-41C3-AF44-4C6F280D3FAE, name=root-b, uuid=$(id root-b)
size=${data_mib}MiB, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, name=data, uuid=$(id data)
X
    dd if="$esp" of="$disk" bs=1M seek=$at conv=notrunc,sparse status=none
    dd if="$work/parts/root.img" of="$disk" bs=1M seek=$((at + esp_mib)) conv=notrunc,sparse status=none
}

sizes() {
    printf '%-34s %12s bytes\n' "image, compressed" "$(stat -c %s "$out/$name.img.zst")" "image, written to the card" "$(stat -c %s "$work/disk.img")"
    printf '%-34s %12s bytes\n' "kernel" "$(stat -c %s "$work/parts/vmlinuz")" "initramfs" "$(stat -c %s "$work/parts/initramfs.zst")"
    printf '%-34s %12s bytes\n' "root with its hash tree" "$(stat -c %s "$work/parts/root.img")" "  program" "$(stat -c %s "$program")" \
        "  model packs" "$(du -sb "$work/root/share/farlight/models" | cut -f1)" "  kernel modules" "$(du -sb "$work/root/lib/modules" | cut -f1)" \
        "  libraries" "$(du -sb "$work/root/lib/aarch64-linux-gnu" | cut -f1)" "  busybox" "$(stat -c %s "$work/root/bin/busybox")"
}

manifest() {
    jq -n --arg version "$version" --arg board "$board" --arg kernel "$kernel" --arg root_hash "$root_hash" \
        --arg source "$(git rev-parse HEAD)" --argjson epoch "$SOURCE_DATE_EPOCH" \
        --arg image "$name.img.zst" --arg raw "$(sha256sum "$work/disk.img" | cut -d' ' -f1)" --argjson bytes "$(stat -c %s "$work/disk.img")" \
        --arg program "$(sha256sum "$program" | cut -d' ' -f1)" --arg rustc "$(cat "${program%/*}/rustc" 2>/dev/null || echo unknown)" \
        '{version: $version, board: $board, image: $image, image_sha256: $raw, image_bytes: $bytes, source: $source,
          source_date_epoch: $epoch, kernel: $kernel, root_hash: $root_hash, program_sha256: $program, rustc: $rustc}'
}

# CycloneDX of the crates in the program and the Debian packages beside it.
bill_of_materials() {
    cargo metadata --locked --format-version 1 --no-default-features --filter-platform "$target" | python3 board/bill.py "$version" "$debian/versions"
}
