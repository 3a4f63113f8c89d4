import { IconCheck, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useTown } from '#web/town'
import css from './trust.module.css'

type Hold = Reply<'get', '/v1/trust'>['holds'][number]

/** The town looks again at most every ten seconds, ms. */
const againMs = 10_000

/** What must be true of the town's data at any moment, and whether it is: for everybody to see. */
export function TrustScreen(): ReactNode {
  const { t } = useTranslation('trust')
  const { name } = useTown()
  const { when } = useFormat()
  const { data, error, refetch } = useGet('/v1/trust', { refetchInterval: againMs })
  useHead({ title: t('title', { town: name }), description: t('hint'), canonical: '/trust' })
  if (data === undefined) {
    return error === null ? <PageSkeleton /> : <ProblemState problem={error} again={() => void refetch()} />
  }
  const groups = Map.groupBy(data.holds, (hold) => hold.name.split('.')[0] ?? '')
  return (
    <Page>
      <PageTitle
        hint={t('hint')}
        aside={<StateBadge text={t(data.isRight ? 'right' : 'wrong')} tone={data.isRight ? 'good' : 'warn'} />}
      >
        {t('title', { town: name })}
      </PageTitle>
      <p>{t('madeAt', { count: data.holds.length, when: when(data.madeAt) })}</p>
      <div className={css.groups}>
        {[...groups].map(([group, holds]) => (
          <Group key={group} name={group} holds={holds} />
        ))}
      </div>
    </Page>
  )
}

function Group({ name, holds }: { name: string; holds: readonly Hold[] }): ReactNode {
  const { t, i18n } = useTranslation('trust')
  const known = i18n.exists(`of.${name}`, { ns: 'trust' })
  return (
    <Section title={known ? t(`of.${name}` as 'of.ledger') : plainWords(name)}>
      <ul className={css.holds}>
        {holds.map((hold) => (
          <li key={hold.name} data-true={hold.isTrue}>
            {hold.isTrue ? <IconCheck size={20} aria-hidden /> : <IconX size={20} aria-hidden />}
            <span>
              <Said name={hold.name} />
              <span className={css.verdict}>{t(hold.isTrue ? 'holds' : 'broken')}</span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Said({ name }: { name: string }): ReactNode {
  const { t, i18n } = useTranslation('trust')
  const [, rule = ''] = name.split('.')
  const known = i18n.exists(`rule.${rule}`, { ns: 'trust' })
  return known ? t(`rule.${rule}` as 'rule.money_sums_to_zero') : plainWords(rule)
}
