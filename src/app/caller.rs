//! Who asks a use case to change something.

/// Who asks. A use case that writes takes a caller and decides by it what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Anybody, through pages and API: may read.
    Public,
    /// The operator at the command line: may read and write.
    Operator,
    /// Somebody who has signed in, and whose role may do what is asked: the page has checked it.
    Office,
}

impl Caller {
    /// Whether the caller may change the register, statistics and settings of the service.
    pub fn may_write(self) -> bool {
        self != Self::Public
    }
}
