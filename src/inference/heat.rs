use crate::imaging::Gray;

/// Evidence for referable disease by place, from the same forward pass: positive speaks for it.
/// Source: class activation mapping, Zhou et al., CVPR 2016.
#[derive(Debug, Clone)]
pub struct Heat {
    pub width: usize,
    pub height: usize,
    /// Rows from the top; logits.
    pub values: Vec<f32>,
}

impl Heat {
    /// Share of the positive evidence that lies inside the mask, 0 to 1; `None` when there is none.
    #[must_use]
    pub fn share_inside(&self, mask: &Gray) -> Option<f32> {
        let mask = mask.resize(self.width, self.height);
        let (mut inside, mut all) = (0.0_f32, 0.0_f32);
        for (value, cover) in self.values.iter().zip(mask.data()) {
            let evidence = value.max(0.0);
            all += evidence;
            inside += evidence * f32::from(*cover) / 255.0;
        }
        (all > 0.0).then(|| inside / all)
    }
}
