import { type ReactNode, Suspense, useSyncExternalStore } from 'react'

const never = (): (() => void) => () => undefined

/** What is brought after the rest: not by the server, and not before the page answers to what is pressed. */
export function Later({ children }: { children: ReactNode }): ReactNode {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return isHere ? <Suspense>{children}</Suspense> : null
}
