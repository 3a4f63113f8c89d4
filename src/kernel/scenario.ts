/**
 * Acceptance scenarios: stories with exact figures, told over HTTP against a fresh town, exactly as a stranger would.
 * `src/*\/*\/scenario.ts` exports `scenarios`; `npm run scenarios` runs them all.
 */

/** An answer of the town. `body` is what JSON said; a scenario looks into it without types, as any client may. */
export type Reply = {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a scenario is a client without generated types
  readonly body: any
  readonly headers: Readonly<Record<string, string>>
}

/** What may be said with a request. */
export type Asking = {
  /** Idempotency-Key of a POST; default a new UUIDv7. */
  readonly key?: string
  /** Acts for this shop or firm. */
  readonly for?: string
}

/** Somebody who calls the API. */
export type Caller = {
  /** Party id; '' for a stranger. */
  readonly id: string
  get: (path: string, asking?: Asking) => Promise<Reply>
  post: (path: string, body: unknown, asking?: Asking) => Promise<Reply>
  put: (path: string, body: unknown, asking?: Asking) => Promise<Reply>
}

/** The town as scenarios meet it. */
export type ScenarioClient = {
  readonly operator: Caller
  readonly stranger: Caller
  /** Newcomers with a wallet of play money each. */
  newcomers: (count: number, options?: { walletMinor?: number; grants?: readonly string[] }) => Promise<Caller[]>
  /** Whoever holds this credential: a key, a token of somebody else's program. */
  withToken: (token: string) => Caller
  /** Moves town time forward and waits until the timers that fell due have fired. */
  pass: (ms: number) => Promise<void>
}

/** Notes what was found. A failed check ends the scenario. */
export type Check = {
  equal: (found: unknown, expected: unknown, what: string) => void
  /** A figure for the line that is printed. */
  figure: (name: string, value: string | number) => void
}

/** One story. */
export type Scenario = {
  readonly name: string
  readonly run: (client: ScenarioClient, check: Check) => Promise<void>
}
