/** How far the server's clock is ahead of ours, ms: ids outside its window are refused as `id-time`. */
let aheadMs = 0

/** Corrects the ids made from now on. @param serverMs the server's time */
export function correctClock(serverMs: number): void {
  aheadMs = serverMs - Date.now()
}

/** A UUIDv7 (RFC 9562 §5.7): the id of a command. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = Date.now() + aheadMs
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
