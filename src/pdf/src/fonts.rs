//! The fonts of the program. Layout and pictures know no others.

/// The name of the family.
pub(crate) const FAMILY: &str = "Source Sans 3";
/// Regular, italic, semibold and bold.
pub(crate) const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/SourceSans3-Regular.otf"),
    include_bytes!("../fonts/SourceSans3-It.otf"),
    include_bytes!("../fonts/SourceSans3-Semibold.otf"),
    include_bytes!("../fonts/SourceSans3-Bold.otf"),
];
