/** Kinds of files that are taken, told by their first bytes: what a client claims counts for nothing. */

/** Media type and the bytes it begins with. */
export type Kind = 'image/png' | 'image/jpeg' | 'image/webp'

/** The kind of a file, or undefined for everything that is not one of ours; an SVG can carry scripts and is not. */
export function kindOf(bytes: Uint8Array): Kind | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16))
  // PNG 1.2 §3.1; JPEG (ITU T.81 B.1.1.3: SOI, then a marker); WebP container (RFC 9649 §2.4).
  if (head.subarray(0, 8).equals(pngSignature)) return 'image/png'
  if (head.subarray(0, 3).equals(jpegStart)) return 'image/jpeg'
  const isRiff = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'
  return isRiff ? 'image/webp' : undefined
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const jpegStart = Buffer.from([0xff, 0xd8, 0xff])
