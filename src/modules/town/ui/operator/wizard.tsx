import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type Reply, useApi } from '#web/api'
import { useIntention } from '#web/send'
import { AccountForm } from './account-form.tsx'
import { FeesForm } from './fees-form.tsx'
import type { FormProps } from './fill-in.tsx'
import css from './forms.module.css'
import { LanguagesForm } from './languages-form.tsx'
import { LookForm } from './look-form.tsx'
import { MailForm } from './mail-form.tsx'
import { NameForm } from './name-form.tsx'
import { ProviderForm } from './provider-form.tsx'
import type { TownSettings } from './town-settings.ts'
import look from './wizard.module.css'

type Setup = Reply<'get', '/v1/town/setup'>
type StepName = Setup['step']

/** Pages in their order. */
const steps = ['you', 'town', 'languages', 'look', 'fees', 'mail', 'provider', 'done'] as const

/**
 * One page at a time. Where one is stands in the address, so that "back" works, and at the server, so that one may
 * leave.
 */
export function Wizard({ setup, town }: { setup: Setup; town: TownSettings }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [query, setQuery] = useSearchParams()
  const step = steps.find((one) => one === query.get('step')) ?? setup.step
  const at = steps.indexOf(step)
  const note = useIntention(async (key: string, to: StepName, done: readonly StepName[]) => {
    const noted = await api.put('/v1/town/setup', { body: { step: to, done: [...done] }, key })
    client.setQueryData(['/v1/town/setup', {}, {}], noted)
    setQuery({ step: to })
  })
  const go = (to: StepName, done: readonly StepName[] = setup.done): void => void note.press(to, done)
  const next = steps[at + 1] ?? 'done'
  const heading = useFocusOn(step)
  // The page stands in the address from the first on, so that "back" comes back to it.
  const isNamed = query.has('step')
  useEffect(() => {
    if (!isNamed) setQuery({ step }, { replace: true })
  }, [isNamed, setQuery, step])
  return (
    <>
      <Progress at={at} done={setup.done} />
      <div>
        <h1 ref={heading} tabIndex={-1} className={look.heading}>
          {t(`setup.${step}`)}
        </h1>
        <p className={css.quiet}>{t(`setup.${step}Hint`)}</p>
      </div>
      <ProblemNote problem={note.problem} />
      {step === 'done' ? (
        <Done onBack={() => go('provider')} />
      ) : (
        <Section>
          <StepForm
            key={step}
            step={step}
            setup={setup}
            town={town}
            submitText={t('setup.next')}
            onSaved={() => go(next, [...new Set([...setup.done, step])])}
            aside={
              <>
                {at > 0 && (
                  <Button variant="default" onClick={() => go(steps[at - 1] ?? 'you')}>
                    {t('setup.back')}
                  </Button>
                )}
                {mayWait.includes(step) && (
                  <Button variant="subtle" onClick={() => go(next)}>
                    {t('setup.later')}
                  </Button>
                )}
              </>
            }
          />
        </Section>
      )}
    </>
  )
}

/** Pages that can be left for later: all of them stand in the settings too. */
const mayWait: readonly StepName[] = ['look', 'fees', 'mail', 'provider']

/** After a move the heading of the page is what is read out next. */
function useFocusOn(step: StepName): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  const last = useRef(step)
  useEffect(() => {
    if (last.current !== step) heading.current?.focus()
    last.current = step
  }, [step])
  return heading
}

function Progress({ at, done }: { at: number; done: readonly StepName[] }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <nav aria-label={t('setup.title')}>
      <p className={css.quiet}>{t('setup.stepOf', { step: at + 1, count: steps.length })}</p>
      <ol className={look.steps}>
        {steps.map((step, index) => (
          <li
            key={step}
            className={look.step}
            data-done={done.includes(step)}
            {...(index === at ? { 'aria-current': 'step' } : {})}
          >
            <span className={look.mark} aria-hidden>
              {done.includes(step) ? <IconCheck size={14} /> : index + 1}
            </span>
            <span className={look.word}>{t(`setup.${step}`)}</span>
          </li>
        ))}
      </ol>
    </nav>
  )
}

type StepProps = FormProps & { step: Exclude<StepName, 'done'>; setup: Setup; town: TownSettings }

function StepForm({ step, setup, town, ...form }: StepProps): ReactNode {
  const { t } = useTranslation('operator')
  const ofTown = { ...form, town }
  switch (step) {
    case 'you':
      if (!setup.hasAccount) return <AccountForm {...form} />
      return (
        <>
          <p>{t('setup.hasAccount')}</p>
          <div className={css.buttons}>
            <Button onClick={form.onSaved}>{form.submitText}</Button>
          </div>
        </>
      )
    case 'town':
      return <NameForm {...ofTown} />
    case 'languages':
      return <LanguagesForm {...ofTown} />
    case 'look':
      return <LookForm {...ofTown} />
    case 'fees':
      return <FeesForm {...form} />
    case 'mail':
      return <MailForm {...form} />
    case 'provider':
      return <ProviderForm {...form} />
  }
}

/** Opens the town, and says what to do then. */
function Done({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const finish = useIntention(async (key: string) => {
    await api.post('/v1/town/setup/finish', { key })
    // Everything around the screens was made for a town that was closed.
    location.assign('/operator')
  })
  return (
    <Section>
      <ul className={look.then}>
        {(['list', 'invite', 'key', 'backup', 'live'] as const).map((word) => (
          <li key={word}>{t(`setup.then.${word}`)}</li>
        ))}
      </ul>
      <ProblemNote problem={finish.problem} />
      <div className={css.buttons}>
        <Button variant="default" onClick={onBack}>
          {t('setup.back')}
        </Button>
        <Button loading={finish.isPending} onClick={() => void finish.press()}>
          {t('setup.open')}
        </Button>
      </div>
    </Section>
  )
}
