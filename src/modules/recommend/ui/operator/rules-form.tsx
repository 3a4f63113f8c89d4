import { Button, Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DecimalField } from '#kit/number-fields'
import { ProblemNote } from '#kit/problem'
import { type Reply, useApi } from '#web/api'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './rules-form.module.css'

const address = '/v1/feed/newcomers'
type Newcomers = Reply<'get', typeof address>
type Rules = Newcomers['rules']
type Seen = { rev: number; rules: Rules }
const fields = ['onePlaceIn', 'thingShown', 'sellerShown', 'withinPlaces'] as const
/** What is offered to whoever switches the places on again. */
const usualPlace = 12

/** The numbers of the budget; what was before comes back by undo. */
export function RulesForm({ known }: { known: Newcomers }): ReactNode {
  const { t } = useTranslation('newcomers')
  const api = useApi()
  const client = useQueryClient()
  // What is typed stays, on the numbers that were seen, whatever others save meanwhile.
  const [seen, setSeen] = useState<Seen>({ rev: known.rev, rules: known.rules })
  const [typed, setTyped] = useState<Partial<Rules>>(known.rules)
  const put = async (key: string, { rev, rules }: Seen): Promise<void> => {
    const after = await api.put(address, { body: { rev, ...rules }, key })
    setSeen({ rev: after.rev, rules })
    setTyped(rules)
    await client.invalidateQueries({ queryKey: [address] })
  }
  const restore = useIntention(async (key: string, before: Seen) => {
    await put(key, before)
    toast(t('restored'))
  })
  const save = useIntention(async (key: string, rules: Rules) => {
    const before = seen.rules
    await put(key, { rev: seen.rev, rules })
    toast(t('saved'), { undo: () => void restore.press({ rev: seen.rev + 1, rules: before }) })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    // An empty field goes as 0, which the town refuses by name.
    const numbers = Object.fromEntries(fields.map((name) => [name, typed[name] ?? 0]))
    void save.press({ ...seen.rules, ...numbers, ...(typed.onePlaceIn === null ? { onePlaceIn: null } : {}) })
  }
  const errors = save.problem?.errors ?? []
  const isOn = typed.onePlaceIn !== null
  const field = (name: (typeof fields)[number]): ReactNode => (
    <DecimalField
      label={t(`rules.${name}`)}
      hint={t(`rules.${name}Hint`)}
      digits={0}
      isRequired
      value={typed[name]}
      error={errorAt(errors, name)}
      onChange={(value: unknown) => setTyped((last) => ({ ...last, [name]: value }))}
    />
  )
  return (
    <form onSubmit={submit} noValidate aria-label={t('budget')} className={css.form}>
      <Checkbox
        label={t('rules.isOn')}
        checked={isOn}
        onChange={(event) => {
          const onePlaceIn = event.currentTarget.checked ? (seen.rules.onePlaceIn ?? usualPlace) : null
          setTyped((last) => ({ ...last, onePlaceIn }))
        }}
      />
      {isOn && field('onePlaceIn')}
      {field('thingShown')}
      {field('sellerShown')}
      {field('withinPlaces')}
      <ProblemNote problem={errors.length > 0 ? undefined : (save.problem ?? restore.problem)} />
      <Button type="submit" loading={save.isPending || restore.isPending}>
        {t('save')}
      </Button>
    </form>
  )
}
