import { useQueryClient } from '@tanstack/react-query'
import { useApi } from './api.ts'
import { visit } from './opened-link.ts'
import { noteSignedIn } from './session.ts'

/** Becomes a persona of the sandbox: other eyes, other orders, the same page. */
export function useBecome(): (slug: string, key?: string) => Promise<void> {
  const api = useApi()
  const client = useQueryClient()
  return async (slug, key) => {
    const guest = visit()
    const body = { session: 'cookie' as const, ...(guest === undefined ? {} : { visit: guest }) }
    await api.post('/v1/sandbox/personas/{slug}/token', { path: { slug }, body, ...(key === undefined ? {} : { key }) })
    client.clear()
    noteSignedIn()
  }
}
