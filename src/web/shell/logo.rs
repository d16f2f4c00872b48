//! The logo of a county: a picture in the header.

use sha2::{Digest, Sha256};

use super::answer::hex;

/// The largest logo in bytes.
pub const MAX_LOGO_BYTES: u64 = 200_000;

/// A file that is no logo.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the file is no picture that browsers show as a logo; hint: save it as SVG, PNG or WebP")]
pub struct NoLogo;

/// A picture with its media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl Logo {
    /// The picture of a file, whose kind its beginning tells.
    ///
    /// # Errors
    ///
    /// [`NoLogo`] for all other files.
    pub fn new(bytes: Vec<u8>) -> Result<Self, NoLogo> {
        let is_svg = || {
            let text = std::str::from_utf8(&bytes).unwrap_or_default();
            let text = text.trim_start_matches('\u{FEFF}').trim_start();
            (text.starts_with("<svg") || text.starts_with("<?xml") || text.starts_with("<!--"))
                && text.contains("<svg")
        };
        let media_type = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ if is_svg() => "image/svg+xml",
            _ => return Err(NoLogo),
        };
        Ok(Self { media_type, bytes })
    }

    pub(super) fn media_type(&self) -> &'static str {
        self.media_type
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Changes with the picture.
    pub(super) fn version(&self) -> String {
        hex(&Sha256::digest(&self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_logo_is_told_by_its_beginning() {
        let kind = |bytes: &[u8]| Logo::new(bytes.to_vec()).map(|logo| logo.media_type);
        assert_eq!(kind(b"\x89PNG\r\n"), Ok("image/png"));
        assert_eq!(kind(b"RIFF\x10\0\0\0WEBPVP8 "), Ok("image/webp"));
        assert_eq!(kind("\u{FEFF} <svg viewBox=\"0 0 1 1\"/>".as_bytes()), Ok("image/svg+xml"));
        assert_eq!(kind(b"<?xml version=\"1.0\"?><svg/>"), Ok("image/svg+xml"));
        for wrong in [b"".as_slice(), b"GIF89a", b"<html><svg/></html>", b"<?xml?><plan/>", b"\xff\xd8\xff"] {
            assert_eq!(kind(wrong), Err(NoLogo));
        }
    }
}
