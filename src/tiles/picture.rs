//! The image of a tile. Its format is detected from the bytes, not from what a server declares.

use sha2::{Digest, Sha256};

/// The formats that browsers show and map servers send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl Kind {
    /// The media type, such as `image/png`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// The signatures of PNG (ISO/IEC 15948, 5.2), JPEG (ITU-T T.81, B.1.1.3) and WebP (RFC 9649, 2.4).
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

/// An image with its format and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The format, by the first bytes.
    pub kind: Kind,
    /// The file as it was given.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes.
    pub hash: [u8; 32],
}

impl Picture {
    /// `None` if the bytes are not an image, such as an error page.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let kind = Kind::of(&bytes)?;
        Some(Self { kind, hash: Sha256::digest(&bytes).into(), bytes })
    }
}
