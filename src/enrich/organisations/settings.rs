//! How to train.

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// The step.
    pub rate: f32,
    /// The L2 penalty.
    pub penalty: f32,
    /// Features met less often are left out.
    pub least: u32,
    /// Weights nearer to zero are dropped.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 8,
            rate: 0.02,
            penalty: 3e-4,
            least: 2,
            prune: 0.05,
        }
    }
}
