import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '#kit/state-badge'
import type { Manifest } from '#web/manifest'
import css from './businesses.module.css'
import { type StateOfFlow, type Step, statesOf, stepsAnywhere } from './flow-graph.ts'
import { useSayings } from './say-delay.ts'

/** A flow in words: every state, what may happen in it, who does it and where it leads. */
export function FlowList({ manifest }: { manifest: Manifest }): ReactNode {
  const { t } = useTranslation('operator')
  const sayings = useSayings()
  const states = statesOf(manifest, sayings)
  const titles = new Map(states.map(({ name, title }) => [name, title]))
  const anywhere = stepsAnywhere(manifest, sayings)
  return (
    <ul className={`${css.states} ${css.words}`}>
      {states.map((state) => (
        <li key={state.name}>
          <strong>{state.title}</strong> <Mark state={state} />
          <Steps steps={state.steps} titles={titles} />
        </li>
      ))}
      {anywhere.length > 0 && (
        <li>
          <strong>{t('flow.anywhere')}</strong>
          <Steps steps={anywhere} titles={titles} />
        </li>
      )}
    </ul>
  )
}

function Mark({ state: { isInitial, final } }: { state: StateOfFlow }): ReactNode {
  const { t } = useTranslation('operator')
  if (isInitial) return <StateBadge text={t('flow.begins')} tone="open" />
  if (final === undefined) return null
  return <StateBadge text={t(`flow.${final}`)} tone={final === 'done' ? 'good' : 'quiet'} />
}

function Steps({ steps, titles }: { steps: readonly Step[]; titles: ReadonlyMap<string, string> }): ReactNode {
  const { t } = useTranslation('operator')
  if (steps.length === 0) return null
  return (
    <ul>
      {steps.map(({ kind, key, title, who, to }) => (
        <li key={`${kind} ${key} ${to}`}>
          {title}
          <span className={css.step}>
            {who.length > 0 && ` · ${who.join(', ')}`}
            {` → ${to === undefined ? t('flow.stays') : (titles.get(to) ?? to)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
