//! Writes small extracts for tests, by the description of the format in the wiki of OpenStreetMap. It names nothing else, so
//! that tests outside of the crate include it as a file.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

type Tags = Vec<(String, String)>;

/// The objects of an extract, in the order in which they are written.
#[derive(Debug, Clone, Default)]
pub struct Pbf {
    nodes: Vec<(i64, [f64; 2], Tags)>,
    ways: Vec<(i64, Vec<i64>, Tags)>,
    relations: Vec<(i64, Vec<i64>, Tags)>,
    /// Seconds since 1970.
    pub made_at: Option<u64>,
    pub changed_at: Option<i64>,
    /// Writes ways before nodes, and nodes one by one.
    pub is_odd: bool,
    pub features: Vec<&'static str>,
}

fn owned(tags: &[(&str, &str)]) -> Tags {
    tags.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

impl Pbf {
    /// Adds a node and gives its id.
    pub fn node(&mut self, lat: f64, lon: f64, tags: &[(&str, &str)]) -> i64 {
        let id = 1_000 + 7 * self.nodes.len() as i64;
        self.nodes.push((id, [lat, lon], owned(tags)));
        id
    }

    pub fn way(&mut self, nodes: &[i64], tags: &[(&str, &str)]) -> i64 {
        let id = 50 + 3 * self.ways.len() as i64;
        self.ways.push((id, nodes.to_vec(), owned(tags)));
        id
    }

    pub fn relation(&mut self, ways: &[i64], tags: &[(&str, &str)]) -> i64 {
        let id = 1 + self.relations.len() as i64;
        self.relations.push((id, ways.to_vec(), owned(tags)));
        id
    }

    /// A house at a point.
    pub fn house(&mut self, lat: f64, lon: f64, street: &str, number: &str, postcode: &str, city: &str) {
        let tags = [
            ("addr:street", street),
            ("addr:housenumber", number),
            ("addr:postcode", postcode),
            ("addr:city", city),
        ];
        self.node(lat, lon, &tags);
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut header = Vec::new();
        for feature in ["OsmSchema-V0.6", "DenseNodes"].iter().chain(&self.features) {
            bytes_field(&mut header, 4, feature.as_bytes());
        }
        if let Some(seconds) = self.made_at {
            number_field(&mut header, 32, seconds);
        }
        let mut file = blob("OSMHeader", &header, false);
        let mut groups = [self.node_block(), self.way_block(), self.relation_block()];
        if self.is_odd {
            groups.rotate_left(1);
        }
        groups.iter().flatten().for_each(|block| file.extend(blob("OSMData", block, true)));
        file
    }

    fn node_block(&self) -> Option<Vec<u8>> {
        let mut texts = Texts::default();
        let mut group = Vec::new();
        let at = |degrees: f64| (degrees * 1e7).round() as i64;
        if self.is_odd {
            for (id, [lat, lon], tags) in &self.nodes {
                let mut node = Vec::new();
                number_field(&mut node, 1, zigzag(*id));
                texts.columns(&mut node, tags);
                number_field(&mut node, 8, zigzag(at(*lat)));
                number_field(&mut node, 9, zigzag(at(*lon)));
                bytes_field(&mut group, 1, &node);
            }
        } else {
            let mut dense = Vec::new();
            let column = |values: Vec<i64>| packed(differences(&values).map(zigzag));
            bytes_field(&mut dense, 1, &column(self.nodes.iter().map(|node| node.0).collect()));
            if let Some(changed_at) = self.changed_at {
                let mut info = Vec::new();
                bytes_field(&mut info, 2, &column(self.nodes.iter().map(|_| changed_at).collect()));
                bytes_field(&mut dense, 5, &info);
            }
            bytes_field(&mut dense, 8, &column(self.nodes.iter().map(|node| at(node.1[0])).collect()));
            bytes_field(&mut dense, 9, &column(self.nodes.iter().map(|node| at(node.1[1])).collect()));
            let mut pairs = Vec::new();
            for (_, _, tags) in &self.nodes {
                tags.iter().for_each(|(key, value)| pairs.extend([texts.number(key), texts.number(value)]));
                pairs.push(0);
            }
            bytes_field(&mut dense, 10, &packed(pairs.into_iter()));
            bytes_field(&mut group, 2, &dense);
        }
        (!self.nodes.is_empty()).then(|| texts.block(&group))
    }

    fn way_block(&self) -> Option<Vec<u8>> {
        let mut texts = Texts::default();
        let mut group = Vec::new();
        for (id, nodes, tags) in &self.ways {
            let mut way = Vec::new();
            number_field(&mut way, 1, *id as u64);
            texts.columns(&mut way, tags);
            bytes_field(&mut way, 8, &packed(differences(nodes).map(zigzag)));
            bytes_field(&mut group, 3, &way);
        }
        (!self.ways.is_empty()).then(|| texts.block(&group))
    }

    fn relation_block(&self) -> Option<Vec<u8>> {
        let mut texts = Texts::default();
        let mut group = Vec::new();
        for (id, ways, tags) in &self.relations {
            let mut relation = Vec::new();
            number_field(&mut relation, 1, *id as u64);
            texts.columns(&mut relation, tags);
            bytes_field(&mut relation, 8, &packed(ways.iter().map(|_| 0)));
            bytes_field(&mut relation, 9, &packed(differences(ways).map(zigzag)));
            bytes_field(&mut relation, 10, &packed(ways.iter().map(|_| 1)));
            bytes_field(&mut group, 4, &relation);
        }
        (!self.relations.is_empty()).then(|| texts.block(&group))
    }
}

#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    /// Number 0 is never used: it ends the tags of a node.
    fn number(&mut self, text: &str) -> u64 {
        let at = self.0.iter().position(|known| known == text).unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        at as u64 + 1
    }

    fn columns(&mut self, object: &mut Vec<u8>, tags: &Tags) {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| self.number(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| self.number(value)).collect();
        bytes_field(object, 2, &packed(keys.into_iter()));
        bytes_field(object, 3, &packed(values.into_iter()));
    }

    fn block(&self, group: &[u8]) -> Vec<u8> {
        let mut table = Vec::new();
        bytes_field(&mut table, 1, b"");
        self.0.iter().for_each(|text| bytes_field(&mut table, 1, text.as_bytes()));
        let mut block = Vec::new();
        bytes_field(&mut block, 1, &table);
        bytes_field(&mut block, 2, group);
        block
    }
}

fn blob(kind: &str, content: &[u8], pack: bool) -> Vec<u8> {
    let mut body = Vec::new();
    if pack {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(content).unwrap();
        number_field(&mut body, 2, content.len() as u64);
        bytes_field(&mut body, 3, &zlib.finish().unwrap());
    } else {
        bytes_field(&mut body, 1, content);
    }
    let mut header = Vec::new();
    bytes_field(&mut header, 1, kind.as_bytes());
    number_field(&mut header, 3, body.len() as u64);
    [&(header.len() as u32).to_be_bytes()[..], &header, &body].concat()
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn number_field(message: &mut Vec<u8>, field: u64, number: u64) {
    varint(message, field << 3);
    varint(message, number);
}

fn bytes_field(message: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(message, field << 3 | 2);
    varint(message, bytes.len() as u64);
    message.extend(bytes);
}

fn packed(numbers: impl Iterator<Item = u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers.for_each(|number| varint(&mut bytes, number));
    bytes
}

fn differences(values: &[i64]) -> impl Iterator<Item = i64> + '_ {
    values.iter().scan(0, |before, value| Some(value - std::mem::replace(before, *value)))
}
