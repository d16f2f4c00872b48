//! The ZIP archive around a spreadsheet or a Shapefile, unpacked only within the limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::table::Kind;
use super::{Fault, Limits, of_library};

/// Small archives may pack as well as they like.
const RATIO_MATTERS_FROM_BYTES: u64 = 16 << 20;

pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    unpacked: u64,
}

fn damaged(cause: impl std::fmt::Display) -> Fault {
    Fault::Archive(of_library(cause))
}

impl<'a> Archive<'a> {
    /// Reads the directory of the archive and refuses sizes beyond the limits before anything is
    /// unpacked. The directory may lie, so [`Self::read`] counts again.
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut archive = Self { zip, limits, unpacked: 0 };
        let mut claimed = 0_u64;
        for index in 0..archive.zip.len() {
            claimed = claimed.saturating_add(archive.zip.by_index_raw(index).map_err(damaged)?.size());
        }
        if claimed > archive.allowance(bytes.len() as u64) {
            return Err(archive.bomb());
        }
        Ok(archive)
    }

    /// How many more bytes may come out of `packed` ones.
    fn allowance(&self, packed: u64) -> u64 {
        let by_ratio = packed.saturating_mul(self.limits.unpacked_ratio).max(RATIO_MATTERS_FROM_BYTES);
        by_ratio.min(self.limits.unpacked_bytes.saturating_sub(self.unpacked))
    }

    fn bomb(&self) -> Fault {
        Fault::Bomb { limit: self.limits.unpacked_bytes, ratio: self.limits.unpacked_ratio }
    }

    pub fn spreadsheet_kind(&mut self) -> Result<Kind, Fault> {
        let names = |test: fn(&str) -> bool| self.zip.file_names().any(test);
        if names(|name| name.eq_ignore_ascii_case("xl/workbook.bin")) {
            return Err(Fault::BinaryWorkbook);
        }
        if names(|name| name.eq_ignore_ascii_case("xl/workbook.xml")) {
            return Ok(Kind::Xlsx);
        }
        let media_type = self.read("mimetype")?.unwrap_or_default();
        if media_type.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            return Ok(Kind::Ods);
        }
        Err(Fault::OtherArchive)
    }

    /// The names of all files inside.
    pub fn names(&self) -> Vec<String> {
        self.zip.file_names().filter(|name| !name.ends_with('/')).map(str::to_owned).collect()
    }

    /// Name and contents of the only file that is a list, if the archive is a mere envelope: statistics databases, mail
    /// programs and KMZ pack like this.
    pub fn only_file(&mut self) -> Result<Option<(String, Vec<u8>)>, Fault> {
        let is_list = |name: &String| {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            matches!(ending.as_str(), "csv" | "tsv" | "geojson" | "gml" | "kml" | "gpkg")
        };
        let names = self.names();
        let lists: Vec<&String> = names.iter().filter(|name| is_list(name)).collect();
        let is_map = names.iter().any(|name| name == "doc.kml");
        match lists[..] {
            // Beside the places a KMZ holds pictures.
            [only] if names.len() == 1 || is_map => {
                Ok(self.read(only)?.map(|contents| (only.clone(), contents)))
            }
            _ => Ok(None),
        }
    }

    /// The contents of a part; `None` if there is none of that name. Some programs write the names in
    /// another case than the parts that refer to them.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let position = self.zip.file_names().position(|found| found.eq_ignore_ascii_case(name));
        let Some(index) = position else { return Ok(None) };
        let packed = self.zip.by_index_raw(index).map_err(damaged)?.compressed_size();
        let allowance = self.allowance(packed);
        let entry = self.zip.by_index(index).map_err(|cause| match cause {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::Locked,
            other => damaged(other),
        })?;
        let mut contents = Vec::new();
        entry.take(allowance.saturating_add(1)).read_to_end(&mut contents).map_err(damaged)?;
        if contents.len() as u64 > allowance {
            return Err(self.bomb());
        }
        self.unpacked += contents.len() as u64;
        Ok(Some(contents))
    }

    /// The contents of a part without which the spreadsheet cannot be read.
    pub fn require(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        let missing = || (format!("the part {name} is missing"), format!("der Teil {name} fehlt"));
        self.read(name)?.ok_or_else(|| Fault::Archive(missing().into()))
    }
}
