import type { DehydratedState } from '@tanstack/react-query'
import type { TownInfo } from './town.ts'

/** A position of the log at a moment of machine time, ms. */
export type LogStand = { readonly position: number; readonly at: number }

/** What travels with a page as JSON, so that the browser goes on where the server ended. */
export type PageState = {
  readonly language: string
  readonly town: TownInfo
  readonly queries: DehydratedState
  /** Where the log stood before the page was made, and when that was; undefined in a page that is kept. */
  readonly log: LogStand | undefined
  /** Whether the root holds the screen's HTML. */
  readonly isRendered: boolean
}
