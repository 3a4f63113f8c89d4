/**
 * The two clocks. **Machine time** rules ids, sessions, leases, retries and signatures. **Town time** rules flows,
 * opening hours and timers, and in a sandbox town it may be moved, forward only. Nothing else reads the system clock.
 */

/** Machine time, ms since 1970. */
export function machineNow(): number {
  return Date.now()
}

/** The clock of one town. */
export type TownClock = {
  /** Town time, ms since 1970. */
  now: () => number
  /** Ms by which town time is ahead of machine time; 0 in a live town. */
  offsetMs: () => number
  /** Takes over an offset read from the town's row. A smaller one than now is ignored: time never goes back. */
  setOffset: (offsetMs: number) => void
}

/** A clock that starts at the given lead over machine time. */
export function createTownClock(offsetMs = 0): TownClock {
  let offset = offsetMs
  let last = 0
  return {
    // A step back of the machine's clock (NTP) holds town time still instead of turning it back.
    now: () => (last = Math.max(last, machineNow() + offset)),
    offsetMs: () => offset,
    setOffset: (next) => {
      offset = Math.max(offset, next)
    },
  }
}
