import { newKey } from './ids.ts'
import { currentView } from './session.ts'

/**
 * Tells the town what was seen and chosen, a page's worth at a time, and what is left when the page is left. Without
 * the consent of the person the town keeps it as nobody's; where the browser asks not to be followed, nothing is told.
 */

/** Something seen or chosen that a decision had placed. */
export type Seen = {
  type: 'impression' | 'click' | 'view' | 'basket'
  subject: string
  data: { place: string; position: number; decision: string }
}

const waitMs = 2_000
const waitingMax = 100
let waiting: object[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let isListening = false

/** Notes it; it is sent with what else is seen in the next seconds. */
export function noteSeen(seen: Seen): void {
  if (currentView() !== null || asksNotToBeFollowed()) return
  listen()
  waiting.push({ id: newKey(), session: sessionOf(), ...seen })
  if (waiting.length >= waitingMax) send()
  else timer ??= setTimeout(send, waitMs)
}

/** Global Privacy Control (W3C). */
function asksNotToBeFollowed(): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true // newer than the types
}

function listen(): void {
  if (isListening) return
  isListening = true
  addEventListener('pagehide', send)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send())
}

/** A beacon outlives the page; what it tells is worth no second attempt. */
function send(): void {
  clearTimeout(timer)
  timer = undefined
  if (waiting.length === 0) return
  const body = JSON.stringify({ events: waiting })
  waiting = []
  navigator.sendBeacon('/v1/events', new Blob([body], { type: 'application/json' }))
}

const sessionKey = 'lakeside.visit'

/** A name for this visit that ends with the tab. */
function sessionOf(): string {
  try {
    const known = sessionStorage.getItem(sessionKey) ?? newKey()
    sessionStorage.setItem(sessionKey, known)
    return known
  } catch {
    return newKey() // storage is off: every event is a visit of its own
  }
}
