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
  /** False until the first-run wizard is through: visitors see a plain page. */
  readonly isOpen: boolean
  /** Offered to visitors. */
  readonly languages: readonly string[]
  /** For who understands none of them. */
  readonly defaultLanguage: string
  /** Colours that follow from the operator's accent; null for those of `kit/theme.tsx`. */
  readonly look: TownLook | null
  /** File id. */
  readonly logo: string | null
  /** A sentence, by language. */
  readonly about: Readonly<Record<string, string>>
  /** Where fees are explained; '' for none. */
  readonly feesLink: string
  /** The operator's e-mail address; '' for none. */
  readonly contact: string
}

/** Colours as `#rrggbb`; the server derives them, and sees to their contrast. */
export type TownLook = {
  readonly palette: readonly string[]
  readonly light: TownShades
  readonly dark: TownShades
}
/** What changes with the scheme. */
export type TownShades = { readonly fill: string; readonly text: string; readonly soft: string }

const TownContext = createContext<TownInfo | undefined>(undefined)

/** Hands the town to the screens below. */
export const TownProvider = TownContext.Provider

/** The town that this page belongs to. */
export function useTown(): TownInfo {
  const town = useContext(TownContext)
  if (town === undefined) throw new Error('there is no TownProvider above')
  return town
}
