//! Chance: always handed in, so that a test can draw the same numbers again.

/// Where random bytes come from. Whatever guards a secret draws from here.
pub trait Entropy: Send + Sync + 'static {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

impl dyn Entropy + '_ {
    /// Draws exactly `N` bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// Draws a whole number below `bound`, each as likely as the other (rejection sampling); 0 if `bound` is 0.
    pub fn below(&self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        let fair = u32::MAX - u32::MAX % bound;
        loop {
            let draw = u32::from_le_bytes(self.bytes());
            if draw < fair {
                return draw % bound;
            }
        }
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is where chance comes from")]
    #[expect(clippy::panic, reason = "without randomness no secret can be made: going on would be worse than stopping")]
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(error) = getrandom::fill(buffer) {
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_stays_below_its_bound_and_reaches_each_value() {
        let entropy: &dyn Entropy = &SystemEntropy;
        let mut seen = [false; 9];
        for _ in 0..2000 {
            seen[usize::try_from(entropy.below(9)).unwrap()] = true;
        }
        assert!(seen.iter().all(|&seen| seen));
        assert_eq!(entropy.below(0), 0);
    }
}
