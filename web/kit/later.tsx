import { type ReactNode, Suspense, useEffect, useState } from 'react'

/** What is brought after the rest of the page: not by the server, and not before the page answers to what is pressed. */
export function Later({ children }: { children: ReactNode }): ReactNode {
  const [isReady, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  return isReady ? <Suspense>{children}</Suspense> : null
}
