import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useApi } from '../api.ts'
import { LiveProvider, beginOf, createLive, follow, refreshFor } from '../live.ts'
import type { LogStand } from '../page-state.ts'
import { useSession } from '../session.ts'

/**
 * Keeps what the page knows true to who looks at it: other eyes read everything anew, and follow their own events.
 *
 * @param log where the log stood when the page was made
 */
export function SessionKeeper({ log, children }: { log: LogStand | undefined; children: ReactNode }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const { since, party } = useSession()
  const [live] = useState(createLive)
  const seen = useRef<string | undefined>(undefined)
  useEffect(() => live.listen(refreshFor(client)), [live, client])
  useEffect(() => {
    document.documentElement.dataset['ready'] = 'true' // the page has been taken over: whatever is pressed now counts
  }, [])
  useEffect(() => {
    if (since === undefined) return undefined
    const who = `${since ?? ''} ${party ?? ''}`
    const isFirst = seen.current === undefined
    if (!isFirst && seen.current !== who) {
      void client.resetQueries()
      navigator.serviceWorker?.controller?.postMessage('forget')
    }
    seen.current = who
    if (since === null) return undefined
    return follow({
      after: isFirst ? beginOf(log) : undefined,
      open: async (headers, signal) => api.raw('/v1/events/stream', { headers, signal }),
      onEvent: live.tell,
      onGap: () => void client.invalidateQueries(),
    })
  }, [api, client, live, since, party, log])
  return <LiveProvider value={live}>{children}</LiveProvider>
}
