import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Picture } from '#kit/picture'
import { Quoted } from '#kit/quoted'
import { Section } from '#kit/section'
import { StateBadge } from '#kit/state-badge'
import type { Reply } from '#web/api'
import { useFormat } from '#web/format'
import css from './cases.module.css'

/** A case as it is for who looks. */
export type Case = Reply<'get', '/v1/cases/{id}'>

type Props = { found: Case; t: TFunction<'people'> }

/** What was said in it, by whom where one may know. */
export function Statements({ found, t }: Props): ReactNode {
  const { said, when } = useFormat()
  return (
    <Section title={t('cases.said')}>
      <ul className={css.list}>
        {found.statements.map(({ id, name, role, reason, words, evidence, at, isWithdrawn }) => (
          <li key={id} className={css.statement}>
            <span>
              <strong>{name ?? t('cases.reporter')}</strong> <span className={css.quiet}>{when(at)}</span>
            </span>
            {reason !== null && <span>{said(reason.title)}</span>}
            {role === 'withdrawal' && <span>{t('cases.tookBack')}</span>}
            {isWithdrawn && <span className={css.quiet}>{t('cases.isTakenBack')}</span>}
            {words === null ? null : <Quoted>{words}</Quoted>}
            {evidence.length > 0 && (
              <div className={css.pictures}>
                {evidence.map((file) => (
                  <Picture key={file} id={file} />
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Where it stands. */
export function CaseState({ found, t }: { found: Pick<Case, 'state' | 'ruling'>; t: TFunction<'people'> }): ReactNode {
  const { said } = useFormat()
  const { state, ruling } = found
  const text = { open: t('cases.open'), withdrawn: t('cases.withdrawn'), ruled: said(ruling?.title) }[state]
  return <StateBadge tone={state === 'open' ? 'open' : 'quiet'} text={text} />
}

/** How it was ruled, and why. */
export function Rulings({ found, t }: Props): ReactNode {
  const { said, when } = useFormat()
  if (found.rulings.length === 0) return null
  return (
    <Section title={t('cases.answer')}>
      <ul className={css.list}>
        {found.rulings.map(({ title, words, at }) => (
          <li key={at} className={css.statement}>
            <span>
              <strong>{said(title)}</strong> <span className={css.quiet}>{when(at)}</span>
            </span>
            {words !== '' && <Quoted>{words}</Quoted>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Where the thing can be seen that a case is about. */
function placeOf({ about, facts }: Case): string | undefined {
  if (about.type === 'listing') return `/offers/${about.id}`
  if (about.type === 'review' && typeof facts['listing'] === 'string') return `/offers/${facts['listing']}`
  return undefined
}

/** The thing, as it was when the case was opened. */
export function About({ found, t }: Props): ReactNode {
  const { facts } = found
  const place = placeOf(found)
  const title = typeof facts['title'] === 'string' ? facts['title'] : found.about.id
  const picture = typeof facts['picture'] === 'string' ? facts['picture'] : undefined
  const name = typeof facts['sellerName'] === 'string' ? facts['sellerName'] : undefined
  return (
    <Section title={title}>
      <div className={picture === undefined ? css.statement : css.about}>
        {picture !== undefined && <Picture id={picture} title={title} />}
        <span>
          {name}
          {place !== undefined && (
            <span className={css.quiet}>
              <Link to={place}>{t('cases.about')}</Link>
            </span>
          )}
        </span>
      </div>
    </Section>
  )
}
