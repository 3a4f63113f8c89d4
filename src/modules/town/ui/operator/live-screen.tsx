import { Checkbox } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Columns } from '#kit/columns'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { useGet } from '#web/api'
import { useTown } from '#web/town'
import css from './forms.module.css'
import live from './live.module.css'

/** From play money to real money: what is left to do, and the step itself. */
export function LiveScreen(): ReactNode {
  const { t } = useTranslation('operator')
  const { isSandbox } = useTown()
  return (
    <SettingsPage title={t('golive.title')} hint={t('golive.hint')}>
      <Columns>
        <Checklist />
        {isSandbox ? <Step /> : <Section title={t('golive.isLive')}>{t('golive.isLiveHint')}</Section>}
      </Columns>
    </SettingsPage>
  )
}

/** Steps that can be seen to be done are ticked by looking; the others say where they are done. */
function Checklist(): ReactNode {
  const { t } = useTranslation('operator')
  const trust = useGet('/v1/trust')
  const letters = useGet('/v1/mail', { query: { limit: 50 } })
  const provider = useGet('/v1/payments/provider')
  const backups = useGet('/v1/backups')
  const failed = [trust, letters, provider, backups].find(({ error }) => error !== null)
  const hasBackup = (backups.data?.items.length ?? 0) > 0
  const steps = [
    { word: 'provider', isDone: provider.data?.next === 'stripe', to: '/operator/settings/services' },
    {
      word: 'mail',
      isDone: letters.data?.items.some(({ status }) => status === 'sent') ?? false,
      to: '/operator/settings/services',
    },
    { word: 'fees', isDone: undefined, to: '/operator/money/fees' },
    { word: 'books', isDone: trust.data?.isRight ?? false, to: '/operator/trust' },
    { word: 'backup', isDone: hasBackup && backups.data?.plan.isOn === true, to: '/operator/settings/backups' },
  ] as const
  return (
    <Section title={t('golive.before')}>
      <ProblemNote problem={failed?.error} />
      <ul className={live.steps}>
        {steps.map(({ word, isDone, to }) => (
          <li key={word} data-done={isDone === true}>
            {isDone === true ? <IconCircleCheck size={22} aria-hidden /> : <IconCircleDashed size={22} aria-hidden />}
            <span>
              <Link to={to}>{t(`golive.${word}`)}</Link>
              <span className={live.quiet}>
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

/** Parties that are looked through for shops on one screen; more are named on the command line. */
const shopsMax = 200

/** The command that makes the live town, filled in. */
function Step(): ReactNode {
  const { t } = useTranslation('operator')
  const { data } = useGet('/v1/parties', { query: { limit: shopsMax } })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const shops = (data?.items ?? []).filter(({ kind }) => kind === 'firm')
  const toggle = (slug: string): void => {
    const next = new Set(chosen)
    if (!next.delete(slug)) next.add(slug)
    setChosen(next)
  }
  const named = shops.filter(({ slug }) => chosen.has(slug)).map(({ slug }) => ` --shop ${slug}`)
  return (
    <Section title={t('golive.step')}>
      <p>{t('golive.stepHint')}</p>
      {shops.length > 0 && (
        <fieldset className={css.group}>
          <legend>{t('golive.shops')}</legend>
          <p className={css.quiet}>{t('golive.shopsHint')}</p>
          <div className={live.shops}>
            {shops.map(({ slug, name }) => (
              <Checkbox key={slug} label={name} checked={chosen.has(slug)} onChange={() => toggle(slug)} />
            ))}
          </div>
        </fieldset>
      )}
      <pre
        className={css.code}
        translate="no"
      >{`node bin/lakeside.mjs go-live --data-dir ./live${named.join('')}`}</pre>
      <p>{t('golive.then')}</p>
      <pre className={css.code} translate="no">
        DATA_DIR=./live PORT=8081 STRIPE_SECRET_KEY=sk_live_… STRIPE_WEBHOOK_SECRET=whsec_… npm start
      </pre>
      <p className={css.quiet}>{t('golive.left')}</p>
    </Section>
  )
}
