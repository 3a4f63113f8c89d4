import { Switch } from '@mantine/core'
import '@mantine/core/styles/Switch.css'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useApi, useGet } from '#web/api'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import css from './me-screen.module.css'

/** Purposes that a person is asked about. None is needed to buy or sell; unsaid is no. */
const purposes = ['analytics', 'personalisation', 'marketing'] as const
/** Of the texts beside the switches; another meaning needs another version. */
const textVersion = '1'

/** What one's data may be used for, purpose by purpose. */
export function ConsentsSection(): ReactNode {
  const { t } = useTranslation('account')
  const words = usePeopleWords()
  const api = useApi()
  const client = useQueryClient()
  const { data, error } = useGet('/v1/consents')
  const say = useIntention(async (key: string, purpose: string, isGiven: boolean) => {
    await api.put('/v1/consents/{purpose}', { path: { purpose }, body: { isGiven, version: textVersion }, key })
    await client.invalidateQueries({ queryKey: ['/v1/consents'] })
  })
  return (
    <Section title={t('consents.title')}>
      <p className={css.hint}>{t('consents.hint')}</p>
      <ProblemNote problem={error ?? say.problem} />
      {purposes.map((purpose) => (
        <Switch
          key={purpose}
          label={t(`consents.${purpose}`)}
          description={t(`consents.${purpose}Hint`)}
          disabled={data === undefined}
          checked={data?.items.find((one) => one.purpose === purpose)?.isGiven ?? false}
          onChange={(event) => void say.press(purpose, event.currentTarget.checked)}
        />
      ))}
      {words !== undefined && (
        <Switch
          label={words('find.consent')}
          description={words('find.consentHint')}
          disabled={data === undefined}
          checked={data?.items.find(({ purpose }) => purpose === 'directory')?.isGiven ?? false}
          onChange={(event) => void say.press('directory', event.currentTarget.checked)}
        />
      )}
    </Section>
  )
}
