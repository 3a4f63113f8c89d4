import { useSyncExternalStore } from 'react'

/**
 * Who uses this browser. The credential itself is a cookie out of reach of scripts; here is only noted that there is
 * one, and for whom its owner acts.
 */
export type Session = {
  /** Changes with every sign-in, so that nothing of the person before stays; null: nobody; undefined: not known. */
  readonly since: number | null | undefined
  /** The shop or firm one acts for. */
  readonly party: string | null
}

const key = 'lakeside.session'
const nobody: Session = { since: null, party: null }
const unknown: Session = { since: undefined, party: null }
const listeners = new Set<() => void>()
let current: Session | undefined

function read(): Session {
  if (current !== undefined) return current
  const text = localStorage.getItem(key)
  current = text === null ? nobody : (JSON.parse(text) as Session) // written below, nowhere else
  return current
}

/** Whether somebody is signed in here, as far as this browser knows. */
export function isSignedIn(): boolean {
  return typeof read().since === 'number'
}

function write(session: Session): void {
  current = session
  localStorage.setItem(key, JSON.stringify(session))
  for (const listener of listeners) listener()
}

/** After the town has set the cookie: somebody is signed in from now on. */
export function noteSignedIn(): void {
  write({ since: Date.now(), party: null })
}

/** After the cookie has ended: nobody is. */
export function noteSignedOut(): void {
  if (read().since !== null) write(nobody)
}

/** Acts for a shop or firm, or for oneself again. */
export function actFor(party: string | null): void {
  write({ ...read(), party })
}

const viewKey = 'lakeside.view'

/** Whoever runs the town and looks at it as a party, in this tab, until they stop or the hour is over. */
export type View = { readonly token: string; readonly party: string; readonly name: string }

/** The party as whom this tab looks; null when one is oneself. */
export function currentView(): View | null {
  const text = typeof sessionStorage === 'undefined' ? null : sessionStorage.getItem(viewKey)
  return text === null ? null : (JSON.parse(text) as View) // written below, nowhere else
}

/** Looks as a party from the next page on; null: as oneself again. */
export function lookAs(view: View | null): void {
  if (view === null) sessionStorage.removeItem(viewKey)
  else sessionStorage.setItem(viewKey, JSON.stringify(view))
}

/** Headers that say for whom one acts. */
export function actingHeaders(): Record<string, string> {
  const view = currentView()
  if (view !== null) return { authorization: `Bearer ${view.token}` }
  const { party } = read()
  return party === null ? {} : { 'lakeside-party': party }
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

/** The session; on the server, and while a page is taken over from it, it is not known. */
export function useSession(): Session {
  return useSyncExternalStore(subscribe, read, () => unknown)
}
