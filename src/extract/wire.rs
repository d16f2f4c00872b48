//! Protocol Buffers as bytes: fields with a number and a value. Nothing is taken for granted of the bytes; what does not
//! fit is [`Damaged`].

/// The bytes are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub fn number(self) -> Result<u64, Damaged> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Bytes(_) => Err(Damaged),
        }
    }

    pub fn bytes(self) -> Result<&'a [u8], Damaged> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Number(_) => Err(Damaged),
        }
    }

    pub fn text(self) -> Result<&'a str, Damaged> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Damaged)
    }
}

/// The fields of a message, in the order in which they were written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub fn of(message: &'a [u8]) -> Self {
        Self(message)
    }

    fn field(&mut self) -> Result<(u64, Value<'a>), Damaged> {
        let key = varint(&mut self.0)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            1 => Value::Bytes(take(&mut self.0, 8)?),
            2 => {
                let length = usize::try_from(varint(&mut self.0)?).map_err(|_| Damaged)?;
                Value::Bytes(take(&mut self.0, length)?)
            }
            5 => Value::Bytes(take(&mut self.0, 4)?),
            _ => return Err(Damaged),
        };
        Ok((key >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

/// The numbers of a packed field.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next number, which must be there.
    pub fn take(&mut self) -> Result<u64, Damaged> {
        varint(&mut self.0)
    }

    /// The next number of a field with signs, which must be there.
    pub fn take_signed(&mut self) -> Result<i64, Damaged> {
        self.take().map(signed)
    }
}

/// A number with a sign, as it is written in the zigzag form.
pub(super) fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Damaged> {
    let (taken, behind) = rest.split_at_checked(length).ok_or(Damaged)?;
    *rest = behind;
    Ok(taken)
}

/// Seven bits a byte, the lowest first; the highest bit says that another byte follows.
fn varint(rest: &mut &[u8]) -> Result<u64, Damaged> {
    const LONGEST: usize = 10;
    let mut number = 0_u64;
    for (at, byte) in rest.iter().take(LONGEST).enumerate() {
        number |= u64::from(byte & 0x7f).checked_shl(7 * at as u32).unwrap_or(0);
        if byte & 0x80 == 0 {
            *rest = rest.get(at + 1..).unwrap_or_default();
            return Ok(number);
        }
    }
    Err(Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_documentation_of_protocol_buffers_writes_them() {
        // "Encoding": 150 is 96 01; field 1 with it is 08 96 01; "testing" in field 2 is 12 07 and its letters.
        assert_eq!(varint(&mut &[0x96, 0x01][..]), Ok(150));
        let message = [&[0x08, 0x96, 0x01, 0x12, 0x07][..], b"testing"].concat();
        let fields: Result<Vec<_>, _> = Fields::of(&message).collect();
        assert_eq!(fields, Ok(vec![(1, Value::Number(150)), (2, Value::Bytes(b"testing"))]));
        assert_eq!([0, 1, 2, 3, 4_294_967_294].map(signed), [0, -1, 1, -2, 2_147_483_647]);
        assert_eq!(signed(u64::MAX), i64::MIN);
    }

    #[test]
    fn cut_and_endless_bytes_are_damaged_and_end() {
        for bytes in [&[0x80][..], &[0x08], &[0x12, 0x05, b'a'], &[0xff; 20], &[0x0b, 0x01]] {
            assert_eq!(Fields::of(bytes).collect::<Vec<_>>().last(), Some(&Err(Damaged)), "{bytes:?}");
        }
    }
}
