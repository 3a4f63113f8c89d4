import { TextInput } from '@mantine/core'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemState } from '#kit/problem'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import css from './letters.module.css'

type Letter = Reply<'get', '/v1/mail'>['items'][number]

/** Letters are sent by jobs: what became of them is looked at again after this long, ms. */
const againMs = 2_000

/** Letters that the town wrote; a sandbox without a mail server keeps them to be read here. */
export function LettersScreen(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <SettingsPage title={t('settings.mail')} hint={t('letters.hint')}>
      <Section>
        <List />
      </Section>
    </SettingsPage>
  )
}

function List(): ReactNode {
  const { t } = useTranslation('operator')
  const [to, setTo] = useState('')
  const wanted = useDeferredValue(to.trim())
  const { data, error, refetch } = useGet('/v1/mail', {
    query: { limit: 100, ...(wanted === '' ? {} : { to: wanted }) },
    refetchInterval: againMs,
    placeholderData: (before) => before,
  })
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={4} />
  }
  return (
    <>
      <TextInput label={t('letters.to')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      {data.items.length === 0 && <p className={css.quiet}>{t('letters.none')}</p>}
      <ul className={css.letters}>
        {data.items.map((letter) => (
          <One key={letter.id} letter={letter} />
        ))}
      </ul>
    </>
  )
}

const tones = { waiting: 'open', sent: 'good', captured: 'quiet', unsent: 'warn', failed: 'warn' } as const

function One({ letter: { to, subject, text, status, createdAt, error } }: { letter: Letter }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  return (
    <li>
      <details className={css.letter}>
        <summary>
          <strong>{subject}</strong>
          <span className={css.quiet}>
            {to} · {when(createdAt)}
          </span>
          <StateBadge text={t(`letters.${status}`)} tone={tones[status]} />
        </summary>
        {error !== null && <p className={css.quiet}>{error}</p>}
        <p className={css.text}>{text === '' ? t('letters.noText') : text}</p>
      </details>
    </li>
  )
}
