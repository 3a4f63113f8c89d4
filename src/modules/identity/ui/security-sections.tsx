import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useMe } from '#web/me'
import { hasPasskeys, registerPasskey } from '#web/passkeys'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './me-screen.module.css'

/** Passkeys: signing in by finger, face or a key, without a password that could be stolen. */
export function PasskeysSection(): ReactNode {
  const { t } = useTranslation('account')
  const { when } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const { data, error } = useGet('/v1/auth/passkeys', { retry: false })
  const add = useIntention(async (key: string) => {
    await registerPasskey(api, key)
    await client.invalidateQueries({ queryKey: ['/v1/auth/passkeys'] })
    toast(t('passkeys.added'))
  })
  const remove = useIntention(async (key: string, id: string) => {
    await api.delete('/v1/auth/passkeys/{id}', { path: { id }, key })
    await client.invalidateQueries({ queryKey: ['/v1/auth/passkeys'] })
  })
  // Personas of a sandbox have no account of their own, so there is nothing to add a key to.
  if (error !== null) return null
  return (
    <Section title={t('passkeys.title')}>
      <p className={css.hint}>{t('passkeys.hint')}</p>
      {data === undefined ? (
        <RowSkeletons count={1} />
      ) : (
        <ul className={css.rows}>
          {data.items.map(({ id, name, createdAt }) => (
            <li key={id} className={css.row}>
              <span>
                {name ?? t('passkeys.one')}
                <span className={css.hint}> · {when(createdAt)}</span>
              </span>
              <Button size="compact-md" variant="subtle" onClick={() => void remove.press(id)}>
                {t('passkeys.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ProblemNote problem={add.problem ?? remove.problem} />
      <Button variant="light" loading={add.isPending} disabled={!hasPasskeys()} onClick={() => void add.press()}>
        {t('passkeys.add')}
      </Button>
    </Section>
  )
}

/** Where one is signed in; another device can be signed out from here. */
export function SessionsSection(): ReactNode {
  const { t } = useTranslation('account')
  const { when } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const me = useMe()
  const { data, error } = useGet('/v1/tokens')
  const end = useIntention(async (key: string, id: string) => {
    await api.post('/v1/tokens/{id}/revoke', { path: { id }, key })
    await client.invalidateQueries({ queryKey: ['/v1/tokens'] })
  })
  const open = (data?.items ?? []).filter(({ revokedAt }) => revokedAt === null)
  return (
    <Section title={t('sessions.title')}>
      <ProblemNote problem={error ?? end.problem} />
      <ul className={css.rows}>
        {open.slice(0, 10).map(({ id, label, createdAt }) => (
          <li key={id} className={css.row}>
            <span>
              {when(createdAt)}
              <span className={css.hint}> · {label}</span>
            </span>
            {id === me?.credential.id ? (
              <span className={css.hint}>{t('sessions.this')}</span>
            ) : (
              <Button size="compact-md" variant="subtle" onClick={() => void end.press(id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
