import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Column, Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { ShareBars } from '#kit/share-bars'
import { PageSkeleton, RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { Why } from '#kit/why'
import { useDecisionWords } from '#kit/decision-words'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useNames } from '#web/names'
import { Contests } from './decision-contests.tsx'
import { againMs, useLoopFormat } from './loop-words.tsx'
import css from './loops.module.css'

type Decision = Reply<'get', '/v1/decisions/{id}'>

/** One decision: what was looked at, what could be chosen, why, what came of it, and what people made of it. */
export function DecisionScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('operator')
  useHead({ title: t('loops.decision'), isPrivate: true })
  const { data, error, refetch } = useGet('/v1/decisions/{id}', {
    path: { id },
    refetchInterval: againMs,
    retry: false,
  })
  return (
    <OperatorsOnly>
      {data !== undefined ? (
        <One decision={data} onOverridden={() => void refetch()} />
      ) : error !== null ? (
        <ProblemState problem={error} again={() => void refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </OperatorsOnly>
  )
}

function One({ decision, onOverridden }: { decision: Decision; onOverridden: () => void }): ReactNode {
  const { t } = useTranslation('operator')
  const { id, point } = decision
  return (
    <Page>
      <BackLink to={`/operator/loops/${point}`} label={t('path')}>
        {point}
      </BackLink>
      <PageTitle hint={id} aside={<Why decision={id} onOverridden={onOverridden} />}>
        {t('loops.decision')}
      </PageTitle>
      <Columns shares="work">
        <Column>
          <Overview decision={decision} />
          <Contests contests={decision.contests} />
          <Options decision={decision} />
          <Reasons decision={decision} />
        </Column>
        <Column>
          <Seen decision={decision} />
          <Outcomes decision={decision} />
          <Tried decision={decision} />
        </Column>
      </Columns>
    </Page>
  )
}

function Overview({ decision }: { decision: Decision }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const { when } = useFormat()
  const { share, value } = useLoopFormat()
  const words = useDecisionWords()
  const { subject, override, at, point, chosen, pChosen, mode, policy, fallback, reference, latencyMs } = decision
  const nameOf = useNames([subject, override?.by ?? null].filter((id) => id !== null))
  const modeWords = i18n.exists(`loops.modes.${mode}`, { ns: 'operator' }) ? t(`loops.modes.${mode as 'auto'}`) : mode
  const because = fallback === null ? null : t(`loops.fallback.${fallback as 'shadow'}`)
  return (
    <Section
      title={t('loops.overview')}
      aside={<StateBadge text={modeWords} tone={mode === 'human' ? 'warn' : 'open'} />}
    >
      {override !== null && (
        <p>
          {t('loops.overriddenBy', {
            name: nameOf(override.by),
            to: words.option(point, override.to),
            why: override.why,
          })}
        </p>
      )}
      <DataRows
        rows={[
          [t('loops.chosen'), chosen.map((option) => words.option(point, option)).join(', ') || '–'],
          [t('loops.sure'), share(pChosen)],
          [t('loops.when'), when(at)],
          [
            t('loops.byPolicy'),
            policy === null ? `${t('loops.safe')}: ${because ?? ''}` : `${policy.name} ${policy.version}`,
          ],
          ...(subject === null
            ? []
            : [
                [
                  t('loops.subject'),
                  <Link key={subject} to={`/operator/parties/${subject}`}>
                    {nameOf(subject)}
                  </Link>,
                ] as const,
              ]),
          ...(reference === null
            ? []
            : [[t('loops.reference'), <Reference key={reference} reference={reference} />] as const]),
          [t('loops.latency'), t('loops.latencyMs', { ms: value(latencyMs) })],
        ]}
      />
    </Section>
  )
}

const uuidLength = 36

/** An order opens where the operator sees it; anything else finds its other decisions. */
function Reference({ reference }: { reference: string }): ReactNode {
  const to =
    reference.length === uuidLength
      ? `/operator/exceptions/${reference}`
      : `/operator/decisions?reference=${encodeURIComponent(reference)}`
  return (
    <Link to={to} className={css.ids}>
      {reference}
    </Link>
  )
}

function Options({ decision: { options, chosen, point } }: { decision: Decision }): ReactNode {
  const { t } = useTranslation('operator')
  const { share, value } = useLoopFormat()
  const words = useDecisionWords()
  return (
    <Section title={t('loops.options')}>
      {options.length === 0 ? (
        <p className={css.quiet}>{t('loops.noOptions')}</p>
      ) : (
        <ShareBars
          label={t('loops.options')}
          bars={options.map(({ id, p, score, blockedBy }) => ({
            key: id,
            name: words.option(point, id),
            share: p,
            value: share(p),
            isChosen: chosen.includes(id),
            hint: [
              ...(chosen.includes(id) ? [t('loops.isChosen')] : []),
              ...(score === null ? [] : [t('loops.score', { score: value(score) })]),
              ...(blockedBy === undefined ? [] : [t('loops.blockedBy', { name: blockedBy })]),
            ].join(' · '),
          }))}
        />
      )}
    </Section>
  )
}

/** The choice in words; the score where it was kept. */
function useSaid({ policy, chosen, options, pChosen, fallback, point }: Decision): string {
  const { t } = useTranslation('operator')
  const { share, value } = useLoopFormat()
  const words = useDecisionWords()
  const because = fallback === null ? '' : t(`loops.fallback.${fallback as 'shadow'}`)
  if (policy === null) return t('loops.whySafe', { why: because })
  const first = chosen[0] ?? ''
  const score = options.find(({ id }) => id === first)?.score
  return t('loops.whySaid', {
    policy: `${policy.name} ${policy.version}`,
    option: words.option(point, first),
    score: value(score),
    share: share(pChosen),
  })
}

function Reasons({ decision }: { decision: Decision }): ReactNode {
  const { id, point, reasons } = decision
  const { t } = useTranslation('operator')
  const words = useDecisionWords()
  const why = useGet('/v1/decisions/{id}/why', { path: { id }, retry: false, staleTime: 60_000 })
  const said = useSaid(decision)
  return (
    <Section title={t('loops.whyTitle')}>
      <ul className={css.plain}>
        {[said, ...reasons].map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <h3>{t('loops.flips')}</h3>
      {why.error !== null && <ProblemNote problem={why.error} />}
      {why.data === undefined && why.error === null && <RowSkeletons count={1} />}
      {why.data?.flips.length === 0 && <p className={css.quiet}>{t('loops.noFlip')}</p>}
      <ul className={css.plain}>
        {why.data?.flips.map(({ feature, from, to, chosen }) => (
          <li key={feature}>
            {t('loops.flipOf', {
              feature: words.feature(point, feature),
              from: words.value(feature, from),
              to: words.value(feature, to),
              chosen: words.option(point, chosen),
            })}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Seen({ decision: { context, point } }: { decision: Decision }): ReactNode {
  const { t } = useTranslation('operator')
  const words = useDecisionWords()
  const rows = Object.entries(context ?? {}).map(
    ([feature, { value, eventId }]) =>
      [
        words.feature(point, feature),
        <span key={feature}>
          {words.value(feature, value)}
          {eventId !== null && <span className={`${css.quiet} ${css.ids}`}> {eventId}</span>}
        </span>,
      ] as const,
  )
  return (
    <Section title={t('loops.features')}>
      {context === null ? <p className={css.quiet}>{t('loops.noFeatures')}</p> : <DataRows rows={rows} />}
    </Section>
  )
}

function Outcomes({ decision: { outcomes, value: worth } }: { decision: Decision }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const { value } = useLoopFormat()
  return (
    <Section
      title={t('loops.outcomes')}
      aside={worth !== null && <StateBadge text={t('loops.worth', { value: value(worth) })} tone="open" />}
    >
      {outcomes.length === 0 && <p className={css.quiet}>{t('loops.noOutcomes')}</p>}
      <ul className={css.plain}>
        {outcomes.map((outcome) => (
          <li key={`${outcome.metric} ${outcome.eventId}`}>
            <strong>
              {outcome.metric}: {value(outcome.value)}
            </strong>{' '}
            <span className={css.quiet}>{when(outcome.at)}</span>
            <br />
            <span className={`${css.quiet} ${css.ids}`}>{outcome.eventId}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

type Other = { policy?: string; version?: number; chosen?: readonly string[] } | null

/** What ran beside it: a policy in shadow, experiments. */
function Tried({ decision: { counterfactual, experiments, point } }: { decision: Decision }): ReactNode {
  const { t } = useTranslation('operator')
  const words = useDecisionWords()
  const other = counterfactual as Other // as the town writes it
  const runs: readonly unknown[] = Array.isArray(experiments) ? experiments : []
  if (other?.chosen === undefined && runs.length === 0) return null
  return (
    <Section title={t('loops.experiments')}>
      {other?.chosen !== undefined && (
        <p>
          {t('loops.shadowSaid', {
            policy: other.policy ?? '',
            version: other.version ?? '',
            chosen: other.chosen.map((option) => words.option(point, option)).join(', '),
          })}
        </p>
      )}
      <ul className={css.plain}>
        {runs.map((run) => (
          <li key={JSON.stringify(run)} className={css.ids}>
            {Object.entries(run as object)
              .map(([name, value]) => `${name}: ${String(value)}`)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </Section>
  )
}
