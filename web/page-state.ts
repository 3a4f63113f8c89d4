import type { DehydratedState } from '@tanstack/react-query'
import type { TownInfo } from './town.ts'

/** What travels with a page as JSON, so that the browser goes on where the server ended. */
export type PageState = {
  readonly language: string
  readonly town: TownInfo
  readonly queries: DehydratedState
  /** Whether the root holds the screen's HTML. */
  readonly isRendered: boolean
}
