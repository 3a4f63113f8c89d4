import { useSyncExternalStore } from 'react'

/**
 * Things looked at on this visit, the latest last. They stay in this tab and go with it; the server is told with each
 * question for what to show, and keeps nothing of it.
 */

const key = 'lakeside.trail'
const keptMax = 20
const listeners = new Set<() => void>()

function read(): string {
  try {
    const text = sessionStorage.getItem(key) ?? ''
    return /^[0-9a-f,-]*$/.test(text) ? text : ''
  } catch {
    return '' // storage is off
  }
}

/** Notes that a thing is looked at. */
export function noteLooked(offer: string): void {
  const before = read()
    .split(',')
    .filter((one) => one !== '' && one !== offer)
  try {
    sessionStorage.setItem(key, [...before, offer].slice(-keptMax).join(','))
  } catch {
    return // storage is off: every page is a first one
  }
  for (const listener of listeners) listener()
}

/** The trail as the API takes it; empty before anything was looked at, and on the server. */
export function useTrail(): { trail?: string } {
  const trail = useSyncExternalStore(subscribe, read, () => '')
  return trail === '' ? {} : { trail }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
