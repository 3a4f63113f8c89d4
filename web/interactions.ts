import { newKey } from './ids.ts'
import { currentView, isSignedIn } from './session.ts'

/**
 * Tells the town what was seen and chosen, a page's worth at a time, and what is left when the page is left. Of
 * whoever is not signed in it tells no more than which place of which page it was: no name, no visit, and nothing is
 * kept in the browser for it. Without the consent of a person the town keeps theirs as nobody's, too. Where the browser
 * asks not to be followed, nothing is told.
 */

/** Something seen or chosen that a decision had placed. */
export type Seen = {
  type: 'impression' | 'click'
  subject: string
  data: Place
}
type Place = { place: string; position: number; decision: string }

const waitMs = 2_000
const waitingMax = 100
/** What waits, by whom it is told: somebody who is signed in, or anybody. */
const waiting: { known: object[]; anybody: object[] } = { known: [], anybody: [] }
let timer: ReturnType<typeof setTimeout> | undefined
let isListening = false
/** Where things were chosen since this page was loaded: what comes of it later is owed to that place. */
const chosenAt = new Map<string, Place>()

/** Notes it; it is sent with what else is seen in the next seconds. */
export function noteSeen({ type, subject, data }: Seen): void {
  if (type === 'click') chosenAt.set(subject, data)
  tell({ type, subject, known: data, anybody: data })
}

/** Notes that a thing was put into the basket, where a decision had led to it. */
export function noteBasket(subject: string): void {
  const data = chosenAt.get(subject)
  if (data === undefined) return
  tell({ type: 'basket', subject, known: { change: 'added', decision: data.decision }, anybody: data })
}

function tell({ type, subject, known, anybody }: { type: string; subject: string; known: object; anybody: object }) {
  if (currentView() !== null || asksNotToBeFollowed()) return
  listen()
  if (isSignedIn()) waiting.known.push({ id: newKey(), session: sessionOf(), type, subject, data: known })
  else waiting.anybody.push({ type, subject, data: anybody })
  if (waiting.known.length + waiting.anybody.length >= waitingMax) send()
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
  post('/v1/events', waiting.known.splice(0))
  post('/v1/events/anonymous', waiting.anybody.splice(0))
}

function post(address: string, events: readonly object[]): void {
  if (events.length === 0) return
  navigator.sendBeacon(address, new Blob([JSON.stringify({ events })], { type: 'application/json' }))
}

const sessionKey = 'lakeside.visit'

/** A name for this visit that ends with the tab, of people who are signed in. */
function sessionOf(): string {
  try {
    const known = sessionStorage.getItem(sessionKey) ?? newKey()
    sessionStorage.setItem(sessionKey, known)
    return known
  } catch {
    return newKey() // storage is off: every event is a visit of its own
  }
}
