//! A matrix as bytes, stored between two starts of the service: a JSON line with the header, the cells as
//! little-endian numbers, and a checksum over both.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Matrix, Settlement};
use crate::units::GeoPoint;

/// The version of the file format; a file of another version is computed again.
const FORM: u32 = 3;
const CHECKSUM_BYTES: usize = 32;

/// Why bytes cannot be read as a matrix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum MatrixError {
    #[error(
        "the checksum is wrong: the file is damaged or incomplete; hint: delete it, and it is computed again"
    )]
    Damaged,
    #[error("it was written by another version of the program; hint: delete it, and it is computed again")]
    OtherForm,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    form: u32,
    data_version: String,
    /// Key, longitude, latitude.
    settlements: Vec<(String, f64, f64)>,
    /// Longitude, latitude.
    waypoints: Vec<(f64, f64)>,
    facilities: Vec<(f64, f64)>,
}

impl Matrix {
    /// The matrix as the bytes of its file, with a checksum at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let pairs = |points: &[GeoPoint]| points.iter().map(|point| (point.lon, point.lat)).collect();
        let head = Head {
            form: FORM,
            data_version: self.data_version.clone(),
            settlements: self
                .settlements
                .iter()
                .map(|settlement| (settlement.key.clone(), settlement.point.lon, settlement.point.lat))
                .collect(),
            waypoints: pairs(&self.waypoints),
            facilities: pairs(&self.facilities),
        };
        // Texts and finite numbers always serialize.
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend(self.cells.iter().flat_map(|cell| cell.to_le_bytes()));
        let checksum = Sha256::digest(&bytes);
        bytes.extend(checksum);
        bytes
    }

    /// Reads the bytes of a file. Fails with [`MatrixError`] if they are of another version or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MatrixError> {
        let end = bytes.len().checked_sub(CHECKSUM_BYTES).ok_or(MatrixError::Damaged)?;
        let (content, checksum) = bytes.split_at(end);
        if Sha256::digest(content)[..] != *checksum {
            return Err(MatrixError::Damaged);
        }
        let line = content.iter().position(|byte| *byte == b'\n').ok_or(MatrixError::OtherForm)?;
        let head: Head = serde_json::from_slice(&content[..line]).map_err(|_| MatrixError::OtherForm)?;
        if head.form != FORM {
            return Err(MatrixError::OtherForm);
        }
        let point = |lon, lat| GeoPoint::new(lon, lat).map_err(|_| MatrixError::Damaged);
        let points = |pairs: Vec<(f64, f64)>| -> Result<Vec<GeoPoint>, MatrixError> {
            pairs.into_iter().map(|(lon, lat)| point(lon, lat)).collect()
        };
        let settlement = |(key, lon, lat)| Ok(Settlement { key, point: point(lon, lat)? });
        let (words, rest) = content[line + 1..].as_chunks::<4>();
        if !rest.is_empty() {
            return Err(MatrixError::Damaged);
        }
        Self::assemble(
            head.data_version,
            head.settlements.into_iter().map(settlement).collect::<Result<_, MatrixError>>()?,
            points(head.waypoints)?,
            points(head.facilities)?,
            words.iter().map(|word| u32::from_le_bytes(*word)).collect(),
        )
        .ok_or(MatrixError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Matrix {
        let settlement =
            Settlement { key: "13076090".into(), point: GeoPoint { lon: 11.4957, lat: 53.3249 } };
        let facilities = vec![GeoPoint { lon: 11.5, lat: 53.3 }, GeoPoint { lon: 11.6, lat: 53.4 }];
        let waypoints = facilities[..1].to_vec();
        let cells = vec![1234, 0, u32::MAX, 700];
        Matrix::assemble("roads-1".into(), vec![settlement], waypoints, facilities, cells).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(Matrix::from_bytes(&matrix().to_bytes()), Ok(matrix()));
    }

    #[test]
    fn a_flipped_or_missing_byte_is_noticed() {
        let whole = matrix().to_bytes();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(Matrix::from_bytes(&damaged), Err(MatrixError::Damaged), "byte {at}");
            assert_eq!(Matrix::from_bytes(&whole[..at]), Err(MatrixError::Damaged), "cut at {at}");
        }
    }

    #[test]
    fn a_file_of_another_format_version_is_reported() {
        let mut other = b"{\"form\":7}\n".to_vec();
        let checksum = Sha256::digest(&other);
        other.extend(checksum);
        assert_eq!(Matrix::from_bytes(&other), Err(MatrixError::OtherForm));
    }
}
