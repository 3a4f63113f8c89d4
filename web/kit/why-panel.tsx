import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { loadWords } from '#web/i18n'
import { isOperator, useMe } from '#web/me'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem.tsx'
import { RowSkeletons } from './skeletons.tsx'
import { useWhyWords } from './why-words.ts'
import css from './why.module.css'

type Props = {
  decision: string
  reasons: readonly string[]
  isOpen: boolean
  onClose: () => void
  onOverridden: (() => void) | undefined
}
type Told = Reply<'get', '/v1/decisions/{id}/why'>

/** What `Why` opens. */
export function WhyPanel({ decision, reasons, isOpen, onClose, onOverridden }: Props): ReactNode {
  const { t, i18n } = useTranslation('shell')
  const [hasWords, setWords] = useState(false)
  const why = useGet('/v1/decisions/{id}/why', { path: { id: decision }, enabled: isOpen, retry: 2, staleTime: 5_000 })
  useEffect(() => {
    void loadWords(i18n, ['why']).then(() => setWords(true))
  }, [i18n])
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('why')}>
      <div className={css.panel}>
        {reasons.length > 0 && (
          <ul className={css.reasons}>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {why.error !== null && <ProblemNote problem={why.error} />}
        {why.error === null && (why.data === undefined || !hasWords) && <RowSkeletons count={2} />}
        {why.data !== undefined && hasWords && (
          <>
            <Reasons told={why.data} />
            <Otherwise decision={decision} told={why.data} onClose={onClose} onOverridden={onOverridden} />
          </>
        )}
      </div>
    </Dialog>
  )
}

function Reasons({ told }: { told: Told }): ReactNode {
  const { t } = useTranslation('why')
  const { share } = useFormat()
  const words = useWhyWords()
  const { point, chosen, pChosen, fallback, flips, mode } = told
  const first = chosen.length === 1 ? words.option(point, chosen[0] ?? '') : undefined
  // Of places in a list the probability of the whole says nothing to anybody.
  const sure = first === undefined ? '' : t('sure', { share: share(Math.round(pChosen * 10_000)) })
  return (
    <>
      {first !== undefined && <p>{t('chosen', { option: first })}</p>}
      {first === undefined && <p>{t('ordered', { count: chosen.length })}</p>}
      {mode === 'human' && <p className={css.quiet}>{t('human')}</p>}
      {fallback !== null && <p className={css.quiet}>{t('fallback')}</p>}
      {flips.length > 0 && (
        <section>
          <h3>{t('because')}</h3>
          <ul className={css.reasons}>
            {flips.map(({ feature, from, to, chosen: instead }) => (
              <li key={feature}>
                <strong>
                  {words.feature(point, feature)}: {words.value(feature, from)}
                </strong>
                <br />
                {t('flip', { to: words.value(feature, to), option: words.option(point, instead) })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {flips.length === 0 && first !== undefined && fallback === null && (
        <p className={css.quiet}>{t('nothingFlips')}</p>
      )}
      <p className={css.quiet}>{sure}</p>
    </>
  )
}

type OtherwiseProps = { decision: string; told: Told; onClose: () => void; onOverridden: (() => void) | undefined }

/** Whoever runs the town chooses otherwise; everybody else may have a person look. */
function Otherwise({ decision, told, onClose, onOverridden }: OtherwiseProps): ReactNode {
  const me = useMe()
  if (me === null || me === undefined || told.mode === 'human') return null
  const others = told.options.filter((option) => !told.chosen.includes(option))
  if (!isOperator(me)) return <Contest decision={decision} onClose={onClose} />
  if (others.length === 0) return null
  return <Override {...{ decision, told, others, onClose, onOverridden }} />
}

function Contest({ decision, onClose }: { decision: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation('why')
  const api = useApi()
  const [words, setWords] = useState('')
  const contest = useIntention(async (key: string) => {
    await api.post('/v1/decisions/{id}/contest', { path: { id: decision }, body: { words }, key })
    toast(t('contested'))
    onClose()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (words.trim() !== '') void contest.press()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <Textarea
        label={t('contestWords')}
        description={t('contestHint')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maxLength={2000}
        autosize
        minRows={2}
      />
      <ProblemNote problem={contest.problem} />
      <div className={css.buttons}>
        <Button type="submit" variant="default" loading={contest.isPending} disabled={words.trim() === ''}>
          {t('contest')}
        </Button>
      </div>
    </form>
  )
}

function Override({ decision, told, others, onClose, onOverridden }: OtherwiseProps & { others: string[] }): ReactNode {
  const { t } = useTranslation('why')
  const api = useApi()
  const client = useQueryClient()
  const words = useWhyWords()
  const [to, setTo] = useState(others[0] ?? '')
  const [why, setWhy] = useState('')
  const override = useIntention(async (key: string) => {
    await api.post('/v1/decisions/{id}/override', { path: { id: decision }, body: { to, why }, key })
    toast(t('overridden'))
    onClose()
    onOverridden?.()
    await client.invalidateQueries()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (why.trim() !== '') void override.press()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <NativeSelect
        label={t('overrideTo')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={others.map((option) => ({ value: option, label: words.option(told.point, option) }))}
      />
      <Textarea
        label={t('overrideWhy')}
        description={t('overrideHint')}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        maxLength={1000}
        autosize
      />
      <ProblemNote problem={override.problem} />
      <div className={css.buttons}>
        <Button type="submit" loading={override.isPending} disabled={why.trim() === ''}>
          {t('override')}
        </Button>
      </div>
    </form>
  )
}
