/** What was looked for in this browser, newest first; it stays in this browser. */

const key = 'lakeside.searches'
const keptMax = 6

export function recentSearches(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(0, keptMax) : []
  } catch {
    return [] // somebody else's text under our key, or storage is off
  }
}

export function rememberSearch(text: string): void {
  write([text, ...recentSearches().filter((one) => one !== text)].slice(0, keptMax))
}

/** Forgets one, or all. */
export function forgetSearches(text?: string): void {
  write(text === undefined ? [] : recentSearches().filter((one) => one !== text))
}

function write(searches: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(searches))
  } catch {
    // Storage is off: nothing is remembered, and nothing else is lost.
  }
}
