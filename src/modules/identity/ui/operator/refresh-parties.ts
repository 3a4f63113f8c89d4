import { useQueryClient } from '@tanstack/react-query'

/** Reads anew what an act has changed. */
export function useRefreshParties(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['/v1/parties'] }),
      client.invalidateQueries({ queryKey: ['/v1/audit'] }),
      client.invalidateQueries({ queryKey: ['/v1/me'] }),
    ])
  }
}
