/** One field as it stands on the wire: a number, or the bytes of a text, a message or a packed list. */
export type WireField = { number: number; value: bigint | Buffer }

/** Splits a message into its fields. Throws RangeError where the bytes end early, Error for groups, which Kubernetes never sends. */
export function readFields(bytes: Buffer): WireField[] {
  const fields: WireField[] = []
  let offset = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(offset)
      offset += 1
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const slice = (length: number): Buffer => {
    if (offset + length > bytes.length) throw new RangeError('unexpected end of the message')
    offset += length
    return bytes.subarray(offset - length, offset)
  }
  while (offset < bytes.length) {
    const tag = Number(varint())
    const number = tag >> 3
    switch (tag & 7) {
      case 0:
        fields.push({ number, value: varint() })
        break
      case 1:
        fields.push({ number, value: slice(8).readBigUInt64LE() })
        break
      case 2:
        fields.push({ number, value: slice(Number(varint())) })
        break
      case 5:
        fields.push({ number, value: BigInt(slice(4).readUInt32LE()) })
        break
      default:
        throw new Error(`wire type ${tag & 7} is not supported`)
    }
  }
  return fields
}
