/**
 * Links in letters and on the operator's terminal carry their secret behind `#`: a browser keeps that to itself, so it
 * stands in no log. Here it leaves the address too, before anybody can look over a shoulder or share the page.
 */

const shape = /^#\/(welcome|setup|join|visit|verify|reset)\/([\w.-]{10,2000})$/

/** The first-run wizard belongs to the operator's screens. */
export const setupPath = '/operator/setup'

const secretKey = 'lakeside.secret'

/** Takes a link's secret out of the address and goes to its page. Answers whether there was one. */
export function openLink(): boolean {
  const [, page, found] = shape.exec(location.hash) ?? []
  if (page === undefined) return false
  sessionStorage.setItem(secretKey, found ?? '') // survives the reload that a link in an open page needs
  history.replaceState(null, '', page === 'setup' ? setupPath : `/${page}`)
  return true
}

/** True when the page was opened by a link whose secret nobody has taken yet. */
export function hasSecret(): boolean {
  return sessionStorage.getItem(secretKey) !== null
}

/** The secret of the link that was opened, once. */
export function takeSecret(): string | undefined {
  if (typeof sessionStorage === 'undefined') return undefined // the server renders the page without it
  const taken = sessionStorage.getItem(secretKey) ?? undefined
  sessionStorage.removeItem(secretKey)
  return taken
}

const visitKey = 'lakeside.visit'

/** Keeps the secret of a visit for as long as the tab is open: it lets a guest be a persona from elsewhere. */
export function keepVisit(visit: string): void {
  sessionStorage.setItem(visitKey, visit)
}

/** The secret of the visit, if this is one. */
export function visit(): string | undefined {
  return sessionStorage.getItem(visitKey) ?? undefined
}
