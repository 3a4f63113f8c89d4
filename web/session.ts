import { useSyncExternalStore } from 'react'

/** Who uses this browser: the credential, and the party for whom they act. */
export type Session = { readonly token: string | null; readonly party: string | null }

const key = 'lakeside.session'
const nobody: Session = { token: null, party: null }
const listeners = new Set<() => void>()
let current: Session | undefined

function read(): Session {
  if (current !== undefined) return current
  const text = localStorage.getItem(key)
  current = text === null ? nobody : (JSON.parse(text) as Session) // written below, nowhere else
  return current
}

function write(session: Session): void {
  current = session
  localStorage.setItem(key, JSON.stringify(session))
  for (const listener of listeners) listener()
}

/** Signed in with this credential from now on. */
export function signIn(token: string): void {
  write({ token, party: null })
}

/** Nobody from now on. */
export function signOut(): void {
  write(nobody)
}

/** Acts for a shop or firm, or for oneself again. */
export function actFor(party: string | null): void {
  write({ ...read(), party })
}

/** Headers that say who asks. */
export function credentials(): Record<string, string> {
  const { token, party } = read()
  return {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(party === null ? {} : { 'lakeside-party': party }),
  }
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key !== key) return
    current = undefined // another tab has signed in or out
    listener()
  }
  listeners.add(listener)
  addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', onStorage)
  }
}

/** The session; on the server, and while a page is taken over from it, nobody's. */
export function useSession(): Session {
  return useSyncExternalStore(subscribe, read, () => nobody)
}
