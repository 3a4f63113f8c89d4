import { Button, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useApi, useGet } from '#web/api'
import { plainWords } from '#web/format'
import { useMe } from '#web/me'
import { useIntention } from '#web/send'
import { noteSignedOut } from '#web/session'
import css from './me-screen.module.css'

/** Taking one's data along, and being forgotten. */
export function MyDataSection(): ReactNode {
  const { t } = useTranslation('account')
  const [isSure, setSure] = useState(false)
  return (
    <Section title={t('data.title')}>
      <p className={css.hint}>{t('data.exportHint')}</p>
      <Button component="a" href="/v1/me/export" download variant="default">
        {t('data.export')}
      </Button>
      {isSure ? (
        <Erase />
      ) : (
        <Button variant="subtle" color="red" onClick={() => setSure(true)}>
          {t('data.erase')}
        </Button>
      )}
    </Section>
  )
}

function Erase(): ReactNode {
  const { t, i18n } = useTranslation('account')
  const api = useApi()
  const navigate = useNavigate()
  const me = useMe()
  const outlook = useGet('/v1/me/erasure', { retry: false })
  const wordOf = (kind: string): string =>
    i18n.exists(`data.kind.${kind}`, { ns: 'account' }) ? t(`data.kind.${kind}` as 'data.kind.money') : plainWords(kind)
  const hindrances = outlook.data?.hindrances ?? []
  const [typed, setTyped] = useState('')
  const erase = useIntention(async (key: string) => {
    await api.post('/v1/me/erasure', { body: { confirm: typed }, key })
    noteSignedOut()
    await navigate('/', { replace: true })
  })
  return (
    <Stack gap="sm">
      <p>{t('data.eraseHint', { handle: me?.party.slug ?? '' })}</p>
      <ProblemNote problem={outlook.error ?? erase.problem} />
      {hindrances.length > 0 && (
        <ul>
          {[...Map.groupBy(hindrances, ({ kind }) => kind)].map(([kind, some]) => (
            <li key={kind}>{t('data.hindrance', { what: wordOf(kind), count: some.length })}</li>
          ))}
        </ul>
      )}
      <TextInput label={t('data.handle')} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <Button
        color="red"
        loading={erase.isPending}
        disabled={typed !== me?.party.slug || outlook.data === undefined || hindrances.length > 0}
        onClick={() => void erase.press()}
      >
        {t('data.eraseNow')}
      </Button>
    </Stack>
  )
}
