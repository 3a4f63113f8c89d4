/** Lets folding wait while a state is being written or compared. */
export type Gate = {
  readonly isShut: boolean
  /** Resolves at once when it is open. */
  passed: () => Promise<void>
  /** Shuts it for the time of some work; one at a time. */
  during: <R>(work: () => Promise<R>) => Promise<R>
}

export function createGate(): Gate {
  let shut: Promise<void> | undefined
  const passed = async (): Promise<void> => {
    while (shut !== undefined) await shut
  }
  return {
    get isShut() {
      return shut !== undefined
    },
    passed,
    during: async (work) => {
      await passed()
      const { promise, resolve } = Promise.withResolvers<void>()
      shut = promise
      try {
        return await work()
      } finally {
        shut = undefined
        resolve()
      }
    },
  }
}
