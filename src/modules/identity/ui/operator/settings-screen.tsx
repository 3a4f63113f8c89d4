import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Column, Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { SettingsNav } from '#kit/operator-navs'
import { OperatorsOnly } from '#kit/operators-only'
import { Page, PageTitle, Section } from '#kit/section'
import { useGet } from '#web/api'
import { useHead } from '#web/head'
import { useTown } from '#web/town'
import css from './settings.module.css'

/** The town itself, backups, and what is left to do before real money moves. */
export function SettingsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('settings.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('settings.hint')}>{t('settings.title')}</PageTitle>
        <SettingsNav />
        <Columns>
          <Column>
            <Town />
            <Backups />
          </Column>
          <GoingLive />
        </Columns>
      </Page>
    </OperatorsOnly>
  )
}

function Town(): ReactNode {
  const { t } = useTranslation('operator')
  const { name, timeZone, currency, isSandbox } = useTown()
  return (
    <Section title={t('settings.town')}>
      <DataRows
        rows={[
          [t('settings.name'), name],
          [t('settings.zone'), timeZone],
          [t('settings.currency'), currency],
          [t('settings.kind'), t(isSandbox ? 'settings.sandbox' : 'settings.live')],
        ]}
      />
      <p className={css.quiet}>{t('settings.townHint')}</p>
      <pre className={css.command}>TOWN_NAME=… TOWN_TIME_ZONE=… TOWN_CURRENCY=… DEMO=off DATA_DIR=… npm start</pre>
    </Section>
  )
}

/** Steps that can be seen to be done are ticked by looking; the others say where they are done. */
function GoingLive(): ReactNode {
  const { t } = useTranslation('operator')
  const { isSandbox } = useTown()
  const reconciliation = useGet('/v1/reconciliation', { query: { days: 31 }, retry: false })
  const trust = useGet('/v1/trust')
  const letters = useGet('/v1/mail', { query: { limit: 1 } })
  const provider = reconciliation.data?.provider
  const steps = [
    { word: 'provider', isDone: provider !== undefined && provider !== 'sandbox', to: '/operator/money/checks' },
    {
      word: 'mail',
      isDone: letters.data?.items.some(({ status }) => status === 'sent') ?? false,
      to: '/operator/settings/mail',
    },
    { word: 'fees', isDone: undefined, to: '/operator/money/fees' },
    { word: 'books', isDone: trust.data?.isRight ?? false, to: '/operator/trust' },
    { word: 'backup', isDone: undefined },
    { word: 'live', isDone: !isSandbox },
  ] as const
  return (
    <Section title={t('golive.title')}>
      <p>{t('golive.hint')}</p>
      <ul className={css.steps}>
        {steps.map(({ word, isDone, ...step }) => (
          <li key={word} data-done={isDone === true}>
            {isDone === true ? <IconCircleCheck size={22} aria-hidden /> : <IconCircleDashed size={22} aria-hidden />}
            <span>
              {'to' in step ? <Link to={step.to}>{t(`golive.${word}`)}</Link> : <strong>{t(`golive.${word}`)}</strong>}
              <span className={css.quiet}>
                {t(isDone === true ? 'golive.done' : isDone === undefined ? 'golive.yours' : 'golive.open')} ·{' '}
                {t(`golive.${word}Hint`)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Backups(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <Section title={t('settings.backups')}>
      <p>{t('settings.backupHint')}</p>
      <pre className={css.command}>node bin/lakeside.mjs backup</pre>
      <p>{t('settings.restoreHint')}</p>
      <pre className={css.command}>node bin/lakeside.mjs restore FILE</pre>
    </Section>
  )
}
