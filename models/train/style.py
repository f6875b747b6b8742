"""Films in each other's style: a film takes the spectrum and the histogram of one from another source or class, so that
neither sharpness nor tone tells where it came from. What is left to learn from is the anatomy.
"""

import numpy as np

LEVELS = np.linspace(0, 1, 65)
LOUDEST = 2.5  # a frequency's gain or loss, in natural logarithms
BASE = slice(1, 8)  # the frequencies that set the common level


class Styles:
    """What is kept of the training films to restyle others: log amplitude by frequency, and grey levels.

    `keys`: source and class of each film; one without (a phantom) neither lends nor takes a style.
    """

    def __init__(self, images, keys):
        size = images.shape[1]
        rows, columns = np.meshgrid(np.fft.fftfreq(size) * size, np.fft.rfftfreq(size) * size, indexing="ij")
        self.ring = np.minimum(np.hypot(rows, columns).round().astype(int), size // 2)
        self.count = np.bincount(self.ring.ravel())
        self.spectrum = np.stack([self.amplitude(x[..., 0].astype(np.float32)) for x in images])
        self.levels = np.stack([np.quantile(x[..., 0], LEVELS) for x in images])
        # Sources and classes are drawn alike, whatever their size.
        self.fixed = keys == ""
        self.pools = [np.flatnonzero(keys == key) for key in np.unique(keys) if key]

    def amplitude(self, grey):
        """Mean log amplitude by frequency, without the film's overall contrast."""
        log = np.log(np.abs(np.fft.rfft2(grey)) + 1e-3)
        mean = np.bincount(self.ring.ravel(), log.ravel()) / self.count
        return mean - mean[BASE].mean()

    def apply(self, pixels, index, share, rng):
        """About `share` of the uint8 films [N, S, S, 3] in the style of others, more or less strongly; `index`: their places in the set."""
        out = pixels.copy()
        for i in np.flatnonzero((rng.random(len(out)) < share) & ~self.fixed[index]):
            donor = rng.choice(self.pools[rng.integers(len(self.pools))])
            grey = out[i, ..., 0].astype(np.float32)
            gain = rng.uniform(0.3, 1) * (self.spectrum[donor] - self.amplitude(grey))
            gain = np.exp(gain.clip(-LOUDEST, LOUDEST))
            gain[0] = 1  # the mean stays
            grey = np.fft.irfft2(np.fft.rfft2(grey) * gain[self.ring], s=grey.shape)
            own = np.quantile(grey[::2, ::2], LEVELS) + np.arange(len(LEVELS)) * 1e-4  # strictly rising
            toned, blend = np.interp(grey, own, self.levels[donor]), rng.uniform(0.2, 1)
            out[i] = (blend * toned + (1 - blend) * grey.clip(0, 255)).clip(0, 255).astype(np.uint8)[..., None]
        return out
