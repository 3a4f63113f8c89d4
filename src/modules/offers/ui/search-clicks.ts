/** Counts that a hit was chosen, so that the town knows which searches lead somewhere. Nobody waits for it. */
export function countClicks(list: HTMLElement | null, q: string): (() => void) | undefined {
  if (list === null || q.trim() === '') return undefined
  const count = ({ target }: Event): void => {
    if (!(target instanceof Element) || target.closest('a[href^="/offers/"]') === null) return
    const body = JSON.stringify({ q: q.slice(0, 200) })
    const headers = { 'content-type': 'application/json' }
    // The page may be left before it is answered.
    void fetch('/v1/searches/clicks', { method: 'POST', body, headers, keepalive: true }).catch(() => undefined)
  }
  list.addEventListener('click', count)
  return () => list.removeEventListener('click', count)
}
