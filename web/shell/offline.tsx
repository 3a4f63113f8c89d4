import { IconWifiOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../api.ts'
import { flushOutbox, useOutbox } from '../outbox.ts'
import { toast } from '../toast.ts'
import css from './offline.module.css'

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** Says that the connection is gone and what waits for it, and sends that when it is back. */
export function Offline(): ReactNode {
  const { t } = useTranslation('shell')
  const api = useApi()
  const client = useQueryClient()
  const waiting = useOutbox().length
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  useEffect(() => {
    if (!isOnline || waiting === 0) return undefined
    const send = async (): Promise<void> => {
      const sent = await flushOutbox(api)
      for (const { title, problem } of sent)
        toast(problem === undefined ? t('offline.sent', { title }) : t('offline.refused', { title, why: problem }))
      if (sent.length > 0) await client.invalidateQueries()
    }
    void send()
    const timer = setInterval(() => void send(), 3_000) // the network may be there and the town not
    return () => clearInterval(timer)
  }, [isOnline, waiting, api, client, t])
  const wasOnline = useRef(true)
  useEffect(() => {
    if (isOnline && !wasOnline.current) void client.invalidateQueries()
    wasOnline.current = isOnline
  }, [isOnline, client])
  if (isOnline && waiting === 0) return null
  return (
    <div className={css.strip} role="status">
      <IconWifiOff size={18} aria-hidden />
      <span>
        {isOnline ? t('offline.back') : t('offline.text')}
        {waiting > 0 && ` ${t('offline.waiting', { count: waiting })}`}
      </span>
    </div>
  )
}
