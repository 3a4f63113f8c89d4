/**
 * `BUSINESS/NAME`: stock of an offer is `BUSINESS/OFFER`, a day of a tool `tools/OFFER/20771`, a seat's segment
 * likewise.
 */
export type CellName = string

/** A counted cell. `available + held + sold` changes only by `capacity.adjust` and by being written first. */
export type Cell = { name: CellName; available: number; held: number; sold: number; version: number }

/**
 * A change of one cell. A cell without a row is first written with `supply` available.
 * Taking: available −n, held +n. Giving back: the reverse. Consuming: held −n, sold +n. Adjusting: available ±n.
 */
export type CellMove = { name: CellName; supply: number; available: number; held: number; sold: number }
