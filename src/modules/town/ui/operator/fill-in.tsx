import { Button } from '@mantine/core'
import type { ReactNode, SubmitEvent } from 'react'
import { ProblemNote } from '#kit/problem'
import type { ApiProblem } from '#web/problem'
import css from './forms.module.css'

/** What every form of the settings is given: the wizard and the settings' own screens show the same ones. */
export type FormProps = {
  /** On the button that saves. */
  submitText: string
  /** Called when it is saved. */
  onSaved: () => void
  /** Beside the button. */
  aside?: ReactNode
}

type Props = Pick<FormProps, 'submitText' | 'aside'> & {
  label: string
  isPending: boolean
  problem: ApiProblem | undefined
  onSubmit: () => void
  children: ReactNode
}

/** A form with its fields, its refusal and its buttons. */
export function FillIn({ label, submitText, aside, isPending, problem, onSubmit, children }: Props): ReactNode {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={css.form} onSubmit={submit} noValidate aria-label={label}>
      {children}
      <ProblemNote problem={problem} />
      <div className={css.buttons}>
        {aside}
        <Button type="submit" loading={isPending}>
          {submitText}
        </Button>
      </div>
    </form>
  )
}

type FromEnvironmentProps = FormProps & { label: string; text: string; children?: ReactNode }

/** What the environment says goes first: it is shown, and there is nothing to save. */
export function FromEnvironment({
  label,
  text,
  submitText,
  onSaved,
  aside,
  children,
}: FromEnvironmentProps): ReactNode {
  return (
    <FillIn
      label={label}
      submitText={submitText}
      aside={aside}
      isPending={false}
      problem={undefined}
      onSubmit={onSaved}
    >
      <p className={css.said}>{text}</p>
      {children}
    </FillIn>
  )
}
