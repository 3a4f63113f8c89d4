import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useApi } from '../api.ts'
import { type Live, LiveProvider, follow, refreshFor } from '../live.ts'
import { useSession } from '../session.ts'

/** Keeps what the page knows true to who looks at it: other eyes read everything anew, and follow their own events. */
export function SessionKeeper({ children }: { children: ReactNode }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const { since, party } = useSession()
  const [live, setLive] = useState<Live | undefined>(undefined)
  const seen = useRef<string | undefined>(undefined)
  const refresh = useMemo(() => refreshFor(client), [client])
  useEffect(() => {
    const who = `${since ?? ''} ${party ?? ''}`
    if (seen.current !== undefined && seen.current !== who) void client.resetQueries()
    seen.current = who
    if (since === null) return undefined
    const stream = follow({
      open: async (headers, signal) => api.raw('/v1/events/stream', { headers, signal }),
      onReturn: () => void client.invalidateQueries(),
    })
    const leave = stream.listen(refresh)
    setLive(stream)
    return () => {
      leave()
      stream.stop()
      setLive(undefined)
    }
  }, [api, client, since, party, refresh])
  return <LiveProvider value={live}>{children}</LiveProvider>
}
