/** Lets folding wait while a state is being written or compared. */
export type Gate = {
  readonly isShut: boolean
  /** Resolves at once when it is open. */
  passed: () => Promise<void>
  /** Shuts it for the time of some work; one at a time. */
  during: <R>(work: () => Promise<R>) => Promise<R>
}

export function createGate(): Gate {
  let holders = 0
  let turn: Promise<unknown> = Promise.resolve()
  const passed = async (): Promise<void> => {
    for (let last; last !== turn;) {
      last = turn
      await last.catch(() => undefined) // whoever did the work hears of it
    }
  }
  return {
    get isShut() {
      return holders > 0
    },
    passed,
    during: (work) => {
      holders += 1
      const done = turn
        .catch(() => undefined) // as above
        .then(work)
        .finally(() => void (holders -= 1))
      turn = done
      return done
    },
  }
}
