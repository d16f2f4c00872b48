// Writes a small extract of OpenStreetMap (PBF, not compressed) with houses, for tests that need addresses.

const varint = (number) => {
  const bytes = [];
  for (let rest = BigInt(number); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
};
const zigzag = (number) => (number < 0 ? -2 * number - 1 : 2 * number);
const bytesField = (field, bytes) => Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
const numberField = (field, number) => Buffer.concat([varint(field << 3), varint(number)]);
const text = (value) => Buffer.from(value, "utf8");

function blob(kind, content) {
  const body = bytesField(1, content);
  const header = Buffer.concat([bytesField(1, text(kind)), numberField(3, body.length)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, body]);
}

/** Houses as [latitude, longitude, street, number, postcode, town]. */
export function extractOf(houses) {
  const texts = [""];
  const numberOf = (value) => {
    if (!texts.includes(value)) texts.push(value);
    return varint(texts.indexOf(value));
  };
  const nodes = houses.map(([lat, lon, street, number, postcode, town], at) => {
    const tags = Object.entries({
      "addr:street": street,
      "addr:housenumber": number,
      "addr:postcode": postcode,
      "addr:city": town,
    });
    const degrees = (value) => zigzag(Math.round(value * 1e7));
    const node = Buffer.concat([
      numberField(1, zigzag(at + 1)),
      bytesField(2, Buffer.concat(tags.map(([key]) => numberOf(key)))),
      bytesField(3, Buffer.concat(tags.map(([, value]) => numberOf(value)))),
      numberField(8, degrees(lat)),
      numberField(9, degrees(lon)),
    ]);
    return bytesField(1, node);
  });
  const table = Buffer.concat(texts.map((value) => bytesField(1, text(value))));
  const block = Buffer.concat([bytesField(1, table), bytesField(2, Buffer.concat(nodes))]);
  return Buffer.concat([blob("OSMHeader", bytesField(4, text("OsmSchema-V0.6"))), blob("OSMData", block)]);
}
