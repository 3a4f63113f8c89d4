import { createContext, useContext } from 'react'

/** What every page needs to know of the town; it comes with the page. */
export type TownInfo = {
  readonly name: string
  /** IANA */
  readonly timeZone: string
  /** ISO 4217 */
  readonly currency: string
  /** Play money: shown on every screen. */
  readonly isSandbox: boolean
  /** Town time minus machine time, ms; above 0 when a sandbox was moved forward. */
  readonly aheadMs: number
}

const TownContext = createContext<TownInfo | undefined>(undefined)

/** Hands the town to the screens below. */
export const TownProvider = TownContext.Provider

/** The town that this page belongs to. */
export function useTown(): TownInfo {
  const town = useContext(TownContext)
  if (town === undefined) throw new Error('there is no TownProvider above')
  return town
}
