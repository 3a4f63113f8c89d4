import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Demands } from './loop-demands.tsx'
import { againMs, type PolicyOfLoop, useLoopFormat, type WholeLoop } from './loop-words.tsx'
import { type Judged, type Learnt, learntOf, type PolicyRow, type Training } from './training-words.ts'
import css from './loops.module.css'

type Policies = Reply<'get', '/v1/decisions/points/{point}/policies'>

/** Versions that have learnt, the newest first; older ones are found over the API. */
const shownMax = 8

/** What came of trainings: figures on decisions not learnt from, the window of the data, the hash; and a way on. */
export function Models({ loop, newest }: { loop: WholeLoop; newest: Training | undefined }): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error } = useGet('/v1/decisions/points/{point}/policies', {
    path: { point: loop.point },
    // What the newest training made is looked for until it is there.
    refetchInterval: ({ state }) => (isListed(state.data, newest) ? false : againMs),
    retry: false,
  })
  if (error !== null) return <ProblemNote problem={error} />
  const models = modelsOf(data)
  if (models.length === 0) return null
  return (
    <>
      <h3>{t('loops.training.models')}</h3>
      <ul className={css.policies}>
        {models.map(({ row, learnt }) => (
          <Model
            key={`${row.name} ${row.version}`}
            loop={loop}
            row={row}
            learnt={learnt}
            standing={loop.policies.find(({ policy, version }) => policy === row.name && version === row.version)}
          />
        ))}
      </ul>
    </>
  )
}

function isListed(data: Policies | undefined, newest: Training | undefined): boolean {
  if (newest === undefined) return true
  return data?.items.some(({ name, version }) => name === newest.policy && version === newest.made) === true
}

function modelsOf(data: Policies | undefined): { row: PolicyRow; learnt: Learnt }[] {
  return (data?.items ?? [])
    .flatMap((row) => {
      const learnt = learntOf(row)
      return learnt === undefined ? [] : [{ row, learnt }]
    })
    .slice(0, shownMax)
}

type ModelProps = { loop: WholeLoop; row: PolicyRow; learnt: Learnt; standing: PolicyOfLoop | undefined }

function Model({ loop: { point, live }, row, learnt, standing }: ModelProps): ReactNode {
  const { t } = useTranslation('operator')
  const { when, number, share } = useFormat()
  const { name, version, kind, madeAt } = row
  const stage = standing?.stage ?? row.stage
  const label = `${name} ${version}`
  return (
    <li className={css.policy} aria-label={label}>
      <div className={css.policyHead}>
        <h4>{label}</h4>
        <StateBadge
          text={t(`loops.stages.${stage as 'live'}`, { share: share(row.canaryBps) })}
          tone={stage === 'draft' || stage === 'retired' ? 'quiet' : 'open'}
        />
        <span className={css.quiet}>
          {[
            kind,
            when(madeAt),
            t('loops.training.lessons', { count: learnt.lessons, shown: number(learnt.lessons) }),
          ].join(' · ')}
        </span>
      </div>
      <Worth learnt={learnt} name={name} />
      <span className={css.quiet}>
        {learnt.until === null
          ? t('loops.training.windowOpen')
          : t('loops.training.window', { since: sinceOf(learnt, when, t), until: when(learnt.until) })}
        {learnt.hash !== null && (
          <>
            {' · '}
            <code className={css.ids} title={learnt.hash}>
              {learnt.hash.slice(0, 12)}
            </code>
          </>
        )}
      </span>
      {stage === 'shadow' && live !== null && <Beside standing={standing} live={live} />}
      {(stage === 'draft' || stage === 'retired') && <ToShadow point={point} name={name} version={version} />}
    </li>
  )
}

/** A training over all decisions has no beginning worth a date. */
function sinceOf(
  { since }: Learnt,
  when: (at: string) => string,
  t: ReturnType<typeof useTranslation<'operator'>>['t'],
): string {
  return since === null || Date.parse(since) <= 0 ? t('loops.training.spans.all') : when(since)
}

function Worth({ learnt: { heldOut, parent }, name }: { learnt: Learnt; name: string }): ReactNode {
  const { t } = useTranslation('operator')
  const { value } = useLoopFormat()
  const { number } = useFormat()
  if (heldOut === null || heldOut.learnt === null) {
    return <span className={css.quiet}>{t('loops.training.tooFew')}</span>
  }
  const said = (judged: NonNullable<Judged>): string =>
    t('loops.training.judged', { value: value(judged.value), low: value(judged.low), high: value(judged.high) })
  return (
    <dl className={css.figures}>
      <div>
        <dt>{t('loops.training.heldOut', { count: heldOut.decisions, shown: number(heldOut.decisions) })}</dt>
        <dd>{said(heldOut.learnt)}</dd>
      </div>
      {heldOut.parent !== null && (
        <div>
          <dt>{t('loops.training.before', { policy: `${name} ${parent ?? ''}`.trim() })}</dt>
          <dd>{said(heldOut.parent)}</dd>
        </div>
      )}
    </dl>
  )
}

type Live = NonNullable<WholeLoop['live']>

/** In shadow: how it compares with what lives, as the next step of its ladder sees it. */
function Beside({ standing, live }: { standing: PolicyOfLoop | undefined; live: Live }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <div>
      <p className={css.quiet}>{t('loops.training.beside', { policy: `${live.policy} ${live.version}` })}</p>
      <Demands demands={standing?.demands ?? []} />
    </div>
  )
}

function ToShadow({ point, name, version }: { point: string; name: string; version: number }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const put = useIntention(async (key: string) => {
    const body = { version, stage: 'shadow' as const }
    const path = { point, policy: name }
    await api.put('/v1/decisions/points/{point}/policies/{policy}/stage', { path, body, key })
    toast(t('loops.training.inShadow', { policy: `${name} ${version}` }))
    await client.invalidateQueries()
  })
  return (
    <div className={css.buttons}>
      <Button
        variant="default"
        leftSection={<IconEye size={18} aria-hidden />}
        loading={put.isPending}
        onClick={() => void put.press()}
      >
        {t('loops.training.toShadow')}
      </Button>
      <span className={css.quiet}>{t('loops.training.toShadowHint')}</span>
      <ProblemNote problem={put.problem} />
    </div>
  )
}
