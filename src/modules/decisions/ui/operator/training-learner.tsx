import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#kit/dialog'
import { ProblemNote } from '#kit/problem'
import { useApi } from '#web/api'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import type { WholeLoop } from './loop-words.tsx'
import css from './loops.module.css'

/** Learners that know nothing yet, as anybody may begin with; a share of choices stays free, so that it can learn. */
const kinds = {
  logistic: { kind: 'logistic', epsilon: 0.02 },
  'linear-thompson': { kind: 'linear-thompson', scale: 0.3, draws: 100 },
  'beta-thompson': { kind: 'beta-thompson', prior: { a: 1, b: 1 }, arms: {}, exploration: 0.02 },
} as const
type Kind = keyof typeof kinds
const kindNames = Object.keys(kinds) as Kind[] // the keys of a constant

/** Makes a policy that can learn, as a draft. */
export function AddLearner({ loop: { point } }: { loop: WholeLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
        {t('loops.training.add')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('loops.training.add')}>
        <Form point={point} onMade={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function Form({ point, onMade }: { point: string; onMade: () => void }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>('logistic')
  const make = useIntention(async (key: string) => {
    const body = { name, spec: kinds[kind] }
    const made = await api.post('/v1/decisions/points/{point}/policies', { path: { point }, body, key })
    toast(t('loops.training.added', { policy: `${made.name} ${made.version}` }))
    onMade()
    await client.invalidateQueries()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void make.press()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <NativeSelect
        label={t('loops.training.kind')}
        description={t(`loops.training.kindHints.${kind}`)}
        value={kind}
        onChange={(event) => setKind(kindNames.find((one) => one === event.currentTarget.value) ?? 'logistic')}
        data={kindNames.map((value) => ({ value, label: t(`loops.training.kinds.${value}`) }))}
      />
      <TextInput
        label={t('loops.training.name')}
        description={t('loops.training.nameHint')}
        value={name}
        required
        maxLength={40}
        pattern="[a-z][a-zA-Z0-9\-]*"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ProblemNote problem={make.problem} />
      <div className={css.buttons}>
        <Button type="submit" loading={make.isPending}>
          {t('loops.training.add')}
        </Button>
      </div>
    </form>
  )
}
